"""The windows of a day that are offered to customers."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from aftercare.contexts.dispatch import crewing
from aftercare.contexts.dispatch.planning.scene import Scene

DAY, SPARE = timedelta(days=1), timedelta(minutes=30)
WINDOWS = tuple((time(hour), time(hour + 2)) for hour in (8, 10, 13, 15, 17))


def window_beside(mate: crewing.Mate, seen: Scene) -> tuple[datetime, datetime]:
    """Return the one moment at which somebody could go along."""
    start = max(mate.start, seen.start)
    return start, start


def windows_of(seen: Scene) -> list[tuple[datetime, datetime]]:
    """Return the windows customers think in, of every day that is planned, as far as they are not over."""
    here = ZoneInfo(seen.zone)
    first, last = seen.start.astimezone(here).date(), seen.end.astimezone(here).date()
    found = []
    for n in range((last - first).days + 1):
        for opens, closes in WINDOWS:
            begins, ends = (datetime.combine(first + n * DAY, edge, here) for edge in (opens, closes))
            # The last half hour of a window is kept for what comes in between.
            if seen.now <= begins and ends <= seen.end:
                found.append((begins, ends - SPARE))
    return found
