"""Working time against a minute-by-minute oracle, and where clocks change."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aftercare.contexts.calendars.rules import NeverOpen, Special, WorkingTime

HISTORIES = int(os.environ.get("AFTERCARE_HISTORIES", "300"))
ZONES = ["Asia/Shanghai", "America/New_York", "Europe/Paris", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia"]
# Clocks that change twice within a month, and a day that never was.
ODD_ZONES = [*ZONES, "Africa/Casablanca", "America/Santiago", "Asia/Beirut"]
OFFICE = ((540, 720), (780, 1080))
WEEK = (OFFICE,) * 5 + ((), ())


@pytest.fixture(autouse=True, params=["UTC", "Asia/Shanghai", "America/New_York"])
def machine_zone(request: pytest.FixtureRequest) -> Iterator[None]:
    """Run each test as if the machine stood there."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    yield
    os.environ.pop("TZ")
    if before is not None:
        os.environ["TZ"] = before
    time.tzset()


@st.composite
def plans(draw: st.DrawFn) -> tuple[tuple[int, int], ...]:
    """Draw a day of up to three intervals."""
    edges = draw(st.lists(st.integers(0, 96), max_size=6, unique=True))
    edges = sorted(edges[: len(edges) // 2 * 2])
    return tuple((first * 15, last * 15) for first, last in zip(edges[::2], edges[1::2], strict=True))


@st.composite
def calendars(draw: st.DrawFn) -> WorkingTime:
    """Draw a calendar with some hours and a few special days."""
    week = draw(st.lists(plans(), min_size=7, max_size=7).filter(any))
    days = draw(
        st.dictionaries(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.none() | st.integers(0, 6), max_size=8)
    )
    return WorkingTime(draw(st.sampled_from(ZONES)), tuple(week), {d: Special(like) for d, like in days.items()})


def counts(engine: WorkingTime, moment: datetime) -> bool:
    """Tell from the wall clock alone whether a minute counts."""
    local = moment.astimezone(ZoneInfo(engine.zone))
    minute = local.hour * 60 + local.minute
    special = engine.specials.get(local.date())
    weekday = local.weekday() if special is None else special.as_weekday
    return weekday is not None and any(first <= minute < last for first, last in engine.week[weekday])


moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 20)).map(
    lambda naive: naive.replace(second=0, microsecond=0, tzinfo=UTC)
)


