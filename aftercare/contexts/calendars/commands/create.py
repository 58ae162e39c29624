"""Make a calendar."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from aftercare.contexts.calendars import policies
from aftercare.contexts.calendars.commands import checking, versioning
from aftercare.contexts.calendars.models import Calendar, WeekInterval
from aftercare.platform import wording
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused


@transaction.atomic
def create(
    *,
    code: str,
    name: str,
    zone: str,
    week: checking.Week,
    holiday_table_id: int | None = None,
    by: Actor,
    at: datetime,
) -> Calendar:
    """
    Make a calendar with its week; the first one becomes the default.

    :raises Refused: `not_allowed`, `conflict` for a known code, `unknown_zone`, `bad_week`.
    """
    policies.may_change(by=by).or_refuse()
    plans = checking.week(week)
    if Calendar.objects.filter(code=code).exists():
        raise Refused("conflict", _("There is already a calendar with this code."), field="code")
    if holiday_table_id is not None:
        checking.the_table(holiday_table_id)
    calendar = Calendar.objects.create(
        code=wording.line(code, field="code", limit=32, required=True),
        name=wording.line(name, field="name", limit=80, required=True),
        zone=checking.zone(zone),
        holiday_table_id=holiday_table_id,
        is_default=not Calendar.objects.filter(is_default=True).exists(),
    )
    write_week(calendar, plans)
    versioning.first_version(calendar, at=at)
    return calendar


def write_week(calendar: Calendar, plans: list[list[tuple[int, int]]]) -> None:
    """Replace the intervals of a calendar's week."""
    calendar.week.all().delete()
    WeekInterval.objects.bulk_create(
        WeekInterval(calendar=calendar, weekday=weekday, start_minute=first, end_minute=last)
        for weekday, plan in enumerate(plans)
        for first, last in plan
    )
