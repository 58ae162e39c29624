"""Holds: they stop a clock only where its clause lets them."""

from __future__ import annotations

from copy import deepcopy
from datetime import UTC, datetime, timedelta

import pytest

from aftercare.contexts.clocks import commands, public
from aftercare.contexts.clocks.models import Clock, Pause
from aftercare.contexts.clocks.tests.conftest import SUBJECT, come

HOUR = timedelta(hours=1)
ORDER = "work_order:7"


@pytest.fixture
def running(shared_running):
    """Give the four running promises of the module's record."""
    return deepcopy(shared_running)


@pytest.fixture
def hold(running, system):
    """Give a way to hold the record, by default waiting for the customer."""

    def note(since, *, source=SUBJECT, reason="waiting_customer", until=None, evidence=()):
        return commands.pause(
            subject=SUBJECT,
            source=source,
            reason=reason,
            party="customer",
            evidence=evidence,
            since=since,
            until=until,
            by=system,
            at=since,
        )

    return note


@pytest.fixture
def go_on(system):
    """Give a way to end the hold."""

    def note(until, *, source=SUBJECT):
        return commands.resume(subject=SUBJECT, source=source, until=until, by=system, at=until)

    return note


def resolve() -> Clock:
    """Return the promise to resolve."""
    return Clock.objects.get(subject=SUBJECT, promise="resolve")


class TestPause:
    def test_stops_the_promises_whose_clause_allows_the_reason(self, hold, at):
        hold(at + HOUR)
        states = dict(Clock.objects.values_list("promise", "state"))
        assert states == {"acknowledge": "running", "respond": "running", "arrive": "paused", "resolve": "paused"}
        assert resolve().due_at is None

    def test_keeps_a_hold_that_stops_nothing_for_the_explanation(self, hold, at):
        hold(at + HOUR, reason="waiting_parts")
        assert resolve().state == "running"
        assert set(Pause.objects.values_list("stops", flat=True)) == {False}

    def test_gives_back_the_working_time_it_took(self, hold, go_on, at):
        """F2, F3: held Friday 17:00 to Monday 10:00 gives back two hours, not the weekend."""
        hold(datetime(2026, 9, 11, 9, tzinfo=UTC))
        go_on(datetime(2026, 9, 14, 2, tzinfo=UTC))
        assert resolve().due_at == datetime(2026, 9, 14, 3, tzinfo=UTC)

    def test_tells_each_deadline_that_moved_once(self, hold, go_on, at, published):
        hold(at + HOUR)
        assert published.names() == ["DeadlineSet"] * 2
        go_on(at + 2 * HOUR)
        assert published.names() == ["DeadlineSet"] * 4

    def test_told_twice_is_one_hold(self, hold, at, published):
        hold(at + HOUR)
        hold(at + HOUR)
        assert Pause.objects.filter(clock=resolve()).count() == 1
        assert published.names() == ["DeadlineSet"] * 2

    def test_of_two_records_goes_on_only_after_both(self, hold, go_on, at):
        hold(at + HOUR)
        hold(at + 2 * HOUR, source=ORDER, reason="weather")
        go_on(at + 3 * HOUR)
        assert resolve().state == "paused"
        go_on(at + 4 * HOUR - timedelta(minutes=30), source=ORDER)
        assert resolve().state == "running"
        # Held 10:00 to 12:30; the half hour of lunch in it was nobody's.
        assert public.paused_minutes(SUBJECT, now=at + 8 * HOUR) == 120

    def test_reported_after_its_end_counts_as_if_it_had_been_known(self, hold, at):
        hold(at + HOUR, until=at + 2 * HOUR)
        assert resolve().due_at == datetime(2026, 9, 14, 2, tzinfo=UTC)

    def test_reported_after_the_deadline_takes_the_breach_back(self, hold, go_on, at, system):
        """F5: what was paused at the deadline did not break, whoever said so before the hold was known."""
        due_at = resolve().due_at
        commands.sweep(by=system, at=due_at + HOUR)
        hold(due_at - HOUR)
        assert (resolve().state, resolve().breached_at) == ("paused", None)

    def test_never_breaks_while_it_lasts(self, hold, at, system, published):
        come(subject=SUBJECT, promises=["acknowledge", "respond"], moment=at, by=system)
        hold(at + HOUR)
        commands.sweep(by=system, at=at + timedelta(days=400))
        assert "DeadlineBroken" not in published.names()

    def test_after_the_deadline_says_that_it_was_broken_before(self, hold, at, published):
        due_at = resolve().due_at
        hold(due_at + HOUR)
        assert (resolve().state, resolve().due_at) == ("paused", due_at)
        assert "DeadlineBroken" in published.names()

    def test_a_hold_for_another_reason_takes_the_place_of_the_first(self, hold, at):
        hold(at + HOUR)
        hold(at + 2 * HOUR, reason="weather")
        rows = Pause.objects.filter(clock=resolve()).values_list("reason", "since", "until")
        assert list(rows) == [
            ("waiting_customer", at + HOUR, at + 2 * HOUR),
            ("weather", at + 2 * HOUR, None),
        ]

    def test_an_earlier_hold_that_is_told_later_does_not_end_the_later_one(self, hold, at):
        hold(at + 3 * HOUR, reason="weather")
        hold(at + HOUR)
        rows = Pause.objects.filter(clock=resolve()).values_list("reason", "until")
        assert list(rows) == [("waiting_customer", at + 3 * HOUR), ("weather", None)]


