"""A plan as a picture: engineers down, the day across, what changes in colour."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from aftercare.contexts.dispatch.queries import PlannedRow

MARGIN = 30


@dataclass(frozen=True, slots=True)
class Bar:
    """One visit in the picture; places in percent of the day's width."""

    row: PlannedRow
    left: float
    width: float


@dataclass(frozen=True, slots=True)
class Lane:
    """One engineer's day."""

    name: str
    bars: tuple[Bar, ...]
    changes: int


@dataclass(frozen=True, slots=True)
class DayPicture:
    """All tours of one day."""

    on: datetime
    hours: tuple[tuple[int, float], ...]
    lanes: tuple[Lane, ...]


def pictures(rows: Sequence[PlannedRow], zone: str) -> list[DayPicture]:
    """Return one picture for each day on which anybody goes anywhere, who changes most first."""
    here = ZoneInfo(zone)
    by_day: dict[datetime, list[PlannedRow]] = defaultdict(list)
    for row in rows:
        if row.start_at:
            local = row.start_at.astimezone(here)
            by_day[local.replace(hour=0, minute=0, second=0, microsecond=0)].append(row)
    return [_picture(on, those) for on, those in sorted(by_day.items())]


def _picture(on: datetime, rows: list[PlannedRow]) -> DayPicture:
    first = min(_minute(on, row.start_at) for row in rows)
    last = max(_minute(on, row.end_at) for row in rows)
    begins, ends = (first - MARGIN) // 60 * 60, -(-(last + MARGIN) // 60) * 60
    whole = ends - begins
    lanes: dict[int, list[PlannedRow]] = defaultdict(list)
    for row in rows:
        lanes[row.engineer_id or 0].append(row)
    drawn = [_lane(those, on, begins, whole) for those in lanes.values()]
    step = 2 if whole > 14 * 60 else 1
    hours = tuple(
        (minute // 60 % 24, round(100 * (minute - begins) / whole, 3)) for minute in range(begins, ends, 60 * step)
    )
    return DayPicture(on, hours, tuple(sorted(drawn, key=lambda lane: (-lane.changes, lane.name))))


def _lane(rows: Iterable[PlannedRow], on: datetime, begins: int, whole: int) -> Lane:
    ordered = sorted(rows, key=lambda row: row.start_at or on)
    bars = []
    for row in ordered:
        start, end = _minute(on, row.start_at), _minute(on, row.end_at)
        bars.append(Bar(row, round(100 * (start - begins) / whole, 3), round(100 * max(end - start, 10) / whole, 3)))
    return Lane(ordered[0].engineer_name, tuple(bars), sum(row.change != "kept" for row in ordered))


def _minute(on: datetime, moment: datetime | None) -> int:
    assert moment is not None
    return int((moment - on) / timedelta(minutes=1))
