"""After any fact changed: reckon the clocks anew, keep what moved, and tell it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from aftercare.contexts.clocks import facts, rules
from aftercare.contexts.clocks.models import Clock, DeadlineChange
from aftercare.platform import outbox
from aftercare.platform.actor import Actor
from aftercare.published.clocks import ClockStopped, DeadlineBroken, DeadlineSet

WRITTEN = (
    "state",
    "begins",
    "ends",
    "has_begun",
    "started_at",
    "level",
    "calendar",
    "calendar_version",
    "priority",
    "counting",
    "target_minutes",
    "pausing_reasons",
    "ladder",
    "due_at",
    "is_provisional",
    "alarms_at",
    "alarms_told",
    "next_alarm_at",
    "breached_at",
    "stopped_at",
    "cause",
    "cause_note",
)
OUTCOMES = (Clock.State.MET, Clock.State.MISSED, Clock.State.CANCELED)
MINUTE = timedelta(minutes=1)


@dataclass(slots=True)
class _Settled:
    """One clock after reckoning, with what it was before."""

    clock: Clock
    old_due_at: datetime | None
    old_state: str
    old_stopped_at: datetime | None
    paused_minutes: int
    pauses: tuple[tuple[str, str, int], ...] = ()
    broken_now: bool = False


def settle(
    clocks: Iterable[Clock], *, before: dict[int, tuple[Any, ...]], reason: str, by: Actor, at: datetime, note: str = ""
) -> None:
    """
    Reckon clocks whose facts changed, write them, and publish what moved.

    `before` is what `remember` said before the facts changed.
    """
    hours = facts.Hours()
    rows = list(clocks)
    facts.forget(rows)
    settled = [_reckon(clock, hours, before[clock.pk], at) for clock in rows]
    Clock.objects.bulk_update(rows, WRITTEN, batch_size=500)
    moved = [s for s in settled if s.clock.due_at != s.old_due_at]
    DeadlineChange.objects.bulk_create(change_of(s.clock, s.old_due_at, reason, at, note) for s in moved)
    events = [(event, s.clock.subject) for s in settled for event in _events(s, reason, at)]
    if events:
        outbox.publish_many(events, by=by)


def remember(clocks: Iterable[Clock]) -> dict[int, tuple[Any, ...]]:
    """Return what `settle` compares with; call it before changing anything."""
    return {clock.pk: (clock.due_at, clock.state, clock.stopped_at) for clock in clocks}


def change_of(clock: Clock, old_due_at: datetime | None, reason: str, at: datetime, note: str = "") -> DeadlineChange:
    """Return the line of history for a deadline that moved."""
    return DeadlineChange(
        clock=clock,
        at=at,
        old_due_at=old_due_at,
        new_due_at=clock.due_at,
        calendar_version=clock.calendar_version,
        reason=reason,
        note=note[:300],
    )


def _reckon(clock: Clock, hours: facts.Hours, before: tuple[Any, ...], at: datetime) -> _Settled:
    if not clock.has_begun:
        return _still_waiting(clock, before)
    now_hours = hours.of(clock.calendar_id)
    history = facts.history_of(clock, now_hours)
    found = rules.reckon(history, *facts.percents(clock.ladder))
    clock.due_at, clock.is_provisional = found.due_at, found.is_provisional
    clock.calendar_version = now_hours.version
    # A deadline that moved into the future is not broken, whatever was said of the old one.
    if found.due_at is None or found.due_at > at:
        clock.breached_at = None
    facts.set_alarms(clock, found, at)
    old_due_at, old_state, old_stopped_at = before
    paused_minutes = rules.paused(history, clock.stopped_at or at) // MINUTE
    settled = _Settled(clock, old_due_at, old_state, old_stopped_at, paused_minutes)
    if paused_minutes and clock.stopped_at is not None:
        settled.pauses = causes(clock, history, clock.stopped_at)
    if clock.state != Clock.State.CANCELED:
        _judge(settled, found.is_standing, at)
    if clock.breached_at is None:
        clock.cause_id, clock.cause_note = None, ""
    return settled


def _still_waiting(clock: Clock, before: tuple[Any, ...]) -> _Settled:
    """Leave a promise that has not begun without a deadline, whatever else happens to the record."""
    if clock.state != Clock.State.CANCELED:
        clock.state = Clock.State.WAITING
    old_due_at, old_state, old_stopped_at = before
    return _Settled(clock, old_due_at, old_state, old_stopped_at, 0)


def _judge(settled: _Settled, is_standing: bool, at: datetime) -> None:
    """Say where a clock that has not fallen away stands, and whether its promise broke unseen by the sweep."""
    clock = settled.clock
    if clock.stopped_at is not None:
        clock.state = rules.outcome(clock.due_at, clock.stopped_at)
        missed = clock.state == Clock.State.MISSED
        if not missed:
            clock.breached_at = None
    else:
        clock.state = Clock.State.PAUSED if is_standing else Clock.State.RUNNING
        # The sweep looks at running clocks only: what broke before it was paused is said here.
        missed = is_standing and clock.due_at is not None and clock.due_at < at
    if missed and clock.breached_at is None:
        clock.breached_at, settled.broken_now = at, True
        clock.alarms_told = max(
            clock.alarms_told, sum(percent <= rules.BREACH for percent in facts.percents(clock.ladder))
        )
        facts.note_next_alarm(clock)


def causes(clock: Clock, history: rules.History, until: datetime) -> tuple[tuple[str, str, int], ...]:
    """Return (reason, party, minutes) of each pause; time two pauses share belongs to the first, so that all add up."""
    found, before = [], 0
    rows = [pause for pause in clock.pauses.all() if pause.stops]
    for count, pause in enumerate(rows, start=1):
        so_far = rules.paused(replace(history, pauses=history.pauses[:count]), until) // MINUTE
        if so_far > before:
            found.append((pause.reason, pause.party, so_far - before))
        before = so_far
    return tuple(found)


def _events(settled: _Settled, reason: str, at: datetime) -> Iterable[Any]:
    """Yield what happened to one clock: another deadline, a broken promise, the end."""
    clock = settled.clock
    who: dict[str, Any] = {"clock_id": clock.pk, "subject": clock.subject, "promise": clock.promise}
    if clock.due_at != settled.old_due_at:
        yield DeadlineSet(**who, due_at=clock.due_at, reason=reason, at=at)
    if settled.broken_now and clock.due_at is not None:
        step = next(step for step in clock.ladder if step[0] == rules.BREACH)
        told: dict[str, Any] = {"tells": tuple(step[1]), "by_mail": facts.QUIET not in step}
        yield DeadlineBroken(**who, due_at=clock.due_at, region_id=clock.region_id, **told, at=at)
    ended_anew = (clock.state, clock.stopped_at) != (settled.old_state, settled.old_stopped_at)
    if clock.state in OUTCOMES and clock.stopped_at is not None and ended_anew:
        yield ClockStopped(
            **who,
            at=clock.stopped_at,
            outcome=clock.state,
            region_id=clock.region_id,
            customer_id=clock.customer_id,
            priority=clock.priority,
            due_at=clock.due_at,
            paused_minutes=settled.paused_minutes,
            pauses=settled.pauses,
        )
