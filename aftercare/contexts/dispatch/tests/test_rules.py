from __future__ import annotations

from datetime import timedelta

import pytest

from aftercare.contexts.dispatch import rules
from aftercare.contexts.dispatch.lifecycle import BOOKING, STEPS, verb_for
from aftercare.contexts.dispatch.models import COMING, OCCUPYING, Status
from aftercare.contexts.dispatch.tests.builders import HOUR, TEN
from aftercare.contexts.dispatch.travel import Speeds

DAY = (TEN - 2 * HOUR, TEN + 8 * HOUR)
QUARTER = timedelta(minutes=15)


class TestFreeStart:
    def start(self, taken, *, hours=1.0, not_before=TEN, work=(DAY,)):
        return rules.free_start(work, taken, length=hours * HOUR, not_before=not_before)

    def test_is_at_once_on_an_empty_day(self):
        assert self.start([]) == TEN

    def test_waits_for_the_end_of_what_is_booked(self):
        assert self.start([(TEN, TEN + HOUR)]) == TEN + HOUR

    def test_skips_a_gap_that_is_too_short(self):
        assert self.start([(TEN, TEN + HOUR), (TEN + 1.5 * HOUR, TEN + 3 * HOUR)]) == TEN + 3 * HOUR

    def test_rounds_up_to_a_quarter(self):
        assert self.start([], not_before=TEN + timedelta(minutes=1)) == TEN + QUARTER

    def test_is_none_when_the_rest_of_the_shift_is_too_short(self):
        assert self.start([], hours=2, not_before=DAY[1] - HOUR) is None

    def test_takes_the_next_shift(self):
        tomorrow = (DAY[0] + 24 * HOUR, DAY[1] + 24 * HOUR)
        assert self.start([DAY], work=(DAY, tomorrow)) == tomorrow[0]

    def test_does_not_run_over_the_end_of_a_shift_already_begun(self):
        left, tomorrow = (DAY[1] - HOUR, DAY[1]), (DAY[0] + 24 * HOUR, DAY[1] + 24 * HOUR)
        assert self.start([], hours=1.5, work=(left, tomorrow), not_before=left[0]) == tomorrow[0]

    def test_lets_work_longer_than_any_shift_begin(self):
        assert self.start([], hours=30) == TEN


class TestDistance:
    def test_is_known_roughly(self):
        shanghai, suzhou = (31.23, 121.47), (31.30, 120.58)
        assert rules.way_between(shanghai, suzhou, Speeds()).metres == pytest.approx(85_000 * 1.24, rel=0.05)
        assert rules.way_between(shanghai, shanghai, Speeds()).metres == 0

    def test_is_unknown_without_a_place(self):
        assert rules.way_between(None, (1.0, 1.0), Speeds()) is None
        assert rules.travel_minutes(None) == rules.UNKNOWN_TRAVEL_MINUTES


class TestTravelShortfall:
    NEAR, FAR = (31.23, 121.47), (31.23, 121.80)

    def stop(self, start, end, where):
        return [rules.Stop(start=start, end=end, where=where)]

    def test_is_nothing_when_there_is_time(self):
        early = self.stop(TEN - 3 * HOUR, TEN - 2 * HOUR, self.FAR)
        assert rules.travel_shortfall(TEN, TEN + HOUR, self.NEAR, early, Speeds()) <= 0

    def test_counts_the_missing_minutes_both_ways(self):
        before = self.stop(TEN - HOUR, TEN, self.FAR)
        after = self.stop(TEN + HOUR, TEN + 2 * HOUR, self.FAR)
        missing = rules.travel_minutes(rules.way_between(self.FAR, self.NEAR, Speeds()))
        assert rules.travel_shortfall(TEN, TEN + HOUR, self.NEAR, before, Speeds()) == missing
        assert rules.travel_shortfall(TEN, TEN + HOUR, self.NEAR, after, Speeds()) == missing


class TestRanked:
    def one(self, pk, **facts):
        usual = {
            "is_fit": True, "soft": 0, "keeps_promise": True, "wait_minutes": 0, "travel_minutes": 10,
            "booked_minutes": 0,
        }  # fmt: skip
        return rules.Candidate(engineer_id=pk, **{**usual, **facts})

    @pytest.mark.parametrize(
        "worse",
        [
            {"is_fit": False, "travel_minutes": 0},
            {"soft": 1},
            {"keeps_promise": False},
            {"wait_minutes": 240},
            {"travel_minutes": 60},
            {"booked_minutes": 400},
        ],
    )
    def test_puts_the_better_one_first(self, worse):
        assert [c.engineer_id for c in rules.ranked([self.one(1, **worse), self.one(2)])] == [2, 1]

    def test_heed_the_customer_as_far_as_the_promise_is_kept(self):
        late = self.one(1, is_preferred=True, keeps_promise=False)
        unwanted = self.one(2, is_unwanted=True, extra_minutes=0)
        placed, wished = self.one(3, extra_minutes=5), self.one(4, is_preferred=True, travel_minutes=50)
        ranked = rules.ranked([late, unwanted, placed, wished])
        assert [c.engineer_id for c in ranked] == [4, 3, 1, 2]


class TestLifecycle:
    def test_knows_every_status(self):
        assert BOOKING.states | {"proposed"} == set(Status.values)

    def test_has_a_verb_for_every_step(self):
        assert all(verb_for("on_site", step) for step in STEPS)
        assert verb_for("on_break", "on_site") == "go_on"

    def test_what_is_coming_takes_time(self):
        assert set(COMING) < set(OCCUPYING)
