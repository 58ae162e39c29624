"""Change when a calendar works in the week."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from aftercare.contexts.calendars import policies
from aftercare.contexts.calendars.commands import checking, versioning
from aftercare.contexts.calendars.commands.create import write_week
from aftercare.contexts.calendars.models import Calendar
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused


@transaction.atomic
def set_week(
    *, calendar_id: int, week: checking.Week, seen_version: int | None = None, by: Actor, at: datetime
) -> Calendar:
    """
    Replace the working intervals of the week; open deadlines are counted anew.

    :raises Refused: `not_allowed`, `not_found`, `bad_week`, `stale` when the calendar changed since it was read.
    """
    calendar = checking.the_calendar(calendar_id)
    policies.may_change(by=by).or_refuse()
    if seen_version is not None and seen_version != calendar.version:
        raise Refused("stale", _("Somebody changed this calendar meanwhile; reload and try again."))
    write_week(calendar, checking.week(week))
    versioning.next_version(calendar, reason="week", by=by, at=at)
    return calendar
