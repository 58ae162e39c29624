"""The customer answers the announced appointment: it suits, or another time would."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.dispatch.commands.locking import TOPIC, locked
from aftercare.contexts.dispatch.models import Booking, Confirmation
from aftercare.platform import live, outbox, wording
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused, not_found
from aftercare.published.dispatch import AnotherTimeWished, AppointmentConfirmed


@transaction.atomic
def confirm_appointment(*, confirmation_id: int, seen: datetime, by: Actor, at: datetime) -> Confirmation:
    """
    Take down that the window suits; a second time changes nothing. The link's holder is the customer.

    :raises Refused: `not_found`, `stale` when another time was set since, `gone` when nobody comes any more, or the
        engineer is on the way or the window over.
    """
    row, booking = _open(confirmation_id, seen, at)
    if row.status == "confirmed":
        return row
    row.write(status="confirmed", answered_at=at, answered_by=by.name[:80], wish="")
    event = AppointmentConfirmed(
        confirmation_id=row.pk, booking_id=booking.pk, work_order_id=booking.work_order_id, name=row.answered_by, at=at
    )
    outbox.publish(event, about=booking.order_key, by=by)
    live.tell(TOPIC, {"id": booking.pk})
    return row


@transaction.atomic
def wish_another_time(*, confirmation_id: int, seen: datetime, wish: str, by: Actor, at: datetime) -> Confirmation:
    """
    Take down that another time would suit, and which; the booking stays until the dispatcher moves it.

    :raises Refused: `missing` without words, and what `confirm_appointment` refuses.
    """
    row, booking = _open(confirmation_id, seen, at)
    said = wording.line(wish, field="wish", limit=300, required=True)
    row.write(status="wished", answered_at=at, answered_by=by.name[:80], wish=said)
    event = AnotherTimeWished(
        confirmation_id=row.pk, booking_id=booking.pk, work_order_id=booking.work_order_id, name=row.answered_by,
        wish=said, at=at,
    )  # fmt: skip
    outbox.publish(event, about=booking.order_key, by=by)
    live.tell(TOPIC, {"id": booking.pk})
    return row


def _open(confirmation_id: int, seen: datetime, at: datetime) -> tuple[Confirmation, Booking]:
    """Return the confirmation and its booking, locked, when it may be answered."""
    booking_id = Confirmation.objects.filter(pk=confirmation_id).values_list("booking_id", flat=True).first()
    if booking_id is None:
        raise not_found()
    booking, _region_id = locked(booking_id, by=Actor.system("dispatch"))
    row = Confirmation.objects.get(pk=confirmation_id)
    if row.status == "fallen":
        raise Refused("gone", _("This appointment does not take place."))
    if booking.status not in {"dispatched", "accepted"} or row.window_end <= at:
        raise Refused("gone", _("This appointment can no longer be changed here; please call us."))
    if row.window_start != seen:
        raise Refused("stale", _("The time was changed in the meantime; look at the new one."))
    return row, booking
