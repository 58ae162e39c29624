"""What the board's journeys have in common: orders that wait, bookings, and the board before a dispatcher."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator

from aftercare.contexts.dispatch import commands as dispatch
from aftercare.contexts.dispatch.models import Booking
from aftercare.contexts.installed_base.models import Equipment
from aftercare.contexts.people.models import Engineer
from aftercare.contexts.work_orders import commands as orders
from aftercare.contexts.work_orders.models import WorkOrder
from aftercare.platform import clock
from tests.journeys.conftest import BUILDER, Visitor

ZONE = ZoneInfo("Asia/Shanghai")
FIRST_MINUTE, SHOWN_MINUTES = 6 * 60, 16 * 60
WARNINGS = ("late_arrival", "late_finish", "outside_shift", "travel_gap", "other_region", "too_early", "already_booked")


def monday() -> date:
    """Return the next Monday: everybody works, and nothing of it is over."""
    today = clock.now().astimezone(ZONE).date()
    return today + timedelta(days=7 - today.weekday())


def moment(hour: int, minute: int = 0) -> datetime:
    """Return a time of that Monday."""
    return datetime.combine(monday(), time(hour, minute), ZONE)


def waiting(subject: str, of: str = "云岚置业") -> WorkOrder:
    """Open and plan an order of an hour that anybody can do, for a customer."""
    lift = Equipment.objects.filter(project__customer__short_name=of).order_by("pk").first()
    by, at = BUILDER, clock.now()
    order = orders.open(
        kind="repair", subject=subject, equipment_id=lift.pk, contact_name="顾文斌", contact_phone="13800004021",
        by=by, at=at,
    )  # fmt: skip
    return orders.plan(work_order_id=order.pk, estimated_minutes=60, skills={}, certificate_kind_ids=[], by=by, at=at)


def booked(engineer: Engineer, subject: str, hour: int, *, hours: int = 1, of: str = "云岚置业") -> Booking:
    """Book the engineer for a new order on that Monday, whatever warnings there are."""
    return dispatch.assign(
        work_order_id=waiting(subject, of).pk,
        engineer_id=engineer.pk,
        start_at=moment(hour),
        end_at=moment(hour + hours),
        accept_warnings=WARNINGS,
        by=BUILDER,
        at=clock.now(),
    )


def board(dispatcher: Visitor, engineer: Engineer, more: str = "") -> None:
    """Open the board of that Monday and wait for the engineer's row."""
    dispatcher.go(f"/board/?day={monday()}&region={engineer.region_id}{more}")
    dispatcher.find(f".grid-row[data-engineer='{engineer.pk}']")


def lane(dispatcher: Visitor, engineer: Engineer) -> Locator:
    """Return the engineer's lane, in sight."""
    found = dispatcher.find(f".grid-row[data-engineer='{engineer.pk}'] .lane")
    found.scroll_into_view_if_needed()
    return found


def spot(dispatcher: Visitor, engineer: Engineer, minute: float) -> tuple[float, float]:
    """Return where on the screen a minute of the day lies in the engineer's lane."""
    box = lane(dispatcher, engineer).bounding_box()
    assert box is not None
    return box["x"] + (minute - FIRST_MINUTE) / SHOWN_MINUTES * box["width"] + 1, box["y"] + box["height"] / 2


def block(booking: Booking) -> str:
    """Return the selector of a booking's block."""
    return f".block[data-booking='{booking.pk}']"


def during(booking: Booking) -> tuple[datetime, datetime]:
    """Return from when to when the booking is now."""
    booking.refresh_from_db()
    return booking.during.lower, booking.during.upper
