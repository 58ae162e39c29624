"""The arithmetic of promises against a minute-by-minute oracle."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aftercare.contexts.calendars.public import WorkingTime
from aftercare.contexts.clocks import rules
from aftercare.contexts.clocks.rules import History, Term
from aftercare.contexts.clocks.tests.by_the_minute import EPOCH, Clockwork, counting

# A few hundred each run; set AFTERCARE_HISTORIES=10000 for the long one.
HISTORIES = int(os.environ.get("AFTERCARE_HISTORIES", "300"))
MINUTE = timedelta(minutes=1)
START = datetime(2026, 3, 6, 1, 0, tzinfo=UTC)
OFFICE = (((540, 720), (780, 1080)),) * 5 + ((), ())
SHANGHAI = WorkingTime("Asia/Shanghai", OFFICE)
# Its clocks change on 8 March 2026, in the middle of the histories.
NEW_YORK = WorkingTime("America/New_York", (((0, 90), (150, 1080)),) * 7)
LONGEST = 6000


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


def minute(n: int) -> datetime:
    """Return the n-th minute after the start."""
    return START + n * MINUTE


@st.composite
def spans(draw: st.DrawFn, most: int) -> tuple[tuple[datetime, datetime | None], ...]:
    """Draw spans of minutes, which may overlap, touch, be empty, or have no end."""
    found = []
    for _n in range(draw(st.integers(0, most))):
        since = draw(st.integers(-60, LONGEST))
        length = draw(st.none() | st.integers(0, 2000))
        found.append((minute(since), None if length is None else minute(since + length)))
    return tuple(found)


@st.composite
def histories(draw: st.DrawFn) -> History:
    """Draw a history: one to three terms, pauses, solved spans, and perhaps a stop."""
    hours = st.sampled_from([SHANGHAI, NEW_YORK])
    terms = [Term(START, draw(hours), draw(st.booleans()))]
    for since in sorted(draw(st.sets(st.integers(1, 3000), max_size=2))):
        terms.append(Term(minute(since), draw(hours), draw(st.booleans())))
    stop = draw(st.none() | st.integers(0, LONGEST))
    return History(
        started_at=START,
        target=draw(st.integers(1, 1500)) * MINUTE,
        terms=tuple(terms),
        pauses=draw(spans(3)),
        solved=draw(spans(2)),
        stopped_at=None if stop is None else minute(stop),
    )


@lru_cache
def counting_line(hours: WorkingTime, around_the_clock: bool) -> bytes:
    """Return a byte for each minute after the start: whether the wall clock says that it counts."""
    begins = (START - EPOCH) // MINUTE
    return counting(begins, begins + LONGEST, Clockwork(hours.zone, hours.week, {}, around_the_clock))


def walk(history: History, minutes: int) -> Iterator[tuple[datetime, str, bool]]:
    """Yield each minute: when it begins, what it is (running, paused, solved), and whether the calendar has it."""
    if history.stopped_at is not None:
        minutes = min(minutes, (history.stopped_at - START) // MINUTE)
    kinds = ["running"] * minutes
    for kind, found in (("paused", history.pauses), ("solved", history.solved)):
        for since, until in found:
            first = max(0, (since - START) // MINUTE)
            last = minutes if until is None else min(minutes, (until - START) // MINUTE)
            if first < last:
                kinds[first:last] = [kind] * (last - first)
    there = bytearray()
    for term, following in zip(history.terms, [*history.terms[1:], None], strict=True):
        end = minutes if following is None else (following.since - START) // MINUTE
        there += counting_line(term.hours, term.around_the_clock)[len(there) : end]
    yield from zip(map(minute, range(minutes)), kinds, map(bool, there[:minutes]), strict=True)


def given_at(history: History) -> datetime:
    """Return when the last terms were given that the clock lived to see."""
    return [t.since for t in history.terms if history.stopped_at is None or t.since <= history.stopped_at][-1]


def oracle_due(history: History, target: timedelta, minutes: int) -> datetime | None:
    """Return the moment the target is used up by counting minutes, or None within so many."""
    used = 0
    for now, kind, there in walk(history, minutes):
        used += kind == "running" and there
        if used >= target // MINUTE:
            return max(now + MINUTE, given_at(history))
    return None


class TestReckon:
    @settings(max_examples=HISTORIES, deadline=None)
    @given(history=histories())
    def test_is_due_when_counting_every_minute_says_so(self, history):
        due_at = rules.reckon(history, 75).due_at
        expected = oracle_due(history, history.target, LONGEST)
        if expected is not None:
            assert due_at == expected
        elif due_at is not None and history.stopped_at is None:
            assert due_at > minute(LONGEST)

    @settings(max_examples=HISTORIES // 3, deadline=None)
    @given(history=histories())
    def test_a_stopped_clock_is_due_where_it_would_have_been_had_it_gone_on(self, history):
        if history.stopped_at is None or oracle_due(history, history.target, LONGEST) is not None:
            return
        due_at = rules.reckon(history, 75).due_at
        left = history.target - rules.counted(history, history.stopped_at)
        term = [t for t in history.terms if t.since <= history.stopped_at][-1]
        assert due_at >= history.stopped_at
        assert term.time_between(history.stopped_at, due_at) == left

    @settings(max_examples=HISTORIES // 3, deadline=None)
    @given(history=histories(), until=st.integers(0, LONGEST))
    def test_used_paused_and_solved_time_are_three_buckets(self, history, until):
        minutes = list(walk(history, until))
        assert rules.counted(history, minute(until)) == sum(k == "running" and c for _m, k, c in minutes) * MINUTE
        assert rules.paused(history, minute(until)) == sum(k == "paused" and c for _m, k, c in minutes) * MINUTE

    @settings(max_examples=HISTORIES, deadline=None)
    @given(history=histories(), until=st.integers(0, LONGEST))
    def test_a_standing_clock_never_breaks(self, history, until):
        """F5: whatever happened, no minute that is paused or solved is one in which the target is used up."""
        due_at = rules.reckon(history, 75).due_at
        if due_at is None or due_at == given_at(history) or due_at > minute(LONGEST):
            return
        kinds = {now: kind for now, kind, _c in walk(history, LONGEST)}
        last = due_at - MINUTE
        assert kinds.get(last, "running") == "running"

    @settings(max_examples=HISTORIES // 3, deadline=None)
    @given(history=histories())
    def test_warns_no_later_than_it_is_due(self, history):
        found = rules.reckon(history, 75)
        if found.due_at is not None and found.marks[0] is not None:
            assert found.marks[0] <= found.due_at

    def test_standing_at_the_end_knows_no_deadline(self):
        history = History(START, 480 * MINUTE, (Term(START, SHANGHAI),), pauses=((minute(60), None),))
        found = rules.reckon(history, 75)
        assert (found.due_at, found.marks, found.is_standing) == (None, (None,), True)

    def test_pauses_are_measured_by_the_calendar_that_measures_work(self):
        """F3: a pause over the weekend gives back the Monday it took and not the weekend."""
        friday_five, monday_ten = datetime(2026, 3, 6, 9, tzinfo=UTC), datetime(2026, 3, 9, 2, tzinfo=UTC)
        history = History(START, 480 * MINUTE, (Term(START, SHANGHAI),), pauses=((friday_five, monday_ten),))
        assert rules.reckon(history, 75).due_at == datetime(2026, 3, 9, 3, tzinfo=UTC)
        assert rules.paused(history, monday_ten) == 120 * MINUTE

    def test_a_target_used_up_before_the_change_is_due_at_the_change(self):
        terms = (Term(START, SHANGHAI), Term(minute(300), SHANGHAI))
        assert rules.reckon(History(START, 60 * MINUTE, terms), 75).due_at == minute(300)

    def test_stopped_as_other_terms_come_would_have_gone_on_by_those(self):
        terms = (Term(START, SHANGHAI), Term(minute(540), SHANGHAI, around_the_clock=True))
        history = History(START, 600 * MINUTE, terms, stopped_at=minute(540))
        assert rules.reckon(history, 75).due_at == minute(540 + 120)

    def test_a_stop_at_the_start_is_a_history_of_no_length(self):
        history = History(START, 60 * MINUTE, (Term(START, SHANGHAI),), stopped_at=START)
        assert rules.reckon(history, 75).due_at == minute(60)


class TestOutcome:
    def test_to_the_minute_is_kept_and_a_second_later_is_not(self):
        assert rules.outcome(START, START) == "met"
        assert rules.outcome(START, START + timedelta(seconds=1)) == "missed"
