"""Tell the engineer: from here the job is on the phone."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from aftercare.contexts.dispatch import policies
from aftercare.contexts.dispatch.commands.locking import TOPIC, locked
from aftercare.contexts.dispatch.lifecycle import BOOKING
from aftercare.contexts.dispatch.models import Booking
from aftercare.platform import live, outbox
from aftercare.platform.actor import Actor
from aftercare.published.dispatch import BookingDispatched


@transaction.atomic
def send(*, booking_id: int, by: Actor, at: datetime) -> Booking:
    """
    Send a planned booking to its engineer.

    :raises Refused: `not_found`, `not_allowed`, `wrong_state` when it is sent already.
    """
    booking, region_id = locked(booking_id, by=by)
    policies.may_change(booking, "send", by=by, region_id=region_id).or_refuse()
    return send_out(booking, by=by, at=at)


def send_out(booking: Booking, *, by: Actor, at: datetime) -> Booking:
    """Move the booking on and tell the others; rights are checked by the caller."""
    booking.change(status=BOOKING.after(booking.status, "send"), dispatched_at=at)
    event = BookingDispatched(
        booking_id=booking.pk,
        work_order_id=booking.work_order_id,
        engineer_id=booking.engineer_id,
        start_at=booking.during.lower,
        end_at=booking.during.upper,
        at=at,
    )
    outbox.publish(event, about=booking.order_key, by=by)
    live.tell(TOPIC, {"id": booking.pk})
    return booking
