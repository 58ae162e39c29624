"""What every verb begins with: order before booking before engineer, so that two people never wait for each other."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.dispatch import policies
from aftercare.contexts.dispatch.models import Booking, PlannedVisit
from aftercare.contexts.work_orders import public as work_orders
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused, not_found

ENGINEERS = 20_001
# What the day board listens to.
TOPIC = "bookings:all"


def locked(booking_id: int, *, by: Actor, seen_version: int | None = None) -> tuple[Booking, int | None]:
    """
    Return the booking and its order's region, both locked until the transaction ends.

    :raises Refused: `not_found` also for one the actor may not see; `stale` when it changed since it was seen.
    """
    found = policies.visible_to(by).filter(pk=booking_id).values_list("work_order_id", flat=True).first()
    if found is None:
        raise not_found()
    order = work_orders.lock_order(found, by=Actor.system("dispatch"))
    booking = Booking.objects.locked(booking_id)
    if seen_version is not None and seen_version != booking.version:
        raise Refused("stale", _("Somebody changed this booking in the meantime; look again."))
    return booking, order.region_id


def keep_override(booking: Booking, *, to: dict[str, Any], by: Actor, at: datetime) -> None:
    """Write down that a person decided otherwise than the plan the booking came from; the first time counts."""
    if booking.planned_id is None or by.is_system:
        return
    line = PlannedVisit.objects.filter(pk=booking.planned_id, overridden_at__isnull=True)
    line.update(overridden_by=by.name[:80], overridden_at=at, overridden_to=to)


def queue_up(engineer_id: int) -> None:
    """
    Wait for whoever books the same engineer at this moment.

    Without it two insertions could wait for each other inside the exclusion constraint, which alone decides.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [ENGINEERS, engineer_id % 2**31])
