"""Working time: which minutes of the year count, in one zone, with holidays and make-up days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

MINUTES_A_DAY = 1440
DAY = timedelta(days=1)
# Far enough for a year of promised minutes on a calendar that is open a few hours a week.
HORIZON_DAYS = 366 * 40

DayPlan = tuple[tuple[int, int], ...]
Span = tuple[datetime, datetime]


class NeverOpen(ValueError):
    """The calendar has too few working minutes for the question to have an answer."""


@dataclass(frozen=True, slots=True)
class Special:
    """A day that differs from its weekday: `as_weekday` None means closed, else whose hours it takes."""

    as_weekday: int | None
    name: str = ""


@dataclass(frozen=True, slots=True)
class DayFact:
    """One local day as the calendar sees it, for people to read."""

    day: date
    plan: DayPlan
    special: Special | None
    is_known: bool

    @property
    def kind(self) -> str:
        """Return holiday, workday (make-up), working or free."""
        if self.special is not None:
            return "holiday" if self.special.as_weekday is None else "workday"
        return "working" if self.plan else "free"


@dataclass(frozen=True, eq=False)
class WorkingTime:
    """
    The working hours of one version of a calendar, over UTC instants.

    An instant counts when its local wall time lies in an interval of its local day. So an hour that a clock change
    skips never counts, and one that it repeats counts twice. `known_years` None means no year is ever provisional.

    A stretch of many days is summed by whole months; spans are drawn only for the days at its ends.
    """

    zone: str
    week: tuple[DayPlan, ...]
    specials: Mapping[date, Special] = field(default_factory=dict)
    known_years: frozenset[int] | None = None
    version: int = 1
    _days: dict[date, tuple[Span, ...]] = field(default_factory=dict, repr=False)
    _months: dict[date, timedelta] = field(default_factory=dict, repr=False)

    @cached_property
    def tz(self) -> ZoneInfo:
        """Return the zone."""
        return ZoneInfo(self.zone)

    @cached_property
    def _lengths(self) -> tuple[timedelta, ...]:
        """Return how long each weekday works when no clock changes; after Sunday comes the closed day."""
        some_day, plain = date(2000, 1, 1), ZoneInfo("UTC")
        return tuple(_sum(_on_the_line(some_day, plan, plain)) for plan in (*self.week, ()))

    @property
    def is_ever_open(self) -> bool:
        """Tell whether any weekday has hours."""
        return any(self.week)

    def fact(self, day: date) -> DayFact:
        """Return how a local day counts and why."""
        special = self.specials.get(day)
        weekday = day.weekday() if special is None else special.as_weekday
        plan = () if weekday is None else self.week[weekday]
        return DayFact(day, plan, special, self.known_years is None or day.year in self.known_years)

    def spans_on(self, day: date) -> tuple[Span, ...]:
        """Return the working spans of a local day as UTC instants, in order and apart."""
        found = self._days.get(day)
        if found is None:
            found = self._days[day] = tuple(_on_the_line(day, self.fact(day).plan, self.tz))
        return found

    def spans(self, start: datetime, end: datetime) -> Iterator[Span]:
        """Yield the working spans between two instants, cut to them, in order."""
        # A day before the first one, because the local day may have begun on the UTC day before.
        yield from self._cut(self._local(start) - DAY, self._local(end), start, end)

    def time_between(self, start: datetime, end: datetime) -> timedelta:
        """Return the working time between two instants; nothing when the end is not after the start."""
        # Clocks never move by a day and more: what is two days from either end lies wholly between them.
        first, last = self._local(start) + 2 * DAY, self._local(end) - 2 * DAY
        if first > last:
            return _sum(self.spans(start, end))
        edges = (self._cut(first - 3 * DAY, first - DAY, start, end), self._cut(last + DAY, last + 2 * DAY, start, end))
        return sum(map(_sum, edges), self._whole(first, last))

    def minutes_between(self, start: datetime, end: datetime) -> int:
        """Return the whole working minutes between two instants."""
        return self.time_between(start, end) // timedelta(minutes=1)

    def after(self, start: datetime, span: timedelta) -> datetime:
        """
        Return the first instant by which `span` of working time has passed since `start`.

        :raises NeverOpen: when the calendar has no such instant within forty years.
        """
        if span <= timedelta():
            return start
        left, first = span, self._local(start)
        for day in (first - DAY, first, first + DAY):
            for opens, closes in self.spans_on(day):
                if closes > start:
                    opens = max(opens, start)
                    if closes - opens >= left:
                        return opens + left
                    left -= closes - opens
        return self._used_up(first + 2 * DAY, left)

    def _used_up(self, day: date, left: timedelta) -> datetime:
        """
        Return when `left` has passed since the beginning of a local day: by whole months, by days, by spans.

        :raises NeverOpen: when it has not within forty years.
        """
        horizon = day + timedelta(days=HORIZON_DAYS if self.is_ever_open else 0)
        while day < horizon:
            if day.day == 1 and (month := self._month(day)) < left:
                left, day = left - month, _next_month(day)
            elif (length := self._length(day)) < left:
                left, day = left - length, day + DAY
            else:
                for opens, closes in self.spans_on(day):
                    if closes - opens >= left:
                        return opens + left
                    left -= closes - opens
        raise NeverOpen(f"{left} of working time are left at {day}")

    def deadline(self, start: datetime, minutes: int, counting: str = "working") -> datetime:
        """
        Return the moment a target of `minutes` is used up, in working time or around the clock (`calendar`).

        :raises NeverOpen: when working time never adds up to it.
        """
        span = timedelta(minutes=minutes)
        return start + span if counting == "calendar" else self.after(start, span)

    def next_open(self, moment: datetime) -> datetime:
        """
        Return the moment itself when it counts, else the next one that does.

        :raises NeverOpen: when there is none.
        """
        for opens, _closes in self._open_from(moment):
            return opens
        raise NeverOpen(f"never open after {moment}")

    def is_provisional(self, start: datetime, end: datetime) -> bool:
        """Tell whether the stretch touches a year whose holidays are not published yet."""
        if self.known_years is None:
            return False
        first, last = start.astimezone(self.tz).year, max(start, end).astimezone(self.tz).year
        return any(year not in self.known_years for year in range(first, last + 1))

    def _local(self, moment: datetime) -> date:
        return moment.astimezone(self.tz).date()

    def _cut(self, day: date, last: date, start: datetime, end: datetime) -> Iterator[Span]:
        """Yield the spans of some local days as far as they lie between two instants."""
        while day <= last:
            for opens, closes in self.spans_on(day):
                if opens < end and closes > start:
                    yield max(opens, start), min(closes, end)
            day += DAY

    def _whole(self, day: date, last: date) -> timedelta:
        """Return the working time of whole local days, the last included."""
        total = timedelta()
        while day <= last:
            if day.day == 1 and (following := _next_month(day)) - DAY <= last:
                total, day = total + self._month(day), following
            else:
                total, day = total + self._length(day), day + DAY
        return total

    def _month(self, first: date) -> timedelta:
        """Return the working time of the local month that begins on a day."""
        found = self._months.get(first)
        if found is None:
            days = (_next_month(first) - first).days
            found = self._months[first] = sum((self._length(first + n * DAY) for n in range(days)), timedelta())
        return found

    def _length(self, day: date) -> timedelta:
        """Return the working time of a local day; its spans are drawn only where the clocks may change."""
        if day in _days_of_change(self.zone, day.year):
            return _sum(self.spans_on(day))
        special = self.specials.get(day)
        weekday = day.weekday() if special is None else special.as_weekday
        return self._lengths[-1 if weekday is None else weekday]

    def _open_from(self, start: datetime) -> Iterator[Span]:
        """Yield the working spans from an instant on, up to the horizon."""
        if not self.is_ever_open:
            return
        day = start.astimezone(self.tz).date() - timedelta(days=1)
        for offset in range(HORIZON_DAYS):
            for opens, closes in self.spans_on(day + timedelta(days=offset)):
                if closes > start:
                    yield max(opens, start), closes


def _on_the_line(day: date, plan: DayPlan, tz: ZoneInfo) -> Iterator[Span]:
    """Yield the instants whose wall time lies in the plan of a local day."""
    midnight = datetime.combine(day, time())
    pieces = _constant_pieces(midnight, tz) if plan else []
    found: list[Span] = []
    for begins, ends, offset in pieces:
        for first, last in plan:
            opens = (midnight + timedelta(minutes=first)).replace(tzinfo=UTC) - offset
            closes = (midnight + timedelta(minutes=last)).replace(tzinfo=UTC) - offset
            opens, closes = max(opens, begins), min(closes, ends)
            if opens < closes:
                found.append((opens, closes))
    yield from joined(found)


def _constant_pieces(midnight: datetime, tz: ZoneInfo) -> list[tuple[datetime, datetime, timedelta]]:
    """
    Return the stretches of one UTC offset around a local day, wide enough for every instant of the day.

    Wall clocks change at most once a day; when they do, the instant is found by halving.
    """
    begins = midnight.replace(tzinfo=UTC) - timedelta(hours=15)
    ends = begins + timedelta(hours=15 + 24 + 15)
    before, after = _offset(begins, tz), _offset(ends, tz)
    if before == after:
        return [(begins, ends, before)]
    low, high = begins, ends
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) // 2
        low, high = (middle, high) if _offset(middle, tz) == before else (low, middle)
    change = high.replace(microsecond=0)
    return [(begins, change, before), (change, ends, after)]


@lru_cache(maxsize=512)
def _days_of_change(zone: str, year: int) -> frozenset[date]:
    """Return the local days of a year around which the clocks of the zone change, with two days either side."""
    tz = ZoneInfo(zone)
    noon = datetime(year, 1, 1, 12, tzinfo=UTC) - 3 * DAY
    found: set[date] = set()
    before = _offset(noon, tz)
    for _day in range(366 + 6):
        noon += DAY
        after = _offset(noon, tz)
        if after != before:
            found |= {noon.date() + n * DAY for n in range(-3, 3)}
        before = after
    return frozenset(found)


def _next_month(first: date) -> date:
    return (first + 31 * DAY).replace(day=1)


def _sum(spans: Iterable[Span]) -> timedelta:
    return sum((closes - opens for opens, closes in spans), timedelta())


def _offset(moment: datetime, tz: ZoneInfo) -> timedelta:
    return moment.astimezone(tz).utcoffset() or timedelta()


def joined(spans: Iterable[Span]) -> list[Span]:
    """Return the spans sorted, with those that touch or overlap made one."""
    merged: list[Span] = []
    for opens, closes in sorted(spans):
        if merged and opens <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(closes, merged[-1][1]))
        else:
            merged.append((opens, closes))
    return merged
