"""The API's door to work orders."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query

from aftercare.contexts.work_orders import commands, policies, queries, schemas
from aftercare.contexts.work_orders.models import WorkOrder
from aftercare.platform import clock
from aftercare.platform.api.door import Page, actor, cursor_page, problems, router, scope
from aftercare.platform.refusal import not_found

orders = router("Work orders")
READ, WRITE = scope("orders:read"), scope("orders:write")
OrderId = Annotated[int, Path(gt=0, lt=2**63)]
Limit = Annotated[int, Query(ge=1, le=200)]
Cursor = Annotated[str | None, Query(max_length=200)]
Some = Annotated[int | None, Query(gt=0, lt=2**63)]


@orders.get("", auth=READ, response={200: Page[schemas.OrderOut], **problems()}, summary="List work orders")
def list_orders(
    request: HttpRequest,
    status: Annotated[schemas.Status | None, Query()] = None,
    customer_id: Some = None,
    equipment_id: Some = None,
    request_id: Some = None,
    number: Annotated[str | None, Query(max_length=24, pattern=r"^[A-Za-z0-9-]*$")] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> dict[str, Any]:
    """Return the orders the token's owner may see, latest first."""
    asked = {
        "status": status, "customer_id": customer_id, "equipment_id": equipment_id, "request_id": request_id,
        "number": number,
    }  # fmt: skip
    who = actor(request)
    rows = policies.visible_to(who).filter(**{k: v for k, v in asked.items() if v is not None}).defer("search")
    show = partial(schemas.OrderOut.of, by=who)
    return cursor_page(rows, by="opened_at", cursor=cursor, limit=limit, show=show)


@orders.post("", auth=WRITE, response={201: schemas.OrderOut, **problems(404, 409)}, summary="Open a work order")
def create_order(request: HttpRequest, payload: schemas.OrderIn) -> tuple[int, schemas.OrderOut]:
    """Open a draft order."""
    by = actor(request)
    row = commands.open(**payload.dict(), by=by, at=clock.now())
    return 201, schemas.OrderOut.of(_visible(row.pk, request), by=by)


@orders.get("/{order_id}", auth=READ, response={200: schemas.OrderOut, **problems(404)}, summary="Get a work order")
def get_order(request: HttpRequest, order_id: OrderId) -> schemas.OrderOut:
    """Return one order."""
    return schemas.OrderOut.of(_visible(order_id, request), by=actor(request))


@orders.get(
    "/{order_id}/checklist", auth=READ, response={200: list[schemas.StepOut], **problems(404)}, summary="List steps"
)
def list_steps(request: HttpRequest, order_id: OrderId) -> list[schemas.StepOut]:
    """Return the steps of the checklist with their answers, in order."""
    return [schemas.StepOut.of(step) for step in queries.checklist(_visible(order_id, request).pk)]


@orders.get(
    "/{order_id}/comments",
    auth=READ,
    response={200: Page[schemas.CommentOut], **problems(404)},
    summary="List comments",
)
def list_comments(request: HttpRequest, order_id: OrderId, cursor: Cursor = None, limit: Limit = 50) -> dict[str, Any]:
    """Return what colleagues said, latest first; comments stay inside the company."""
    order = _visible(order_id, request)
    policies.may_comment(order, by=actor(request)).or_refuse()
    return cursor_page(order.comments.all(), by="at", cursor=cursor, limit=limit, show=schemas.CommentOut.of)


@orders.post(
    "/{order_id}/comments", auth=WRITE, response={201: schemas.CommentOut, **problems(404, 409)}, summary="Comment"
)
def add_comment(request: HttpRequest, order_id: OrderId, payload: schemas.CommentIn) -> tuple[int, schemas.CommentOut]:
    """Say something to colleagues."""
    said = commands.comment(work_order_id=order_id, **payload.dict(), by=actor(request), at=clock.now())
    return 201, schemas.CommentOut.of(said)


@orders.post(
    "/{order_id}/follow-ups", auth=WRITE, response={201: schemas.OrderOut, **problems(404, 409)},
    summary="Open a follow-up",
)  # fmt: skip
def create_follow_up(
    request: HttpRequest, order_id: OrderId, payload: schemas.FollowUpIn
) -> tuple[int, schemas.OrderOut]:
    """Open an order for what is left to do."""
    by = actor(request)
    row = commands.open_follow_up(work_order_id=order_id, **payload.dict(), by=by, at=clock.now())
    return 201, schemas.OrderOut.of(WorkOrder.objects.get(pk=row.pk), by=by)


