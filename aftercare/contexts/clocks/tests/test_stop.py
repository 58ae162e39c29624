"""A promised moment comes, falls away, or is undone."""

from __future__ import annotations

from copy import deepcopy
from datetime import UTC, datetime, timedelta

import pytest

from aftercare.contexts.clocks import commands, public
from aftercare.contexts.clocks.models import Clock, Pause, SolvedSpan
from aftercare.contexts.clocks.tests.conftest import SUBJECT, come

HOUR = timedelta(hours=1)


@pytest.fixture
def running(shared_running):
    """Give the four running promises of the module's record."""
    return deepcopy(shared_running)


@pytest.fixture
def stop(running, system):
    """Give a way to stop promises at a moment."""

    def stopped(moment, *promises):
        return come(subject=SUBJECT, promises=promises or ["resolve"], moment=moment, by=system)

    return stopped


def one(promise: str = "resolve") -> Clock:
    """Return one promise of the record."""
    return Clock.objects.get(subject=SUBJECT, promise=promise)


class TestStop:
    def test_on_the_deadline_is_kept_and_told_once(self, stop, running, published):
        stop(running["arrive"].due_at, "arrive")
        assert one("arrive").state == "met"
        (told,) = published.of("ClockStopped", promise="arrive")
        assert (told["outcome"], told["paused_minutes"]) == ("met", 0)

    def test_after_the_deadline_is_missed_and_the_breach_told_once(self, stop, running, published):
        stop(running["arrive"].due_at + timedelta(seconds=1), "arrive")
        assert one("arrive").state == "missed"
        assert len(published.of("DeadlineBroken", promise="arrive")) == 1

    def test_does_not_tell_a_breach_the_sweep_has_told(self, stop, running, system, published):
        late = running["acknowledge"].due_at + HOUR
        commands.sweep(by=system, at=late)
        stop(late + HOUR, "acknowledge")
        assert published.names().count("DeadlineBroken") == 1

    def test_again_changes_nothing(self, stop, at, published):
        stop(at + HOUR)
        stop(at + 2 * HOUR)
        assert one().stopped_at == at + HOUR
        assert len(published.of("ClockStopped", promise="resolve")) == 1

    def test_hears_from_a_phone_that_the_arrival_was_earlier(self, stop, running, published):
        due_at = running["arrive"].due_at
        stop(due_at + HOUR, "arrive")
        stop(due_at - HOUR, "arrive")
        assert (one("arrive").state, one("arrive").breached_at) == ("met", None)
        assert [e["outcome"] for e in published.of("ClockStopped", promise="arrive")] == ["missed", "met"]

    def test_takes_back_a_breach_told_before_the_news_came(self, stop, running, system):
        due_at = running["arrive"].due_at
        commands.sweep(by=system, at=due_at + HOUR)
        stop(due_at - HOUR, "arrive")
        assert (one("arrive").state, one("arrive").breached_at) == ("met", None)

    def test_ends_a_hold_in_the_same_step(self, stop, at, system):
        """F1: paused, then resolved at once: the hold ends there and no later."""
        commands.pause(
            subject=SUBJECT, source=SUBJECT, reason="weather", party="nobody", since=at + HOUR, by=system, at=at + HOUR
        )
        stop(at + 2 * HOUR)
        assert Pause.objects.get(clock=one()).until == at + 2 * HOUR
        assert one().state == "met"
        assert public.paused_minutes(SUBJECT, now=at + timedelta(days=90)) == 60

    def test_before_the_start_counts_as_at_the_start(self, stop, at):
        stop(at - HOUR, "acknowledge")
        assert (one("acknowledge").state, one("acknowledge").stopped_at) == ("met", at)

    def test_of_a_promise_nobody_made_does_nothing(self, stop, at, published):
        stop(at, "report")
        assert published.names() == []


class TestCancel:
    def test_lets_every_open_promise_fall_away_and_tells_each_once(self, running, system, at, published):
        commands.cancel(subject=SUBJECT, by=system, at=at + HOUR)
        assert set(Clock.objects.values_list("state", flat=True)) == {"canceled"}
        assert published.names() == ["ClockStopped"] * 4

    def test_leaves_what_is_over(self, stop, system, at):
        stop(at + HOUR)
        commands.cancel(subject=SUBJECT, by=system, at=at + 2 * HOUR)
        assert one().state == "met"

    def test_is_no_breach_however_late(self, running, system, published):
        commands.cancel(subject=SUBJECT, by=system, at=running["resolve"].due_at + HOUR)
        assert "DeadlineBroken" not in published.names()


class TestRestart:
    def test_goes_on_with_the_time_left_and_the_time_between_is_no_pause(self, stop, system, at):
        """F6: resolved after two hours on Monday, reopened on Wednesday at nine: 2280 minutes are left."""
        stop(at + 2 * HOUR)
        wednesday = datetime(2026, 9, 9, 1, tzinfo=UTC)
        commands.restart(subject=SUBJECT, ends=["resolved"], by=system, at=wednesday)
        assert one().due_at == datetime(2026, 9, 15, 8, tzinfo=UTC)
        assert public.paused_minutes(SUBJECT, now=wednesday + timedelta(days=3)) == 0
        assert SolvedSpan.objects.get().until == wednesday

    def test_of_a_broken_promise_stays_broken_and_tells_no_second_breach(self, stop, system, running, published):
        late = running["resolve"].due_at + HOUR
        stop(late)
        commands.restart(subject=SUBJECT, ends=["resolved"], by=system, at=late + HOUR)
        commands.sweep(by=system, at=late + timedelta(days=2))
        stop(late + timedelta(days=3))
        assert one().state == "missed"
        assert len(published.of("DeadlineBroken", promise="resolve")) == 1

    def test_leaves_an_open_promise_alone(self, running, system, at, published):
        commands.restart(subject=SUBJECT, ends=["resolved"], by=system, at=at + HOUR)
        assert published.names() == []


class TestNeedArrival:
    def test_promises_an_arrival_again_that_had_fallen_away(self, running, system, at):
        commands.cancel(subject=SUBJECT, ends=["arrived"], by=system, at=at + HOUR)
        commands.need_arrival(subject=SUBJECT, by=system, at=datetime(2026, 9, 8, 1, tzinfo=UTC))
        assert one("arrive").state == "running"
        assert one("arrive").due_at == datetime(2026, 9, 9, 9, tzinfo=UTC)

    def test_does_not_undo_an_arrival(self, stop, system, at):
        stop(at + HOUR, "arrive")
        commands.need_arrival(subject=SUBJECT, by=system, at=at + 2 * HOUR)
        assert one("arrive").state == "met"
