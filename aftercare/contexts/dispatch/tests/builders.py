"""Scenes for tests of bookings and of what lies downstream."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from aftercare.contexts.dispatch import commands
from aftercare.contexts.dispatch.models import Booking
from aftercare.contexts.service_requests.tests.builders import Scene
from aftercare.contexts.work_orders.tests import builders as orders
from aftercare.platform.actor import Actor
from aftercare.platform.testing.fixtures import MONDAY

BUILDER = Actor.system("builder")
HOUR = timedelta(hours=1)
# Monday 10:00 in Shanghai, inside the usual shift.
TEN = MONDAY + HOUR
WARNINGS = (
    "already_booked", "late_arrival", "late_finish", "outside_shift", "travel_gap", "other_region", "too_early",
    "lent_out", "crew_apart", "customer_excludes", "customer_wants_other",
)  # fmt: skip


def booked(
    order: Any, engineer: Any, *, start: datetime = TEN, hours: float = 1, by: Actor = BUILDER, at: datetime = MONDAY,
    **fields: Any,
) -> Booking:  # fmt: skip
    """Book the engineer for the order, whatever warnings there are."""
    usual = {"accept_warnings": WARNINGS}
    return commands.assign(
        work_order_id=order.pk, engineer_id=engineer.pk, start_at=start, end_at=start + hours * HOUR,
        **{**usual, **fields}, by=by, at=at,
    )  # fmt: skip


def booked_somewhere(place: Scene, engineer: Any, **fields: Any) -> Booking:
    """Book the engineer for a new order."""
    return booked(orders.planned(place), engineer, **fields)


def columns(booking: Booking) -> dict[str, Any]:
    """Return every column of a booking, to tell that nothing changed."""
    return Booking.objects.filter(pk=booking.pk).values().get()
