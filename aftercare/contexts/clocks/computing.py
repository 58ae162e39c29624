"""
Deadlines of cases that somebody brings along: read, reckoned by the same arithmetic as every clock, answered.

A case says zone, calendar, target, start, pauses and now; nothing of it is kept. Pure: no database, no clock.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from aftercare.contexts.calendars.public import NeverOpen, Special, WorkingTime
from aftercare.contexts.clocks.rules import MINUTE, History, Open, Term, counted, reckon
from aftercare.platform.cases import BadCase, choice, day, listed, moment, number, table

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# What a make-up working day counts like.
MONDAY = 0
MINUTES_A_DAY = 1440
LONGEST_MINUTES = 10 * 366 * MINUTES_A_DAY


def answer(case: Mapping[str, Any]) -> dict[str, Any]:
    """
    Return `due_at`, `elapsed_minutes` up to the case's `now`, and whether the target is `breached` by then.

    `due_at` is None while nobody knows it: a pause without an end, or a calendar that never opens.
    :raises BadCase: naming the field and what is wrong with it.
    """
    history, now = read(case)
    try:
        due_at = reckon(history).due_at
    except NeverOpen:
        due_at = None
    return {
        "due_at": None if due_at is None else due_at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "elapsed_minutes": _plain(counted(history, now) / MINUTE),
        "breached": due_at is not None and now > due_at,
    }


def read(case: Mapping[str, Any]) -> tuple[History, datetime]:
    """
    Return the history a case tells, and its `now`.

    :raises BadCase: naming the field and what is wrong with it.
    """
    started_at, now = moment(case, "started_at"), moment(case, "now")
    around_the_clock = choice(case, "counting", {"working", "calendar"}) == "calendar"
    hours = _hours(case, needed=not around_the_clock)
    history = History(
        started_at=started_at,
        target=number(case, "target_minutes", least=0, most=LONGEST_MINUTES) * MINUTE,
        terms=(Term(started_at, hours, around_the_clock),),
        pauses=_pauses(case),
    )
    return history, now


def _hours(case: Mapping[str, Any], *, needed: bool) -> WorkingTime:
    zone = str(case.get("zone", "UTC"))
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as unknown:
        raise BadCase("zone", "is not the name of a time zone") from unknown
    if not needed and not case.get("calendar"):
        return WorkingTime(zone, ((),) * 7)
    calendar = table(case, "calendar")
    week = table(calendar, "week", inside="calendar")
    if unknown_days := set(week) - set(WEEKDAYS):
        raise BadCase("calendar.week", f"has no day {sorted(unknown_days)[0]!r}; days are {', '.join(WEEKDAYS)}")
    plans = tuple(tuple(_intervals(week.get(name, ()), f"calendar.week.{name}")) for name in WEEKDAYS)
    closed = {on: Special(None) for on in _days(calendar, "holidays")}
    made_up = {on: Special(MONDAY) for on in _days(calendar, "workdays")}
    return WorkingTime(zone, plans, closed | made_up)


def _days(calendar: Mapping[str, Any], name: str) -> Iterator[date]:
    for value in listed(calendar, name, inside="calendar"):
        yield day({name: value}, name, inside="calendar")


def _intervals(rows: Any, field: str) -> Iterator[tuple[int, int]]:
    if not isinstance(rows, Sequence) or isinstance(rows, str):
        raise BadCase(field, "is a list of [from, to]")
    last = 0
    for row in rows:
        if not isinstance(row, Sequence) or isinstance(row, str) or len(row) != 2:
            raise BadCase(field, "is a list of [from, to]")
        opens, closes = (_minute_of_day(value, field) for value in row)
        if not last <= opens < closes:
            raise BadCase(field, "has intervals that overlap, lie out of order or end before they begin")
        last = closes
        yield opens, closes


def _minute_of_day(value: Any, field: str) -> int:
    hours, colon, minutes = str(value).partition(":")
    if not (colon and hours.isascii() and hours.isdigit() and minutes.isascii() and minutes.isdigit()):
        raise BadCase(field, "holds times such as 08:30")
    found = int(hours[:3]) * 60 + int(minutes[:3])
    if int(minutes[:3]) > 59 or found > MINUTES_A_DAY:
        raise BadCase(field, "holds times from 00:00 to 24:00")
    return found


def _pauses(case: Mapping[str, Any]) -> tuple[Open, ...]:
    found: list[Open] = []
    for row in listed(case, "pauses"):
        if not isinstance(row, Sequence) or isinstance(row, str) or len(row) != 2:
            raise BadCase("pauses", "is a list of [from, to], to being null while it lasts")
        since = moment({"pauses": row[0]}, "pauses")
        until = None if row[1] is None else moment({"pauses": row[1]}, "pauses")
        if until is not None and until < since:
            raise BadCase("pauses", "ends before it begins")
        found.append((since, until))
    return tuple(found)


def _plain(minutes: float) -> float | int:
    return int(minutes) if minutes == int(minutes) else round(minutes, 6)
