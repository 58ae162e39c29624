"""The arithmetic of the figures: shares, periods, targets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import accumulate
from zoneinfo import ZoneInfo

# A later order on the same equipment with the same failure mode, opened this soon, undoes a first-time fix.
REPEAT_WITHIN = timedelta(days=30)
FIRST_YEAR, LAST_YEAR = 1970, 2100


class Code(StrEnum):
    """The figures that can have a target."""

    SLA = "sla"
    ON_TIME = "on_time"
    RESPONSE_HOURS = "response_hours"
    ARRIVAL_HOURS = "arrival_hours"
    RESOLUTION_HOURS = "resolution_hours"
    ON_TIME_ARRIVAL = "on_time_arrival"
    FIRST_TIME_FIX = "first_time_fix"
    CSAT = "csat"
    NPS = "nps"
    RESPONSE_RATE = "response_rate"


# What the trade usually asks for; hours are at most, everything else is at least. Shares are per cent.
USUAL_TARGETS: dict[Code, float] = {
    Code.SLA: 95,
    Code.ON_TIME: 90,
    Code.RESPONSE_HOURS: 4,
    Code.ARRIVAL_HOURS: 48,
    Code.RESOLUTION_HOURS: 72,
    Code.ON_TIME_ARRIVAL: 95,
    Code.FIRST_TIME_FIX: 90,
    Code.CSAT: 95,
    Code.NPS: 50,
    Code.RESPONSE_RATE: 30,
}
LESS_IS_BETTER = frozenset({Code.RESPONSE_HOURS, Code.ARRIVAL_HOURS, Code.RESOLUTION_HOURS})


def request_of(subject: str) -> int | None:
    """Return the id in `service_request:12`; None when the subject is something else."""
    kind, _colon, number = subject.partition(":")
    return int(number) if kind == "service_request" and number.isdigit() else None


def reaches(code: Code, value: float | None, target: float) -> bool | None:
    """Tell whether a figure reaches its target; None when there is no figure."""
    if value is None:
        return None
    return value <= target if code in LESS_IS_BETTER else value >= target


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    n: int
    hits: int

    @property
    def share(self) -> float | None:
        """Return the share between 0 and 1, to four places; None of nothing."""
        return round(self.hits / self.n, 4) if self.n else None

    @property
    def percent(self) -> float | None:
        """Return the share in per cent, to one place."""
        return round(100 * self.hits / self.n, 1) if self.n else None


@dataclass(frozen=True, slots=True)
class Span:
    """Durations of n things in hours: their mean and their median."""

    n: int
    mean: float | None
    median: float | None


@dataclass(frozen=True, slots=True)
class Score:
    """A net promoter score: the share of 9 and 10 minus the share of 0 to 6, in points."""

    n: int
    promoters: int
    detractors: int

    @property
    def points(self) -> float | None:
        """Return the score from -100 to 100; None without answers."""
        return round(100 * (self.promoters - self.detractors) / self.n, 1) if self.n else None


@dataclass(frozen=True, slots=True)
class Period:
    """Days from the first to the last, both included, as the company's zone counts them; None is open."""

    first: date | None
    last: date | None
    zone: str

    @property
    def start_at(self) -> datetime | None:
        """Return the first instant of the period."""
        return self._midnight(self.first) if self.first else None

    @property
    def end_at(self) -> datetime | None:
        """Return the first instant after the period."""
        return self._midnight(self.last + timedelta(days=1)) if self.last else None

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time.min, ZoneInfo(self.zone)).astimezone(UTC)


def months_back(last: date, count: int) -> date:
    """Return the first day of the month that is `count` - 1 months before the month of `last`."""
    index = last.year * 12 + last.month - count
    return date(index // 12, index % 12 + 1, 1)


def cumulative_shares(counts: Sequence[int], total: int) -> list[float]:
    """Return the growing share of the total in per cent, one value a count: the line of a Pareto chart."""
    return [round(100 * part / total, 1) if total else 0.0 for part in accumulate(counts)]


def vital_few(shares: Iterable[float], line: float = 80) -> int:
    """Return how many of the largest causes together reach the line."""
    count = 0
    for count, share in enumerate(shares, start=1):  # noqa: B007 - the last count is the answer
        if share >= line:
            break
    return count
