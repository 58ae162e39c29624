from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from aftercare.contexts.people import rules
from aftercare.contexts.people.rules import Span
from aftercare.platform.actor import Role

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = [(0, 510, 1050)]


def utc(day, hour, minute=0):
    return datetime(2026, 9, day, hour, minute, tzinfo=UTC)


class TestShiftSpans:
    def test_are_the_local_hours_as_instants(self):
        spans = rules.shift_spans(DAY, zone=SHANGHAI, start=utc(6, 0), end=utc(9, 0))
        assert spans == [Span(utc(7, 0, 30), utc(7, 9, 30))]

    def test_are_cut_to_the_period_asked_for(self):
        spans = rules.shift_spans(DAY, zone=SHANGHAI, start=utc(7, 3), end=utc(7, 5))
        assert spans == [Span(utc(7, 3), utc(7, 5))]

    def test_join_at_midnight(self):
        night = [(0, 1320, 1440), (1, 0, 360)]
        spans = rules.shift_spans(night, zone=SHANGHAI, start=utc(7, 0), end=utc(8, 12))
        assert spans == [Span(utc(7, 14), utc(7, 22))]

    def test_keep_wall_time_over_a_clock_change(self):
        zone = ZoneInfo("America/New_York")
        week = [(6, 480, 1020)]
        spans = rules.shift_spans(
            week,
            zone=zone,
            start=datetime(2026, 3, 8, 5, tzinfo=UTC),
            end=datetime(2026, 3, 9, 3, tzinfo=UTC),
        )
        assert [s.start.astimezone(zone).hour for s in spans] == [8]
        assert [s.end.astimezone(zone).hour for s in spans] == [17]

    def test_cover_only_what_lies_wholly_inside(self):
        spans = [Span(utc(7, 1), utc(7, 9))]
        assert rules.covers(spans, start=utc(7, 1), end=utc(7, 9))
        assert not rules.covers(spans, start=utc(7, 1), end=utc(7, 9, 1))


class TestExpiry:
    @pytest.mark.parametrize(("left", "state"), [(-1, "expired"), (0, "soon"), (29, "soon"), (30, "valid")])
    def test_state_follows_the_last_valid_day(self, left, state):
        today = date(2026, 9, 7)
        assert rules.expiry_state(date.fromordinal(today.toordinal() + left), today) == state

    @pytest.mark.parametrize(
        ("left", "due"), [(61, None), (60, 60), (31, 60), (30, 30), (8, 30), (7, 7), (0, 7), (-1, None)]
    )
    def test_warning_is_the_narrowest_one_reached(self, left, due):
        today = date(2026, 9, 7)
        assert rules.warning_due(date.fromordinal(today.toordinal() + left), today) == due


class TestSeparation:
    def test_names_the_administrators_role_that_is_in_the_way(self):
        held = {Role.SECURITY_ADMIN}
        assert rules.clashing_administrator(held, Role.AUDITOR) == Role.SECURITY_ADMIN
        assert rules.clashing_administrator(held, Role.SECURITY_ADMIN) is None
        assert rules.clashing_administrator(held, Role.DISPATCHER) is None


class TestOverlappingShift:
    def test_finds_the_second_of_two_that_overlap_and_lets_touching_ones_be(self):
        assert rules.overlapping_shift([(0, 480, 720), (0, 700, 900)]) == (0, 700, 900)
        assert rules.overlapping_shift([(0, 480, 720), (0, 720, 900), (1, 500, 600)]) is None
