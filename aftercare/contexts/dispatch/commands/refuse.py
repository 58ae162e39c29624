"""The engineer cannot take the job."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.dispatch import policies
from aftercare.contexts.dispatch.commands.locking import TOPIC, locked
from aftercare.contexts.dispatch.lifecycle import BOOKING
from aftercare.contexts.dispatch.models import Booking, RefusalReason
from aftercare.platform import live, outbox, wording
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused
from aftercare.published.dispatch import BookingRefused

OTHER = RefusalReason.OTHER.value


@transaction.atomic
def refuse(*, booking_id: int, reason: str = "", code: str = OTHER, by: Actor, at: datetime) -> Booking:
    """
    Hand the job back to dispatch with a reason of the list; one that is not on it wants words.

    :raises Refused: `not_found`, `not_allowed`, `wrong_state` once on the way, `missing`, `unknown`.
    """
    booking, _region_id = locked(booking_id, by=by)
    policies.may_step(booking, by=by).or_refuse()
    if code not in RefusalReason.values:
        raise Refused("unknown", _("Choose a reason of the list."), field="code")
    why = wording.line(reason, field="reason", limit=300, required=code == OTHER)
    status = BOOKING.after(booking.status, "refuse")
    booking.change(status=status, refused_code=code, refused_reason=why)
    event = BookingRefused(
        booking_id=booking.pk,
        work_order_id=booking.work_order_id,
        engineer_id=booking.engineer_id,
        code=code,
        reason=why,
        at=at,
    )
    outbox.publish(event, about=booking.order_key, by=by)
    live.tell(TOPIC, {"id": booking.pk})
    return booking
