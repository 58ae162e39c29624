"""What the product does by itself with jobs nobody takes, where the company lets it."""

from __future__ import annotations

from datetime import datetime

import structlog
from django.utils.translation import gettext as _

from aftercare.contexts.dispatch import commands
from aftercare.contexts.dispatch.answers import answering, resending
from aftercare.contexts.dispatch.models import Booking
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused

log = structlog.get_logger(__name__)


def send_on(booking_id: int, *, at: datetime) -> Booking | None:
    """
    Send a job that was handed back or lies unanswered to the next best; None when a person has to decide.

    Nobody is sent whom a dispatcher would be warned about.
    """
    booking = Booking.objects.select_related("work_order").get(pk=booking_id)
    if not answering.sends_on(booking.work_order.priority):
        return None
    itself = Actor.system(_("System"))
    found = resending.without_a_doubt(booking, by=itself, now=at)
    if found is None:
        return None
    try:
        return commands.send_on(
            booking_id=booking_id, engineer_id=found.engineer_id, start_at=found.start_at, by=itself, at=at
        )
    except Refused as refused:
        log.info("not_sent_on", booking=booking_id, why=refused.code)
        return None
