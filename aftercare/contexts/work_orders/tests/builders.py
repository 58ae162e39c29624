"""Scenes for tests of orders and of what lies downstream: orders in every state, reached through the commands."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.apps import apps

from aftercare.contexts.people.tests import building
from aftercare.contexts.service_requests.tests.builders import Scene
from aftercare.contexts.work_orders import commands
from aftercare.contexts.work_orders.models import FailureCode, Procedure, WorkOrder
from aftercare.platform.actor import Actor
from aftercare.platform.testing.fixtures import MONDAY

BUILDER = Actor.system("builder")
HOUR = timedelta(hours=1)
_n = count(1)
_bookings = count(900_001)


def draft(place: Scene, *, by: Actor = BUILDER, at: datetime = MONDAY, **fields: Any) -> WorkOrder:
    """Open an order for the scene's lift."""
    said = {"kind": "repair", "subject": "更换门机皮带", "contact_name": "王芳", "contact_phone": "13800000000"}
    return commands.open(**{**said, "equipment_id": place.equipment_id, **fields}, by=by, at=at)


def planned(
    place: Scene, *, request_id: int | None = None, by: Actor = BUILDER, at: datetime = MONDAY, **plan: Any
) -> WorkOrder:
    """Open and plan an order; it waits for dispatch."""
    order = draft(place, request_id=request_id)
    usual = {"estimated_minutes": 90, "skills": {}, "certificate_kind_ids": []}
    return commands.plan(work_order_id=order.pk, **{**usual, **plan}, by=by, at=at)


def appointed(order: WorkOrder, engineer: Any, *, start: datetime = MONDAY + HOUR, at: datetime = MONDAY) -> int:
    """Tell the order of a booking, and return the booking's id."""
    booking_id = next(_bookings)
    commands.mark_scheduled(
        work_order_id=order.pk, booking_id=booking_id, engineer_id=engineer.pk, engineer_name=engineer.name,
        start_at=start, end_at=start + HOUR, by=BUILDER, at=at,
    )  # fmt: skip
    order.refresh_from_db()
    return booking_id


def begun(place: Scene, engineer: Any, *, at: datetime = MONDAY + HOUR, **plan: Any) -> WorkOrder:
    """Plan an order, book the engineer, and have them set out."""
    order = planned(place, **plan)
    appointed(order, engineer)
    return commands.begin(work_order_id=order.pk, by=building.acting(engineer), at=at)


def diagnosed(order: WorkOrder, *, by: Actor = BUILDER, at: datetime = MONDAY + HOUR) -> WorkOrder:
    """Record what is wrong."""
    return commands.record_diagnosis(work_order_id=order.pk, failure_mode_id=code().pk, by=by, at=at)


def completed(place: Scene, engineer: Any, *, at: datetime = MONDAY + 2 * HOUR) -> WorkOrder:
    """Bring an order to the point where the customer signs."""
    order = diagnosed(begun(place, engineer))
    return commands.report_done(work_order_id=order.pk, result="已更换皮带", by=building.acting(engineer), at=at)


def accepted(place: Scene, engineer: Any, *, at: datetime = MONDAY + 2 * HOUR) -> WorkOrder:
    """Bring an order to the customer's acceptance."""
    order = completed(place, engineer)
    return commands.accept(work_order_id=order.pk, by=building.acting(engineer), at=at)


def code(facet: str = "mode", name: str = "门无法关闭") -> FailureCode:
    """Make a failure code."""
    return FailureCode.objects.create(facet=facet, code=f"code-{next(_n)}", name=name)


def procedure(*steps: dict[str, Any], kind: str = "repair", **fields: Any) -> Procedure:
    """Make a standard procedure with these steps."""
    row = Procedure.objects.create(code=f"procedure-{next(_n)}", name="门机检修", kind=kind, **fields)
    for position, step in enumerate(steps or ({"text": "断电挂牌"},), 1):
        row.steps.create(position=position, **step)
    return row


def lift_kind() -> Any:
    """Return the kind of the scene's equipment."""
    return apps.get_model("installed_base", "EquipmentKind").objects.get(code="lift")


def engineer_of(place: Scene, name: str = "陈刚", **facts: Any) -> Any:
    """Hire an engineer in the scene's region."""
    home = apps.get_model("people", "Region").objects.get(pk=place.region_id)
    return building.engineer(home, name=name, **facts)


def columns(order: WorkOrder) -> dict[str, Any]:
    """Return every column of an order, to tell that nothing changed."""
    return WorkOrder.objects.filter(pk=order.pk).values().get()
