"""The way without a map, what trips teach about it, and a map service that is left alone when it does not answer."""

from __future__ import annotations

import math
from datetime import datetime
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftercare.contexts.dispatch.travel import Band, Roads, Speeds, band_of
from aftercare.contexts.dispatch.travel.breaker import Breaker
from aftercare.contexts.dispatch.travel.fitting import Trip, fit
from aftercare.contexts.dispatch.travel.tables import table
from aftercare.platform import geo

lengths = st.floats(1, 1_000_000)


class TestBand:
    @pytest.mark.parametrize(
        ("moment", "band"),
        [
            ("2026-11-23T07:00", "morning"),
            ("2026-11-23T09:30", "day"),
            ("2026-11-23T18:59", "evening"),
            ("2026-11-23T23:00", "night"),
            ("2026-11-23T05:59", "night"),
            ("2026-11-22T08:00", "day"),
        ],
    )
    def test_follows_the_local_clock_and_knows_weekends(self, moment, band):
        assert band_of(datetime.fromisoformat(moment)) == band


class TestSpeeds:
    @given(lengths, lengths, st.sampled_from(Band))
    def test_a_longer_line_takes_no_less(self, one, other, band):
        near, far = sorted([one, other])
        short, long = Speeds().way(near, band), Speeds().way(far, band)
        assert short.seconds <= long.seconds and short.metres <= long.metres
        assert short.metres >= math.floor(near)

    def test_town_is_slow_and_the_rush_slower(self):
        day, rush = Speeds().way(8_000), Speeds().way(8_000, Band.EVENING)
        assert 20 < day.seconds / 60 < 30
        assert rush.seconds > day.seconds * 1.2 and rush.metres == day.metres

    @pytest.mark.parametrize("line", [-1.0, math.nan, math.inf])
    def test_refuses_what_is_no_length(self, line):
        with pytest.raises(ValueError, match="straight line"):
            Speeds().way(line)


class TestFit:
    @staticmethod
    def trips(count, slowness, *, seed=1):
        random, quiet = Random(seed), Speeds(tuple((band, slowness) for band in Band))
        lines = [random.uniform(1_000, 30_000) for _ in range(count)]
        return [Trip(line, round(quiet.way(line).seconds * random.lognormvariate(0, 0.1)), Band.DAY) for line in lines]

    def test_finds_how_slow_the_region_is(self):
        assert fit(self.trips(2_000, 1.6), parent=Speeds(), version=2).factor(Band.DAY) == pytest.approx(1.6, rel=0.02)

    def test_bears_forgotten_stamps(self):
        wrong = [Trip(5_000, 5 * 3600, Band.DAY), Trip(5_000, 90, Band.DAY), Trip(10, 600, Band.DAY)] * 300
        noisy = [Trip(trip.straight_m, trip.seconds * 2, trip.band) for trip in self.trips(400, 1.6, seed=2)]
        found = fit([*self.trips(1_000, 1.6), *wrong, *noisy], parent=Speeds(), version=2)
        assert found.factor(Band.DAY) == pytest.approx(1.7, rel=0.06)

    def test_resembles_its_parent_while_little_is_known(self):
        parent = Speeds(tuple((band, 2.0) for band in Band), version=7)
        few = fit(self.trips(5, 1.0), parent=parent, version=8)
        assert 1.6 < few.factor(Band.DAY) < 2.0
        assert few.factor(Band.NIGHT) == pytest.approx(2.0)
        assert few.version == 8


class TestBreaker:
    def test_lets_one_try_after_a_rest(self):
        moment = [0.0]
        breaker = Breaker(failures=2, rest_seconds=60, now=lambda: moment[0])
        for _ in range(2):
            assert breaker.lets_through()
            breaker.failed()
        assert not breaker.lets_through()
        moment[0] = 61.0
        assert [breaker.lets_through() for _ in range(3)] == [True, False, False]
        breaker.went_well()
        assert breaker.lets_through() and breaker.lets_through()


class TestRoads:
    def test_reckons_without_a_service(self):
        places = [(31.23, 121.47), (31.30, 120.58), (31.23, 121.47)]
        found = table(Roads(Speeds(version=3)), places)
        assert found.seconds[0, 0] == found.seconds[0, 2] == 0 < found.seconds[0, 1]
        assert found.version == 3
        assert not found.told.any() and not found.unreachable.any()

    @pytest.mark.parametrize("band", list(Band))
    def test_reckons_all_at_once_as_one_by_one(self, band):
        places = [(31.23, 121.47), (31.24, 121.49), (31.30, 120.58), (39.9, 116.4), (-33.9, 18.4)]
        found, speeds = table(Roads(Speeds()), places, band), Speeds()
        for i, a in enumerate(places):
            for j, b in enumerate(places):
                way = speeds.way(geo.distance_m(*a, *b), band)
                assert (found.seconds[i, j], found.metres[i, j]) == pytest.approx(way, abs=1)

    @pytest.mark.parametrize("nowhere", [(math.nan, 0.0), (0.0, math.inf), (91.0, 0.0), (0.0, -181.0)])
    def test_refuses_what_is_no_place(self, nowhere):
        with pytest.raises(ValueError, match="no place"):
            table(Roads(Speeds()), [(31.0, 121.0), nowhere])