class TestMinutesBetween:
    @settings(max_examples=HISTORIES // 3, deadline=None)
    @given(engine=calendars(), start=moments, minutes=st.integers(0, 4000))
    def test_is_what_counting_every_minute_gives(self, engine, start, minutes):
        end = start + timedelta(minutes=minutes)
        expected = sum(counts(engine, start + timedelta(minutes=n)) for n in range(minutes))
        assert engine.minutes_between(start, end) == expected

    def test_is_nothing_backwards(self):
        engine = WorkingTime("UTC", WEEK)
        assert engine.minutes_between(datetime(2026, 9, 8, 12, tzinfo=UTC), datetime(2026, 9, 7, 12, tzinfo=UTC)) == 0

    def test_counts_the_skipped_hour_never_and_the_repeated_one_twice(self):
        engine = WorkingTime("America/New_York", (((0, 1440),),) * 7)
        zone = ZoneInfo("America/New_York")
        spring = datetime(2026, 3, 8, tzinfo=zone), datetime(2026, 3, 9, tzinfo=zone)
        autumn = datetime(2026, 11, 1, tzinfo=zone), datetime(2026, 11, 2, tzinfo=zone)
        assert engine.minutes_between(*(m.astimezone(UTC) for m in spring)) == 23 * 60
        assert engine.minutes_between(*(m.astimezone(UTC) for m in autumn)) == 25 * 60


class TestDeadline:
    @settings(max_examples=HISTORIES // 3, deadline=None)
    @given(engine=calendars(), start=moments, minutes=st.integers(1, 3000))
    def test_is_the_first_moment_at_which_the_minutes_are_used_up(self, engine, start, minutes):
        try:
            due = engine.deadline(start, minutes)
        except NeverOpen:
            pytest.fail("a calendar with hours always ends")
        assert engine.time_between(start, due) == timedelta(minutes=minutes)
        assert engine.time_between(start, due - timedelta(seconds=1)) < timedelta(minutes=minutes)

    def test_of_one_day_ends_with_that_day_and_not_on_the_next_morning(self):
        engine = WorkingTime("Asia/Shanghai", WEEK)
        start = datetime(2026, 9, 7, 1, 0, tzinfo=UTC)
        assert engine.deadline(start, 480) == datetime(2026, 9, 7, 10, 0, tzinfo=UTC)

    def test_skips_the_holiday_and_works_the_make_up_saturday_as_a_monday(self):
        specials = {date(2026, 10, day): Special(None) for day in range(1, 8)}
        specials[date(2026, 10, 10)] = Special(0)
        engine = WorkingTime("Asia/Shanghai", WEEK, specials)
        start = datetime(2026, 9, 30, 9, 0, tzinfo=UTC)  # Wednesday 17:00: one hour left that day
        assert engine.deadline(start, 60 + 480 * 2) == datetime(2026, 10, 9, 10, 0, tzinfo=UTC)
        assert engine.deadline(start, 60 + 480 * 2 + 1) == datetime(2026, 10, 10, 1, 1, tzinfo=UTC)

    def test_around_the_clock_is_plain_addition(self):
        engine = WorkingTime("Asia/Shanghai", WEEK)
        start = datetime(2026, 9, 5, 1, 0, tzinfo=UTC)
        assert engine.deadline(start, 90, "calendar") == start + timedelta(minutes=90)

    def test_is_refused_by_a_calendar_that_never_opens(self):
        with pytest.raises(NeverOpen):
            WorkingTime("UTC", ((),) * 7).deadline(datetime(2026, 9, 7, tzinfo=UTC), 1)

    def test_of_a_year_of_minutes_is_found(self):
        engine = WorkingTime("Asia/Shanghai", (((600, 660),), *(((),) * 6)))
        start = datetime(2026, 1, 5, tzinfo=UTC)
        assert engine.minutes_between(start, engine.deadline(start, 60 * 52)) == 60 * 52

    def test_inside_the_repeated_hour_takes_its_second_pass(self):
        engine = WorkingTime("America/New_York", (((90, 120),),) * 7)
        start = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)  # 01:30, first pass
        assert engine.deadline(start, 45) == datetime(2026, 11, 1, 6, 45, tzinfo=UTC)  # 01:45, second pass


@st.composite
def long_calendars(draw: st.DrawFn) -> WorkingTime:
    """Draw a calendar with special days over four years, in which a zone lost a day and another moves for Ramadan."""
    week = draw(st.lists(plans(), min_size=7, max_size=7).filter(any))
    days = draw(
        st.dictionaries(st.dates(date(2011, 1, 1), date(2014, 12, 31)), st.none() | st.integers(0, 6), max_size=40)
    )
    return WorkingTime(draw(st.sampled_from(ODD_ZONES)), tuple(week), {d: Special(like) for d, like in days.items()})


seconds = st.integers(0, 86_400 * 900)
beginnings = st.datetimes(datetime(2011, 6, 1), datetime(2012, 6, 1)).map(lambda naive: naive.replace(tzinfo=UTC))


class TestLongStretch:
    """What is summed by months and by days is what the spans give one by one."""

    @settings(max_examples=HISTORIES // 3, deadline=None)
    @given(engine=long_calendars(), start=beginnings, length=seconds)
    def test_lasts_as_long_as_its_spans(self, engine, start, length):
        end = start + timedelta(seconds=length)
        spans = list(engine.spans(start, end))
        assert engine.time_between(start, end) == sum((closes - opens for opens, closes in spans), timedelta())

    @settings(max_examples=HISTORIES // 3, deadline=None)
    @given(engine=long_calendars(), start=beginnings, minutes=st.integers(1, 200_000))
    def test_ends_at_the_first_moment_its_spans_allow(self, engine, start, minutes):
        due = engine.deadline(start, minutes)
        spans = list(engine.spans(start, due))
        assert sum((closes - opens for opens, closes in spans), timedelta()) == timedelta(minutes=minutes)
        assert spans[-1][1] == due

    def test_is_not_longer_where_hours_are_told_twice(self):
        engine = WorkingTime("UTC", (((540, 720), (600, 780)),) * 7)
        start = datetime(2026, 1, 1, tzinfo=UTC)
        assert engine.time_between(start, start + timedelta(days=90)) == timedelta(minutes=90 * 240)
        assert engine.deadline(start, 90 * 240) == start + timedelta(days=89, minutes=780)


class TestNextOpen:
    def test_is_the_moment_itself_when_it_counts_else_the_next_opening(self):
        engine = WorkingTime("Asia/Shanghai", WEEK)
        inside, lunch = datetime(2026, 9, 7, 2, tzinfo=UTC), datetime(2026, 9, 7, 4, 30, tzinfo=UTC)
        assert engine.next_open(inside) == inside
        assert engine.next_open(lunch) == datetime(2026, 9, 7, 5, 0, tzinfo=UTC)


class TestIsProvisional:
    def test_from_the_first_unknown_year_on_in_the_calendars_own_zone(self):
        engine = WorkingTime("Asia/Shanghai", WEEK, {}, frozenset({2026}))
        start = datetime(2026, 12, 1, tzinfo=UTC)
        assert not engine.is_provisional(start, datetime(2026, 12, 31, 15, 59, tzinfo=UTC))
        assert engine.is_provisional(start, datetime(2026, 12, 31, 16, 0, tzinfo=UTC))

    def test_never_without_a_holiday_table(self):
        engine = WorkingTime("Asia/Shanghai", WEEK)
        assert not engine.is_provisional(datetime(2026, 1, 1, tzinfo=UTC), datetime(2050, 1, 1, tzinfo=UTC))
