"""Take a booking back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from aftercare.contexts.dispatch import policies
from aftercare.contexts.dispatch.commands.locking import TOPIC, keep_override, locked
from aftercare.contexts.dispatch.lifecycle import BOOKING
from aftercare.contexts.dispatch.models import Booking
from aftercare.contexts.work_orders import public as work_orders
from aftercare.platform import live, outbox, wording
from aftercare.platform.actor import Actor
from aftercare.published.dispatch import BookingCanceled


@transaction.atomic
def unassign(*, booking_id: int, reason: str = "", seen_version: int | None = None, by: Actor, at: datetime) -> Booking:
    """
    Take the booking back; an order without another one waits for dispatch again.

    :raises Refused: `not_found`, `not_allowed`, `wrong_state`, `stale`.
    """
    booking, region_id = locked(booking_id, by=by, seen_version=seen_version)
    policies.may_change(booking, "unassign", by=by, region_id=region_id).or_refuse()
    why = wording.line(reason, field="reason", limit=300)
    keep_override(booking, to={"taken_back": why}, by=by, at=at)
    return cancel(booking, "unassign", why, by=by, at=at)


@transaction.atomic
def call_off(*, work_order_id: int, reason: str, by: Actor, at: datetime) -> int:
    """Take back what is still booked for an order that needs nobody any more; return how many."""
    work_orders.lock_order(work_order_id, by=by)
    rows = list(Booking.objects.filter(work_order_id=work_order_id).coming().select_for_update().order_by("pk"))
    for booking in rows:
        cancel(booking, "call_off", reason[:300], by=by, at=at)
    return len(rows)


def cancel(booking: Booking, verb: str, reason: str, *, by: Actor, at: datetime) -> Booking:
    """Take the locked booking back and tell the others; rights are checked by the caller."""
    booking.change(status=BOOKING.after(booking.status, verb), canceled_reason=reason)
    event = BookingCanceled(
        booking_id=booking.pk,
        work_order_id=booking.work_order_id,
        engineer_id=booking.engineer_id,
        reason=reason,
        at=at,
    )
    outbox.publish(event, about=booking.order_key, by=by)
    live.tell(TOPIC, {"id": booking.pk})
    return booking
