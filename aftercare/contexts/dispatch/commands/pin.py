"""Fix a booking's engineer or time, so that no plan moves it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.dispatch import policies
from aftercare.contexts.dispatch.commands.locking import TOPIC, locked
from aftercare.contexts.dispatch.models import Booking, Lock
from aftercare.platform import live, outbox
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused
from aftercare.published.dispatch import BookingPinned


@transaction.atomic
def pin(*, booking_id: int, lock: str, seen_version: int | None = None, by: Actor, at: datetime) -> Booking:
    """
    Fix engineer, time, both or nothing (`none`) of a booking; people may still move it, plans must not.

    :raises Refused: `not_found`, `not_allowed`, `wrong_state` once the engineer is on the way, `stale`, `unknown`.
    """
    if lock not in Lock.values:
        raise Refused("unknown", _("Choose engineer, time, both or none."), field="lock")
    booking, region_id = locked(booking_id, by=by, seen_version=seen_version)
    policies.may_change(booking, "move", by=by, region_id=region_id).or_refuse()
    if booking.lock == lock:
        return booking
    booking.change(lock=lock)
    event = BookingPinned(
        booking_id=booking.pk, work_order_id=booking.work_order_id, engineer_id=booking.engineer_id, lock=lock, at=at
    )
    outbox.publish(event, about=booking.order_key, by=by)
    live.tell(TOPIC, {"id": booking.pk})
    return booking
