"""An engineer does not answer: ask again, then tell the dispatchers."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from aftercare.contexts.dispatch.answers import answering
from aftercare.contexts.dispatch.commands.locking import TOPIC, locked
from aftercare.platform import live, outbox
from aftercare.platform.actor import Actor
from aftercare.published.dispatch import BookingUnanswered, EngineerReminded


@transaction.atomic
def chase(*, booking_id: int, by: Actor, at: datetime) -> str:
    """
    Do what the silence about a job asks for; return `remind`, `tell` or "" when the engineer still has time.

    Each is done once until the job is given to somebody else.
    """
    booking, _region_id = locked(booking_id, by=by)
    step = answering.due([booking], now=at).get(booking.pk, "")
    named = {"booking_id": booking.pk, "work_order_id": booking.work_order_id, "engineer_id": booking.engineer_id}
    if step == "remind":
        booking.change(reminded_at=at)
        outbox.publish(EngineerReminded(**named, at=at), about=booking.order_key, by=by)
    elif step == "tell":
        booking.change(unanswered_at=at)
        event = BookingUnanswered(**named, engineer_name=booking.engineer.name, at=at)
        outbox.publish(event, about=booking.order_key, by=by)
    if step:
        live.tell(TOPIC, {"id": booking.pk})
    return step