class TestResume:
    def test_without_a_hold_changes_nothing(self, running, go_on, at, published):
        go_on(at + HOUR)
        assert published.names() == []

    def test_does_not_end_a_hold_that_began_later(self, hold, go_on, at):
        hold(at + 2 * HOUR)
        go_on(at + HOUR)
        assert resolve().state == "paused"

    def test_warns_again_only_when_the_warning_moved(self, hold, go_on, at, system, published):
        thursday = datetime(2026, 9, 10, 8, 1, tzinfo=UTC)
        come(subject=SUBJECT, promises=["acknowledge", "respond", "arrive"], moment=at, by=system)
        commands.sweep(by=system, at=thursday)
        hold(thursday + HOUR)
        go_on(thursday + timedelta(days=5))
        commands.sweep(by=system, at=thursday + timedelta(days=5, minutes=1))
        assert published.names().count("DeadlineNear") == 1


class TestCauses:
    def test_are_told_at_the_end_with_their_minutes_and_add_up(self, hold, go_on, system, at, published):
        """Two holds of one morning share half an hour, which belongs to the first."""
        half = timedelta(minutes=30)
        hold(at + half)
        hold(at + 3 * half, source=ORDER, reason="no_access")
        go_on(at + 4 * half)
        go_on(at + 5 * half, source=ORDER)
        come(subject=SUBJECT, promises=["resolve"], moment=at + 6 * HOUR, by=system)
        (told,) = published.of("ClockStopped", promise="resolve")
        assert told["pauses"] == [["waiting_customer", "customer", 90], ["no_access", "customer", 30]]
        assert told["paused_minutes"] == 120


class TestEvidence:
    def test_stays_with_the_hold_through_another_priority_and_is_shown(self, hold, system, at):
        hold(at + HOUR, reason="weather", evidence=(41, 42))
        commands.change_priority(subject=SUBJECT, priority=2, by=system, at=at + 2 * HOUR)
        assert {tuple(row.evidence) for row in Pause.objects.filter(clock__promise="resolve")} == {(41, 42)}
        pk = Clock.objects.get(promise="resolve").pk
        urls = [line.evidence_urls for line in public.explain(pk, now=at + 3 * HOUR).lines if line.evidence]
        assert urls[0] == ["/requests/1/photos/41/", "/requests/1/photos/42/"]
