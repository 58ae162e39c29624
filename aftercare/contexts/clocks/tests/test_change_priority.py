"""Counting by another priority."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from aftercare.contexts.clocks import commands, public
from aftercare.contexts.clocks.models import Clock, DeadlineChange, Pause
from aftercare.contexts.clocks.tests.conftest import SUBJECT, come
from aftercare.contexts.contracts.models import ServiceLevel

HOUR = timedelta(hours=1)


def resolve() -> Clock:
    """Return the promise to resolve."""
    return Clock.objects.get(subject=SUBJECT, promise="resolve")


class TestChangePriority:
    def test_keeps_the_minutes_used_and_the_old_deadline(self, running, system, at):
        """Two working hours used of 2400 minutes; at priority 2 there are 1440 minutes, 1320 of them left."""
        commands.change_priority(subject=SUBJECT, priority=2, by=system, at=at + 2 * HOUR)
        assert resolve().due_at == datetime(2026, 9, 9, 10, tzinfo=UTC)
        last = DeadlineChange.objects.filter(clock=resolve()).last()
        assert (last.old_due_at, last.reason) == (running["resolve"].due_at, "priority_changed")

    def test_to_an_emergency_counts_around_the_clock_only_from_then_on(self, start, system):
        """Received Friday 17:00, an emergency on Monday 09:00: one working hour is used, and not the weekend."""
        start(started_at=datetime(2026, 9, 11, 9, tzinfo=UTC))
        monday = datetime(2026, 9, 14, 1, tzinfo=UTC)
        commands.change_priority(subject=SUBJECT, priority=1, by=system, at=monday)
        assert resolve().due_at == monday + timedelta(minutes=480 - 60)

    def test_while_held_keeps_the_time_left(self, running, system, at):
        """F4: the hold goes on under the other clause, and nothing of it is lost."""
        held = at + 2 * HOUR
        commands.pause(
            subject=SUBJECT, source=SUBJECT, reason="weather", party="nobody", since=held, by=system, at=held
        )
        commands.change_priority(subject=SUBJECT, priority=2, by=system, at=held + timedelta(days=1))
        assert resolve().state == "paused"
        wednesday = datetime(2026, 9, 9, 1, tzinfo=UTC)
        commands.resume(subject=SUBJECT, source=SUBJECT, until=wednesday, by=system, at=wednesday)
        assert public.deadlines(SUBJECT, now=wednesday)[-1].remaining_minutes == 1440 - 120

    def test_to_a_clause_that_does_not_allow_the_hold_starts_the_clock(self, running, system, at):
        ServiceLevel.objects.filter(priority=2).update(pausing_reasons=[])
        held = at + HOUR
        commands.pause(
            subject=SUBJECT, source=SUBJECT, reason="weather", party="nobody", since=held, by=system, at=held
        )
        commands.change_priority(subject=SUBJECT, priority=2, by=system, at=held + HOUR)
        rows = Pause.objects.filter(clock=resolve()).values_list("stops", "until")
        assert (resolve().state, list(rows)) == ("running", [(True, held + HOUR), (False, None)])

    def test_to_a_target_already_used_up_is_due_now_and_not_earlier(self, running, system, at):
        wednesday = datetime(2026, 9, 10, 1, tzinfo=UTC)
        commands.change_priority(subject=SUBJECT, priority=1, by=system, at=wednesday)
        assert resolve().due_at == wednesday

    def test_twice_in_one_moment_forgets_nothing(self, running, system, at):
        commands.change_priority(subject=SUBJECT, priority=2, by=system, at=at + 2 * HOUR)
        commands.change_priority(subject=SUBJECT, priority=3, by=system, at=at + 2 * HOUR)
        assert resolve().due_at == running["resolve"].due_at

    def test_to_the_same_priority_changes_nothing(self, running, system, at, published):
        commands.change_priority(subject=SUBJECT, priority=3, by=system, at=at + HOUR)
        assert published.names() == []

    def test_is_undone_for_a_promise_that_turns_out_to_have_come_before_it(self, running, system, at):
        """The phone reports at noon that somebody was there at ten; at eleven the priority had been raised."""
        commands.change_priority(subject=SUBJECT, priority=1, by=system, at=at + 2 * HOUR)
        moment = at + HOUR
        come(subject=SUBJECT, promises=["arrive"], moment=moment, by=system)
        arrive = Clock.objects.get(promise="arrive")
        assert (arrive.state, arrive.priority, arrive.target_minutes) == ("met", 3, 960)
        assert arrive.due_at == running["arrive"].due_at

    def test_leaves_what_is_over(self, running, system, at):
        come(subject=SUBJECT, promises=["respond"], moment=at + HOUR, by=system)
        commands.change_priority(subject=SUBJECT, priority=1, by=system, at=at + 2 * HOUR)
        assert Clock.objects.get(promise="respond").priority == 3
