"""What every command on calendars refuses: unknown zones, impossible weeks, absurd days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from django.utils.translation import gettext as _

from aftercare.contexts.calendars.models import MINUTES_A_DAY, Calendar, HolidayTable, SpecialDay
from aftercare.platform import zones
from aftercare.platform.refusal import Refused, not_found

FIRST_YEAR, LAST_YEAR = 1990, 2200
Week = Sequence[Sequence[tuple[int, int]]]


def zone(name: str) -> str:
    """
    Return the zone's name.

    :raises Refused: `unknown_zone`.
    """
    if name not in zones.known():
        raise Refused(
            "unknown_zone", _("There is no time zone with this name; choose one, e.g. Asia/Shanghai."), field="zone"
        )
    return name


def week(plans: Week) -> list[list[tuple[int, int]]]:
    """
    Return seven days of intervals, sorted.

    :raises Refused: `bad_week` when it has not seven days, an interval is impossible, two overlap, or none is left.
    """
    if len(plans) != 7:
        raise Refused("bad_week", _("A week has seven days."), field="week")
    found = [sorted((int(first), int(last)) for first, last in plan) for plan in plans]
    for plan in found:
        for first, last in plan:
            if not 0 <= first < last <= MINUTES_A_DAY:
                raise Refused("bad_week", _("An interval must end after it begins, within one day."), field="week")
        for (_first, last), (begins, _last) in pairwise(plan):
            if begins < last:
                raise Refused("bad_week", _("Two intervals of one day overlap."), field="week")
    if not any(found):
        raise Refused("bad_week", _("A calendar needs at least one working interval in the week."), field="week")
    return found


def day(value: date) -> date:
    """
    Return the day.

    :raises Refused: `bad_date` outside the years a calendar can know.
    """
    year(value.year)
    return value


def year(value: int) -> int:
    """
    Return the year.

    :raises Refused: `bad_year` outside the years a calendar can know.
    """
    if not FIRST_YEAR <= value <= LAST_YEAR:
        words = _("The year must be between %(first)d and %(last)d.") % {"first": FIRST_YEAR, "last": LAST_YEAR}
        raise Refused("bad_year", words, field="year")
    return value


def special(kind: str, as_weekday: int) -> None:
    """
    Refuse what a special day cannot be.

    :raises Refused: `bad_kind`, `bad_weekday`.
    """
    if kind not in SpecialDay.Kind.values:
        raise Refused("bad_kind", _("A special day is a holiday or a make-up working day."), field="kind")
    if not 0 <= as_weekday <= 6:
        raise Refused("bad_weekday", _("Choose a weekday."), field="as_weekday")


def works_like(calendar: Calendar, kind: str, as_weekday: int) -> None:
    """
    Refuse a working day that takes the hours of a day the calendar does not work on.

    :raises Refused: `never_works`.
    """
    if kind == SpecialDay.Kind.WORKDAY and not calendar.week.filter(weekday=as_weekday).exists():
        words = _("This calendar does not work on that weekday, so the day would have no hours; choose another.")
        raise Refused("never_works", words, field="as_weekday")


def the_calendar(calendar_id: int) -> Calendar:
    """
    Return the calendar, locked until the transaction ends.

    :raises Refused: `not_found`.
    """
    row = Calendar.objects.select_for_update(of=("self",)).filter(pk=calendar_id).first()
    if row is None:
        raise not_found()
    return row


def the_table(table_id: int) -> HolidayTable:
    """
    Return the holiday table, locked until the transaction ends.

    :raises Refused: `not_found`.
    """
    row = HolidayTable.objects.select_for_update().filter(pk=table_id).first()
    if row is None:
        raise not_found()
    return row
