"""Every deadline explains itself, and the explanation adds up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from aftercare.contexts.calendars import commands as calendars
from aftercare.contexts.clocks import commands, public
from aftercare.contexts.clocks.models import Clock
from aftercare.contexts.clocks.tests.conftest import SUBJECT, come
from aftercare.platform.refusal import Refused

HOUR = timedelta(hours=1)


@pytest.fixture
def hold(running, system):
    """Give a way to hold the record for a while."""

    def note(since, until, reason="weather"):
        commands.pause(
            subject=SUBJECT,
            source=SUBJECT,
            reason=reason,
            party="nobody",
            since=since,
            until=until,
            by=system,
            at=since,
        )

    return note


def explained(promise: str = "resolve", *, now: datetime):
    """Return the explanation of one promise of the record."""
    return public.explain(Clock.objects.get(subject=SUBJECT, promise=promise).pk, now=now)


class TestExplain:
    def test_tells_each_day_with_its_hours_and_a_running_total(self, running, at):
        lines = explained(now=at + timedelta(days=1, hours=2)).lines
        assert [(line.minutes, line.total, line.note) for line in lines] == [
            (480, 480, "09:00–12:00 · 13:00–18:00"),
            (120, 600, "09:00–11:00"),
        ]

    def test_puts_a_hold_where_it_was_with_cause_and_party(self, hold, at):
        hold(at + HOUR, at + 2 * HOUR)
        found = explained(now=at + 3 * HOUR)
        assert [(line.kind, line.minutes) for line in found.lines] == [("counted", 60), ("paused", 60), ("counted", 60)]
        assert (found.lines[1].reason, found.lines[1].party) == ("weather", "nobody")
        assert (found.counted_minutes, found.paused_minutes) == (120, 60)

    def test_says_which_hold_did_not_stop_the_clock(self, hold, at):
        hold(at + HOUR, at + 2 * HOUR, reason="waiting_parts")
        found = explained(now=at + 3 * HOUR)
        assert [line.kind for line in found.lines] == ["counted", "ignored"]
        assert found.paused_minutes == 0

    def test_shows_the_time_between_resolved_and_reopened_as_nobodys(self, running, system, at):
        come(subject=SUBJECT, promises=["resolve"], moment=at + HOUR, by=system)
        commands.restart(subject=SUBJECT, ends=["resolved"], by=system, at=at + 2 * HOUR)
        assert [line.kind for line in explained(now=at + 3 * HOUR).lines] == ["counted", "solved", "counted"]

    def test_adds_up_to_the_target_at_the_deadline(self, hold, at):
        hold(at + HOUR, at + 30 * HOUR)
        due_at = Clock.objects.get(promise="resolve").due_at
        found = explained(now=due_at)
        assert sum(line.minutes for line in found.lines if line.kind == "counted") == found.clock.target_minutes
        assert found.left_minutes == 0

    def test_tells_many_like_days_as_one_line(self, start, system):
        start(started_at=datetime(2026, 3, 2, 1, tzinfo=UTC))
        lines = explained(now=datetime(2026, 3, 31, 10, tzinfo=UTC)).lines
        assert [(line.days, line.total) for line in lines] == [(22, 22 * 480)]

    def test_of_an_old_deadline_goes_by_the_calendar_of_its_day(self, running, system, at):
        come(subject=SUBJECT, promises=["resolve"], moment=at + HOUR, by=system)
        clock = Clock.objects.get(promise="resolve")
        calendars.set_week(calendar_id=clock.calendar_id, week=[[(0, 60)]] * 7, by=system, at=at + 2 * HOUR)
        found = explained(now=at + 3 * HOUR)
        assert (found.clock.calendar_version, found.counted_minutes) == (1, 60)

    def test_names_the_unknown_year_that_makes_it_provisional(self, start):
        start(started_at=datetime(2026, 12, 31, 1, tzinfo=UTC))
        assert explained("arrive", now=datetime(2026, 12, 31, 2, tzinfo=UTC)).provisional_years == [2027]

    def test_quotes_the_clause(self, running, at):
        level = explained(now=at).level
        assert (level.clause_number, level.is_standard) == ("3.4", True)

    def test_is_not_found_for_an_unknown_clock(self, db):
        with pytest.raises(Refused, match="not_found"):
            public.explain(404)


class TestDeadlines:
    def test_cost_six_queries_however_many_there_are(self, running, at, django_assert_max_num_queries):
        with django_assert_max_num_queries(7):
            found = public.deadlines(SUBJECT, now=at + HOUR)
        assert [(d.promise, d.remaining_minutes) for d in found] == [
            ("acknowledge", 0), ("respond", 180), ("arrive", 900), ("resolve", 2340)
        ]  # fmt: skip

    def test_over_the_deadline_are_negative(self, running, at):
        assert public.deadlines(SUBJECT, now=at + 2 * HOUR)[0].remaining_minutes == -60
