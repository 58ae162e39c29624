"""Choose the calendar that counts where nothing else is named."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from aftercare.contexts.calendars import policies
from aftercare.contexts.calendars.commands import checking
from aftercare.contexts.calendars.models import Calendar
from aftercare.platform.actor import Actor


@transaction.atomic
def make_default(*, calendar_id: int, by: Actor, at: datetime) -> Calendar:
    """
    Make this calendar the default; running deadlines keep the calendar they have.

    :raises Refused: `not_allowed`, `not_found`.
    """
    calendar = checking.the_calendar(calendar_id)
    policies.may_change(by=by).or_refuse()
    Calendar.objects.filter(is_default=True).exclude(pk=calendar_id).update(is_default=False)
    calendar.is_default = True
    calendar.save(update_fields=["is_default"])
    return calendar
