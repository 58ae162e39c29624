"""Work orders for programs."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query, Schema
from pydantic import Field

from aftercare.contexts.work_orders import commands, queries
from aftercare.contexts.work_orders.models import HoldParty, HoldReason, Kind, Status, WorkOrder
from aftercare.contexts.work_orders.policies import visible_to
from aftercare.platform import clock
from aftercare.platform.api.door import Id, Line, Page, Text, actor, cursor_page, problems, router, scope
from aftercare.platform.refusal import not_found

orders = router("Work orders")
READ, WRITE = scope("orders:read"), scope("orders:write")
OrderId = Annotated[int, Path(gt=0, lt=2**63)]


class OrderOut(Schema):
    """A work order with its promise and its appointment."""

    id: int
    number: str
    kind: str
    status: str
    subject: str
    description: str
    request_id: int | None
    customer_id: int | None
    equipment_id: int | None
    region_id: int | None
    place: str
    priority: int
    coverage: str
    estimated_minutes: int
    engineer_name: str
    scheduled_start_at: datetime | None
    scheduled_end_at: datetime | None
    resolve_by: datetime | None
    opened_at: datetime
    begun_at: datetime | None
    completed_at: datetime | None
    accepted_at: datetime | None
    closed_at: datetime | None
    visit_count: int
    version: int


class StepOut(Schema):
    """A step of the checklist and its answer."""

    position: int
    text: str
    kind: str
    unit: str
    is_required: bool
    value: str
    is_ok: bool | None
    note: str


class OrderDetail(OrderOut):
    """A work order with its checklist."""

    checklist: list[StepOut]


class OrderIn(Schema):
    """An order to open; what is not given is taken from the request or the equipment."""

    kind: Kind = Kind.REPAIR
    subject: Line = ""
    description: Text = ""
    request_id: Id | None = None
    customer_id: Id | None = None
    project_id: Id | None = None
    equipment_id: Id | None = None
    priority: Annotated[int, Field(ge=1, le=4)] | None = None


class PlanIn(Schema):
    """What dispatch needs to know."""

    estimated_minutes: Annotated[int, Field(ge=5, le=14_400)]
    procedure_id: Id | None = None
    skills: dict[Annotated[int, Field(gt=0, lt=2**63)], Annotated[int, Field(ge=1, le=5)]] = {}
    certificate_kind_ids: list[Id] = []
    earliest_at: datetime | None = None


class HoldIn(Schema):
    """Why work stops, and who is accountable."""

    reason: HoldReason
    party: HoldParty
    note: Line = ""


class ReasonIn(Schema):
    """A reason in words."""

    reason: Line


class CommentIn(Schema):
    """A remark inside the company."""

    text: Text


@orders.get("", auth=READ, response={200: Page[OrderOut], **problems()})
def list_orders(
    request: HttpRequest,
    status: Annotated[Status | None, Query()] = None,
    customer_id: Annotated[int | None, Query(gt=0, lt=2**63)] = None,
    equipment_id: Annotated[int | None, Query(gt=0, lt=2**63)] = None,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> dict[str, Any]:
    """List the orders the token's owner may see, latest first."""
    asked = {"status": status, "customer_id": customer_id, "equipment_id": equipment_id}
    rows = visible_to(actor(request)).filter(**{name: value for name, value in asked.items() if value is not None})
    return cursor_page(rows.defer("search"), by="opened_at", cursor=cursor, limit=limit, show=OrderOut.from_orm)


@orders.post("", auth=WRITE, response={201: OrderDetail, **problems(404, 409)})
def open_order(request: HttpRequest, payload: OrderIn) -> tuple[int, dict[str, Any]]:
    """Open an order as a draft."""
    row = commands.open(**payload.dict(), by=actor(request), at=clock.now())
    return 201, detail(row)


@orders.get("/{order_id}", auth=READ, response={200: OrderDetail, **problems(404)})
def get_order(request: HttpRequest, order_id: OrderId) -> dict[str, Any]:
    """Return one order with its checklist."""
    row = visible_to(actor(request)).filter(pk=order_id).first()
    if row is None:
        raise not_found()
    return detail(row)


@orders.post("/{order_id}/plan", auth=WRITE, response={200: OrderDetail, **problems(404, 409)})
def plan_order(request: HttpRequest, order_id: OrderId, payload: PlanIn) -> dict[str, Any]:
    """Make the order ready for dispatch."""
    return detail(commands.plan(work_order_id=order_id, **payload.dict(), by=actor(request), at=clock.now()))


@orders.post("/{order_id}/hold", auth=WRITE, response={200: OrderDetail, **problems(404, 409)})
def hold_order(request: HttpRequest, order_id: OrderId, payload: HoldIn) -> dict[str, Any]:
    """Stop work until someone resumes it."""
    return detail(commands.hold(work_order_id=order_id, **payload.dict(), by=actor(request), at=clock.now()))


@orders.post("/{order_id}/resume", auth=WRITE, response={200: OrderDetail, **problems(404, 409)})
def resume_order(request: HttpRequest, order_id: OrderId) -> dict[str, Any]:
    """Let work go on."""
    return detail(commands.resume(work_order_id=order_id, by=actor(request), at=clock.now()))


@orders.post("/{order_id}/rework", auth=WRITE, response={200: OrderDetail, **problems(404, 409)})
def rework_order(request: HttpRequest, order_id: OrderId, payload: ReasonIn) -> dict[str, Any]:
    """Send a completed order back to dispatch."""
    return detail(commands.rework(work_order_id=order_id, reason=payload.reason, by=actor(request), at=clock.now()))


@orders.post("/{order_id}/close", auth=WRITE, response={200: OrderDetail, **problems(404, 409)})
def close_order(request: HttpRequest, order_id: OrderId) -> dict[str, Any]:
    """Archive a reviewed order."""
    return detail(commands.close(work_order_id=order_id, by=actor(request), at=clock.now()))


@orders.post("/{order_id}/cancel", auth=WRITE, response={200: OrderDetail, **problems(404, 409)})
def cancel_order(request: HttpRequest, order_id: OrderId, payload: ReasonIn) -> dict[str, Any]:
    """Let the order fall away."""
    return detail(commands.cancel(work_order_id=order_id, reason=payload.reason, by=actor(request), at=clock.now()))


@orders.post("/{order_id}/comments", auth=WRITE, response={201: OrderDetail, **problems(404, 409)})
def comment_order(request: HttpRequest, order_id: OrderId, payload: CommentIn) -> tuple[int, dict[str, Any]]:
    """Say something about the order inside the company."""
    commands.comment(work_order_id=order_id, text=payload.text, by=actor(request), at=clock.now())
    return 201, detail(visible_to(actor(request)).get(pk=order_id))


def detail(row: WorkOrder) -> dict[str, Any]:
    """Return an order with its checklist."""
    steps = [StepOut.from_orm(step).dict() for step in queries.checklist(row.pk)]
    return {**OrderOut.from_orm(row).dict(), "checklist": steps}


routers = {"/work-orders": orders}
