"""Change a calendar's name, zone or holidays."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from aftercare.contexts.calendars import policies
from aftercare.contexts.calendars.commands import checking, versioning
from aftercare.contexts.calendars.models import Calendar
from aftercare.platform import wording
from aftercare.platform.actor import Actor


@transaction.atomic
def change(
    *, calendar_id: int, name: str, zone: str, holiday_table_id: int | None, by: Actor, at: datetime
) -> Calendar:
    """
    Change a calendar's name, zone or holiday table; open deadlines are counted anew when it matters to them.

    :raises Refused: `not_allowed`, `not_found`, `unknown_zone`.
    """
    calendar = checking.the_calendar(calendar_id)
    policies.may_change(by=by).or_refuse()
    if holiday_table_id is not None:
        checking.the_table(holiday_table_id)
    calendar.name = wording.line(name, field="name", limit=80, required=True)
    calendar.zone = checking.zone(zone)
    calendar.holiday_table_id = holiday_table_id
    calendar.save(update_fields=["name", "zone", "holiday_table"])
    versioning.next_version(calendar, reason="calendar", by=by, at=at)
    return calendar
