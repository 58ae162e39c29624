"""The engineer comes a step further; what really happened is the visit's business."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.dispatch import policies, rules
from aftercare.contexts.dispatch.commands.locking import TOPIC, locked
from aftercare.contexts.dispatch.lifecycle import BOOKING, STEPS, verb_for
from aftercare.contexts.dispatch.models import Booking
from aftercare.platform import live, outbox
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused
from aftercare.published.dispatch import BookingProgressed


@transaction.atomic
def set_status(*, booking_id: int, status: str, by: Actor, at: datetime) -> Booking:
    """
    Move the booking to accepted, traveling, on_site, on_break, done or cannot_complete.

    A visit that ends early frees the rest of the engineer's time.
    :raises Refused: `not_found`, `not_allowed`, `wrong_state`, `unknown`.
    """
    booking, _region_id = locked(booking_id, by=by)
    policies.may_step(booking, by=by).or_refuse()
    if status not in STEPS:
        raise Refused("unknown", _("A booking cannot be put into this state."), field="status")
    fields: dict[str, Any] = {"status": BOOKING.after(booking.status, verb_for(booking.status, status))}
    if status == "done" and at < booking.during.upper:
        lower = booking.during.lower
        fields["during"] = DateTimeTZRange(lower, max(at, lower + rules.SHORTEST))
    booking.change(**fields)
    event = BookingProgressed(
        booking_id=booking.pk,
        work_order_id=booking.work_order_id,
        engineer_id=booking.engineer_id,
        status=status,
        at=at,
    )
    outbox.publish(event, about=booking.order_key, by=by)
    live.tell(TOPIC, {"id": booking.pk})
    return booking