def _visible(order_id: int, request: HttpRequest) -> WorkOrder:
    row = policies.visible_to(actor(request)).defer("search").filter(pk=order_id).first()
    if row is None:
        raise not_found()
    return row


def _do(request: HttpRequest, command: Callable[..., Any], order_id: int, **inputs: Any) -> schemas.OrderOut:
    """Run a verb for the token's owner and return the order after it."""
    command(work_order_id=order_id, **inputs, by=actor(request), at=clock.now())
    return schemas.OrderOut.of(WorkOrder.objects.defer("search").get(pk=order_id), by=actor(request))


Answer = dict[Any, Any]
DONE: Answer = {200: schemas.OrderOut, **problems(404, 409)}


@orders.post("/{order_id}/plan", auth=WRITE, response=DONE, summary="Plan")
def plan(request: HttpRequest, order_id: OrderId, payload: schemas.PlanIn) -> Any:
    """Settle task, procedure, time and needs; the order waits for dispatch."""
    inputs = payload.dict()
    inputs["skills"] = {need["skill_id"]: need["level"] for need in inputs["skills"]}
    return _do(request, commands.plan, order_id, **inputs)


@orders.post("/{order_id}/hold", auth=WRITE, response=DONE, summary="Put on hold")
def hold(request: HttpRequest, order_id: OrderId, payload: schemas.HoldIn) -> Any:
    """Stop the work until somebody resumes it."""
    return _do(request, commands.hold, order_id, **payload.dict())


@orders.post("/{order_id}/resume", auth=WRITE, response=DONE, summary="Go on")
def resume(request: HttpRequest, order_id: OrderId) -> Any:
    """Let the work go on."""
    return _do(request, commands.resume, order_id)


@orders.post("/{order_id}/diagnosis", auth=WRITE, response=DONE, summary="Diagnose")
def diagnose(request: HttpRequest, order_id: OrderId, payload: schemas.DiagnosisIn) -> Any:
    """Record what is wrong, and why."""
    return _do(request, commands.record_diagnosis, order_id, **payload.dict())


@orders.post("/{order_id}/accept", auth=WRITE, response=DONE, summary="Accept")
def accept(request: HttpRequest, order_id: OrderId, payload: schemas.AcceptIn) -> Any:
    """Record that the customer accepts the stated result."""
    return _do(request, commands.accept, order_id, **payload.dict())


@orders.post("/{order_id}/rework", auth=WRITE, response=DONE, summary="Send back")
def rework(request: HttpRequest, order_id: OrderId, payload: schemas.ReasonIn) -> Any:
    """Send the order back because the customer does not accept the result."""
    return _do(request, commands.rework, order_id, **payload.dict())


@orders.post("/{order_id}/give-up", auth=WRITE, response=DONE, summary="Cannot be completed")
def give_up(request: HttpRequest, order_id: OrderId, payload: schemas.ReasonIn) -> Any:
    """Report that the work cannot be completed."""
    return _do(request, commands.report_not_completable, order_id, **payload.dict())


@orders.post("/{order_id}/parts-value", auth=WRITE, response=DONE, summary="State the value of the parts")
def state_parts_value(request: HttpRequest, order_id: OrderId, payload: schemas.PartsValueIn) -> Any:
    """Use this value of the parts the contract includes; again corrects it, zero takes it back."""
    return _do(request, commands.state_parts_value, order_id, **payload.dict())


@orders.post("/{order_id}/close", auth=WRITE, response=DONE, summary="Review and archive")
def close(request: HttpRequest, order_id: OrderId) -> Any:
    """Review and archive an accepted order."""
    return _do(request, commands.close, order_id)


@orders.post("/{order_id}/cancel", auth=WRITE, response=DONE, summary="Cancel")
def cancel(request: HttpRequest, order_id: OrderId, payload: schemas.ReasonIn) -> Any:
    """Call the order off before work on it began."""
    return _do(request, commands.cancel, order_id, **payload.dict())


routers = {"/work-orders": orders}
