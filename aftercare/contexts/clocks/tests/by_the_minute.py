"""
An oracle that knows nothing of the arithmetic: it looks at each minute's wall clock and counts.

A story is what happened to one promise, in minutes since the first of January 2026 UTC.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import compress, count, islice
from zoneinfo import ZoneInfo

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
# Clocks change on a quarter of an hour everywhere; within one, the wall clock goes on minute by minute.
QUARTER = 15
LAST_QUARTER = 96 * 800
RUNNING, PAUSED, SOLVED = 0, 1, 2


@dataclass(frozen=True)
class Clockwork:
    """How minutes count: the hours of a week in a zone, days that differ, or every minute."""

    zone: str
    week: tuple[tuple[tuple[int, int], ...], ...]
    specials: Mapping[date, int | None] = field(default_factory=dict)
    every_minute: bool = False


@dataclass(frozen=True)
class Act:
    """One thing that happened: pause, resume, swap, extend (by `target` minutes), calendar, stop or reopen."""

    at: int
    verb: str
    source: str = ""
    clockwork: Clockwork | None = None
    target: int = 0


@dataclass(frozen=True)
class Story:
    """A promise of `target` minutes from `start` on, and what happened since, in the order of time."""

    start: int
    target: int
    clockwork: Clockwork
    acts: tuple[Act, ...]


@dataclass
class Told:
    """What each minute since the start was, and whether it counted; what the last terms promise, and since when."""

    kinds: bytearray
    counts: bytearray
    target: int
    made_at: int
    stopped_at: int | None

    def minutes(self, kind: int, until: int) -> int:
        """Return how many counting minutes of a kind there were in the first `until` minutes."""
        return sum(1 for k in compress(self.kinds[:until], self.counts[:until]) if k == kind)


def moment(minute: int) -> datetime:
    """Return the instant of a minute."""
    return EPOCH + timedelta(minutes=minute)


def told(story: Story, minutes: int) -> Told:
    """Walk through a story for so many minutes."""
    kinds, parts = bytearray(), []
    now, since, work, target, made_at = story.start, story.start, story.clockwork, story.target, story.start
    held: set[str] = set()
    stopped_at: int | None = None
    granted = 0
    for act in story.acts:
        kinds += bytes([_kind(held, stopped_at)]) * (act.at - now)
        now, goes_on = act.at, stopped_at is None
        if act.verb == "calendar":
            work = replace(work, week=act.clockwork.week, specials=act.clockwork.specials)
        elif act.verb == "reopen":
            stopped_at = None
        elif act.verb == "resume":
            held.discard(act.source)
        elif goes_on and act.verb == "pause":
            held.add(act.source)
        elif goes_on and act.verb == "stop":
            stopped_at, held = now, set()
        elif goes_on and act.verb == "extend":
            granted += act.target
        elif goes_on and act.verb == "swap":
            parts.append((since, now, work))
            since, work, target, made_at = now, act.clockwork, act.target, now
    end = story.start + minutes
    if stopped_at is not None:
        # After a stop for good: as if it had gone on.
        kinds, now = kinds[: stopped_at - story.start], stopped_at
    kinds += bytes([_kind(held, None)]) * (end - now)
    parts.append((since, end, work))
    counts = bytearray(b"".join(counting(*part) for part in parts))
    return Told(kinds, counts, target + granted, made_at, stopped_at)


def due(story: Story, minutes: int) -> int | None:
    """Return the minute by which the target is used up; None when it is not within so many minutes."""
    seen = told(story, minutes)
    runs = compress(count(story.start), map(_runs, seen.kinds, seen.counts))
    last = next(islice(runs, seen.target - 1, None), None)
    return None if last is None else max(last + 1, seen.made_at)


def _runs(kind: int, there: int) -> bool:
    return there == 1 and kind == RUNNING


def _kind(held: set[str], stopped_at: int | None) -> int:
    return SOLVED if stopped_at is not None else PAUSED if held else RUNNING


def counting(since: int, until: int, work: Clockwork) -> bytes:
    """Return a byte a minute: 1 where the wall clock stands inside the hours of its day."""
    if work.every_minute:
        return b"\1" * (until - since)
    days = [_day(plan) for plan in work.week]
    wall, found = _wall(work.zone), []
    first, last = since // QUARTER, -(-until // QUARTER)
    for on, weekday, minute in wall[first:last]:
        like = work.specials.get(on, weekday) if work.specials else weekday
        found.append(b"\0" * QUARTER if like is None else days[like][minute : minute + QUARTER])
    return b"".join(found)[since - first * QUARTER :][: until - since]


def _day(plan: tuple[tuple[int, int], ...]) -> bytes:
    return bytes(any(first <= minute < last for first, last in plan) for minute in range(1440))


@lru_cache
def _wall(zone: str) -> list[tuple[date, int, int]]:
    """Return local date, weekday and minute of the day at each quarter of an hour."""
    tz, found = ZoneInfo(zone), []
    for quarter in range(LAST_QUARTER):
        local = moment(quarter * QUARTER).astimezone(tz)
        found.append((local.date(), local.weekday(), local.hour * 60 + local.minute))
    return found
