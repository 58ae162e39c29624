"""Reads: the engine of a calendar, and what its pages show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from aftercare.contexts.calendars.models import Calendar, CalendarVersion, HolidayTable, HolidayYear, OwnDay, SpecialDay
from aftercare.contexts.calendars.rules import DayFact, DayPlan, Special, WorkingTime
from aftercare.platform.refusal import not_found

FIRST_WARNING_MONTH = 10


def working_time(calendar_id: int, version: int | None = None) -> WorkingTime:
    """
    Return the engine of a calendar, as it is now or as an earlier version said.

    :raises Refused: `not_found` for an unknown calendar or version.
    """
    rows = CalendarVersion.objects.filter(calendar_id=calendar_id)
    if version is not None:
        rows = rows.filter(version=version)
    version_id = rows.order_by("-version").values_list("pk", flat=True).first()
    if version_id is None:
        raise not_found()
    return _engine(version_id)


# By the row and not by the number: a number that was rolled back is given again to other contents.
@lru_cache(maxsize=256)
def _engine(version_id: int) -> WorkingTime:
    row = CalendarVersion.objects.get(pk=version_id)
    return engine_of(row.content, row.version)


def engine_of(content: Mapping[str, Any], version: int) -> WorkingTime:
    """Return the engine for the contents of one calendar version."""
    specials = {date.fromisoformat(day): Special(like, name) for day, (like, name) in content["days"].items()}
    years = content["years"]
    return WorkingTime(
        zone=content["zone"],
        week=tuple(tuple((first, last) for first, last in plan) for plan in content["week"]),
        specials=specials,
        known_years=None if years is None else frozenset(years),
        version=version,
    )


def content_of(calendar: Calendar) -> dict[str, Any]:
    """Return the present contents of a calendar, for its next version."""
    week: list[list[list[int]]] = [[] for _day in range(7)]
    for row in calendar.week.order_by("weekday", "start_minute"):
        week[row.weekday].append([row.start_minute, row.end_minute])
    special: list[SpecialDay | OwnDay] = []
    years = None
    if calendar.holiday_table_id:
        special += SpecialDay.objects.filter(table_id=calendar.holiday_table_id)
        known = HolidayYear.objects.filter(table_id=calendar.holiday_table_id)
        years = sorted(known.values_list("year", flat=True))
    # The later ones take the place of the earlier: what the calendar says itself counts.
    special += calendar.own_days.all()
    days = {day.on_date.isoformat(): (_like(day), day.name) for day in special}
    return {"zone": calendar.zone, "week": week, "days": days, "years": years}


def _like(day: SpecialDay | OwnDay) -> int | None:
    return day.as_weekday if day.kind == SpecialDay.Kind.WORKDAY else None


def default_calendar_id() -> int | None:
    """Return the calendar that counts where nothing else is named."""
    return Calendar.objects.filter(is_default=True).values_list("pk", flat=True).first()


def choices() -> list[tuple[int, str]]:
    """Return the calendars for a form, the default first."""
    return list(Calendar.objects.order_by("-is_default", "name").values_list("pk", "name")[:200])


def table_choices() -> list[tuple[int, str]]:
    """Return the holiday tables for a form."""
    return list(HolidayTable.objects.order_by("name").values_list("pk", "name")[:200])


@dataclass(frozen=True, slots=True)
class Day:
    """One square of the year view; `inside` is False for the days that only fill the week."""

    fact: DayFact
    inside: bool
    is_today: bool

    @property
    def css(self) -> str:
        """Return the class that colours the square."""
        return self.fact.kind if self.inside else "outside"


@dataclass(frozen=True, slots=True)
class Month:
    """One month of the year view: weeks from Monday, and how many days and minutes of it are worked."""

    first: date
    weeks: tuple[tuple[Day, ...], ...]
    working_days: int
    working_minutes: int


def year_view(engine: WorkingTime, year: int, today: date) -> list[Month]:
    """Return the twelve months of a year as the calendar counts them."""
    return [_month(engine, date(year, number, 1), today) for number in range(1, 13)]


def _month(engine: WorkingTime, first: date, today: date) -> Month:
    # From the Monday on or before the first, for six weeks at most.
    start = first.toordinal() - first.weekday()
    weeks, working, minutes = [], 0, 0
    for week in range(6):
        days = []
        for weekday in range(7):
            day = date.fromordinal(start + week * 7 + weekday)
            fact, inside = engine.fact(day), day.month == first.month
            days.append(Day(fact, inside, day == today))
            if inside and fact.plan:
                working += 1
                minutes += minutes_of(fact.plan)
        if any(day.inside for day in days):
            weeks.append(tuple(days))
    return Month(first, tuple(weeks), working, minutes)


def minutes_of(plan: DayPlan) -> int:
    """Return how many minutes of a day the plan has."""
    return sum(last - first for first, last in plan)


@dataclass(frozen=True, slots=True)
class MissingYear:
    """A holiday table that does not know a year deadlines already reach into."""

    table_id: int
    table: str
    year: int
    since_month: int


def missing_years(
    at: datetime, *, zone: str = "Asia/Shanghai", from_month: int = FIRST_WARNING_MONTH
) -> list[MissingYear]:
    """
    Return the tables in use without the present year, and from October on without the next.

    The State Council publishes the next year's days in October or November.
    """
    today = at.astimezone(ZoneInfo(zone)).date()
    wanted = [today.year, *([today.year + 1] if today.month >= from_month else [])]
    tables = HolidayTable.objects.filter(pk__in=Calendar.objects.exclude(holiday_table=None).values("holiday_table"))
    known = set(HolidayYear.objects.filter(table__in=tables, year__in=wanted).values_list("table_id", "year"))
    rows = tables.order_by("name").values_list("pk", "name")
    return [MissingYear(pk, name, year, from_month) for pk, name in rows for year in wanted if (pk, year) not in known]
