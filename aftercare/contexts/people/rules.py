"""Arithmetic and decisions about people: reach of a login, working spans, expiry of certificates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from aftercare.platform.actor import ADMINISTRATORS, OFFICE, Role

LEVELS = range(1, 6)
# A login works in regions through these roles only; the others see what is theirs, wherever it lies.
REGIONAL = OFFICE | {Role.ENGINEER}
# How long ahead the holder and the managers hear that a certificate runs out, in days.
WARNING_DAYS = (60, 30, 7)
SOON_DAYS = 30
DAY_MINUTES = 24 * 60
# Monday to Friday, half past eight to half past five.
USUAL_WEEK = tuple((weekday, 510, 1050) for weekday in range(5))


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time, the end not included."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Scope:
    """What a login may be trusted with: its roles, where (None = everywhere), and which engineer it is."""

    roles: frozenset[Role]
    region_ids: frozenset[int] | None
    engineer_id: int | None


def scope(reach: Iterable[tuple[str, int | None]], engineer_id: int | None) -> Scope:
    """
    Return the scope of the (role, region) pairs; a pair without a region reaches everywhere.

    A login works where ALL its regional roles reach: no role may borrow the wider reach of another one.
    """
    regions: dict[Role, set[int]] = {}
    everywhere: set[Role] = set()
    for name, region_id in reach:
        role = Role(name)
        held = regions.setdefault(role, set())
        if region_id is None:
            everywhere.add(role)
        else:
            held.add(region_id)
    bounded = [ids for role, ids in regions.items() if role in REGIONAL and role not in everywhere]
    if bounded:
        reached: frozenset[int] | None = frozenset(set.intersection(*bounded))
    else:
        reached = None if everywhere & REGIONAL else frozenset()
    is_engineer = Role.ENGINEER in regions
    return Scope(frozenset(regions), reached, engineer_id if is_engineer else None)


def clashing_administrator(held: Iterable[Role], wanted: Role) -> Role | None:
    """Return the administrator's role that forbids the wanted one, if any: nobody holds two of the three."""
    if wanted not in ADMINISTRATORS:
        return None
    return next((role for role in sorted(held) if role in ADMINISTRATORS and role != wanted), None)


def shift_spans(
    shifts: Sequence[tuple[int, int, int]], *, zone: ZoneInfo, start: datetime, end: datetime
) -> list[Span]:
    """
    Return the working spans between two instants from (weekday, from, to) in minutes of local wall time.

    Neighbouring spans are joined, so that a shift to midnight and one from midnight are one stretch.
    """
    day, last = start.astimezone(zone).date() - timedelta(days=1), end.astimezone(zone).date()
    spans: list[Span] = []
    while day <= last:
        for weekday, first, until in sorted(shifts):
            if weekday == day.weekday():
                _join(spans, Span(_instant(day, first, zone), _instant(day, until, zone)))
        day += timedelta(days=1)
    return [Span(max(s.start, start), min(s.end, end)) for s in spans if s.start < end and s.end > start]


def _instant(day: date, minute: int, zone: ZoneInfo) -> datetime:
    whole, rest = divmod(minute, DAY_MINUTES)
    local = datetime.combine(day + timedelta(days=whole), time(rest // 60, rest % 60), tzinfo=zone)
    return local.astimezone(ZoneInfo("UTC"))


def _join(spans: list[Span], span: Span) -> None:
    if spans and span.start <= spans[-1].end:
        spans[-1] = Span(spans[-1].start, max(spans[-1].end, span.end))
    else:
        spans.append(span)


def covers(spans: Iterable[Span], *, start: datetime, end: datetime) -> bool:
    """Tell whether one of the spans holds the whole time from start to end."""
    return any(span.start <= start and end <= span.end for span in spans)


def expiry_state(expires_on: date, today: date) -> str:
    """Return `expired`, `soon` (within 30 days) or `valid` for a certificate's last valid day."""
    if expires_on < today:
        return "expired"
    return "soon" if (expires_on - today).days < SOON_DAYS else "valid"


def warning_due(expires_on: date, today: date) -> int | None:
    """Return the narrowest warning that is due today, in days ahead; None when none is or it is too late."""
    left = (expires_on - today).days
    if left < 0:
        return None
    return min((days for days in WARNING_DAYS if left <= days), default=None)


def missing_skills(held: Mapping[int, int], wanted: Mapping[int, int]) -> tuple[list[int], list[int]]:
    """Return the wanted skills that are not held at all, and those held at too low a level."""
    missing = [skill for skill in wanted if skill not in held]
    low = [skill for skill, level in wanted.items() if skill in held and held[skill] < level]
    return missing, low


def overlapping_shift(shifts: Sequence[tuple[int, int, int]]) -> tuple[int, int, int] | None:
    """Return the first shift that begins before the one before it ended, if any."""
    ordered = sorted(shifts)
    for before, after in pairwise(ordered):
        if before[0] == after[0] and after[1] < before[2]:
            return after
    return None
