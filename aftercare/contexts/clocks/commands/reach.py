"""Something happened to a matter: promises counted from it begin, those counted to it are kept or broken."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from aftercare.contexts.clocks import facts, moments
from aftercare.contexts.clocks.commands.ending import end, end_holds
from aftercare.contexts.clocks.commands.settling import remember, settle
from aftercare.contexts.clocks.models import Clock, Waiver
from aftercare.contexts.contracts.public import Moment
from aftercare.platform.actor import Actor


@transaction.atomic
def reach(*, subject: str, moment: Moment, by: Actor, at: datetime) -> list[Clock]:
    """
    Note that `moment` came at `at`, and let the promises about the record follow; return those that moved.

    News may come late and in any order: what was counted by a later moment is corrected, and a promise whose end was
    known before its beginning ends where it ended. A matter that is closed leaves no promise waiting to begin.
    """
    found = facts.of_subject(subject)
    if not found:
        return []
    moments.keep(subject, moment, at)
    before = remember(found)
    known = moments.of(subject)
    waived = set(Waiver.objects.filter(clock__in=found).values_list("clock_id", flat=True))
    for clock in found:
        if clock.pk not in waived:
            _revive(clock, known)
    begun = [clock for clock in found if _begin(clock, known)]
    ended = [clock for clock in found if _end(clock, known) and clock not in begun]
    fallen = [clock for clock in found if _falls_away(clock, moment, at)]
    for clocks, reason in ((begun, "started"), (ended, "stopped"), (fallen, "canceled")):
        if clocks:
            settle(clocks, before=before, reason=reason, by=by, at=at)
    return [*begun, *ended, *fallen]


def catch_up(clocks: list[Clock], *, by: Actor, at: datetime) -> None:
    """Let new promises begin with what is known already, and end where they ended."""
    if not clocks:
        return
    before, known = remember(clocks), moments.of(clocks[0].subject)
    begun = [clock for clock in clocks if _begin(clock, known)]
    ended = [clock for clock in clocks if _end(clock, known) and clock not in begun]
    for moved, reason in ((begun, "started"), (ended, "stopped")):
        if moved:
            settle(moved, before=before, reason=reason, by=by, at=at)


def _revive(clock: Clock, known: list[moments.Came]) -> None:
    """Take up an arrival again that fell away before it was heard that somebody had been there."""
    if clock.state != Clock.State.CANCELED or clock.ends != Moment.ARRIVED or clock.stopped_at is None:
        return
    if any(name == Moment.ARRIVED and at <= clock.stopped_at for name, at in known):
        clock.state, clock.stopped_at = Clock.State.RUNNING, None


def _begin(clock: Clock, known: list[moments.Came]) -> bool:
    """Let a promise begin, or begin earlier; tell whether it does."""
    if clock.begins == Moment.RECEIVED or clock.state == Clock.State.CANCELED:
        return False
    begun_at = moments.begun_at(clock.begins, known)
    if begun_at is None or (clock.has_begun and clock.started_at <= begun_at):
        return False
    clock.has_begun, clock.started_at = True, begun_at
    if not clock.is_over:
        clock.state = Clock.State.RUNNING
    return True


def _end(clock: Clock, known: list[moments.Came]) -> bool:
    """End a promise, or end it earlier; tell whether it moves."""
    if not clock.has_begun or clock.state == Clock.State.CANCELED:
        return False
    ended_at = moments.ended_at(clock.ends, known, since=_open_since(clock))
    if ended_at is None or (clock.stopped_at is not None and max(ended_at, clock.started_at) >= clock.stopped_at):
        return False
    end(clock, ended_at)
    return True


def _open_since(clock: Clock) -> datetime | None:
    """Return since when an end ends the promise: its reopening, or the moment it counts from; any, if the report's."""
    reopened = max((span.until for span in clock.solved_spans.all()), default=None)
    return reopened or (None if clock.begins == Moment.RECEIVED else clock.started_at)


def _falls_away(clock: Clock, moment: Moment, at: datetime) -> bool:
    """Let fall away what nobody needs to keep any more: the journey to what is resolved, what never began."""
    needless = clock.ends == Moment.ARRIVED if moment in moments.BEGINS_NOTHING else False
    if clock.is_over or not (needless or (moment == Moment.CLOSED and not clock.has_begun)):
        return False
    clock.state, clock.stopped_at = Clock.State.CANCELED, max(at, clock.started_at)
    end_holds(clock, clock.stopped_at)
    return True
