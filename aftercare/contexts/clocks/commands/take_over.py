"""Take over promises whose whole story is known already: the history of another system."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from aftercare.contexts.calendars import public as calendars
from aftercare.contexts.clocks import facts, rules
from aftercare.contexts.clocks.models import Clock, Pause, SolvedSpan
from aftercare.contexts.contracts import public as contracts
from aftercare.contexts.contracts.public import Counting
from aftercare.platform.actor import Actor
from aftercare.published.clocks import ClockStopped

MINUTE = timedelta(minutes=1)
AT_ONCE = 1000
USUAL_PERCENT = 75


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A hold of a past promise that stopped its clock."""

    reason: str
    party: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PastPromise:
    """One promise as it was lived elsewhere; `stopped_at` None for one that still runs."""

    subject: str
    number: str
    promise: str
    region_id: int | None
    customer_id: int | None
    priority: int
    target_minutes: int
    counting: str
    started_at: datetime
    stopped_at: datetime | None
    held: Sequence[Held] = ()
    solved: Sequence[rules.Span] = ()


@transaction.atomic
def take_over(promises: Iterable[PastPromise], *, calendar_id: int, by: Actor, at: datetime) -> list[ClockStopped]:
    """
    Reckon past promises by the same rules as every other and keep them; return how those ended that are over.

    Nobody is told: what was due before `at` counts as told, and it is for the caller to record the ends.
    :raises NeverOpen: when the calendar has no hours to count a target in.
    """
    told = list(promises)
    hours = calendars.working_time(calendar_id)
    histories = [_history(one, hours) for one in told]
    clocks = [_clock(one, h, calendar_id, hours, at) for one, h in zip(told, histories, strict=True)]
    Clock.objects.bulk_create(clocks, batch_size=AT_ONCE)
    pairs = list(zip(told, clocks, strict=True))
    Pause.objects.bulk_create(
        (
            Pause(
                clock=clock, source=one.subject, reason=held.reason, party=held.party, since=held.since,
                until=held.until,
            )
            for one, clock in pairs
            for held in one.held
        ),
        batch_size=AT_ONCE,
    )  # fmt: skip
    SolvedSpan.objects.bulk_create(
        (SolvedSpan(clock=clock, since=since, until=until) for one, clock in pairs for since, until in one.solved),
        batch_size=AT_ONCE,
    )
    ended = zip(told, clocks, histories, strict=True)
    return [_end(one, clock, history) for one, clock, history in ended if clock.stopped_at is not None]


def _history(one: PastPromise, hours: calendars.WorkingTime) -> rules.History:
    return rules.History(
        started_at=one.started_at,
        target=timedelta(minutes=one.target_minutes),
        terms=(rules.Term(one.started_at, hours, one.counting == Counting.CALENDAR),),
        pauses=tuple((held.since, held.until) for held in one.held),
        solved=tuple(one.solved),
        stopped_at=one.stopped_at,
    )


def _clock(
    one: PastPromise, history: rules.History, calendar_id: int, hours: calendars.WorkingTime, at: datetime
) -> Clock:
    begins, ends = contracts.usual_moments(one.promise)
    clock = Clock(
        subject=one.subject, number=one.number, promise=one.promise, region_id=one.region_id,
        customer_id=one.customer_id, priority=one.priority, counting=one.counting, target_minutes=one.target_minutes,
        begins=begins, ends=ends,
        calendar_id=calendar_id, calendar_version=hours.version, started_at=one.started_at, stopped_at=one.stopped_at,
        pausing_reasons=sorted({held.reason for held in one.held}),
    )  # fmt: skip
    clock.ladder = facts.usual_ladder(USUAL_PERCENT)
    found = rules.reckon(history, *facts.percents(clock.ladder))
    clock.due_at, clock.is_provisional = found.due_at, found.is_provisional
    facts.set_alarms(clock, found, at)
    clock.alarms_told = sum(moment is not None and moment <= at for moment in clock.alarms_at)
    facts.note_next_alarm(clock)
    if one.stopped_at is not None:
        clock.state = rules.outcome(found.due_at, one.stopped_at)
    else:
        clock.state = Clock.State.PAUSED if found.is_standing else Clock.State.RUNNING
    is_late = found.due_at is not None and (one.stopped_at or at) > found.due_at
    clock.breached_at = found.due_at if is_late else None
    return clock


def _end(one: PastPromise, clock: Clock, history: rules.History) -> ClockStopped:
    stopped_at = one.stopped_at or one.started_at
    spent = [(h, rules.paused_by(history, (h.since, h.until), stopped_at) // MINUTE) for h in one.held]
    return ClockStopped(
        clock_id=clock.pk,
        subject=one.subject,
        promise=one.promise,
        at=stopped_at,
        outcome=clock.state,
        region_id=one.region_id,
        customer_id=one.customer_id,
        priority=one.priority,
        due_at=clock.due_at,
        paused_minutes=rules.paused(history, stopped_at) // MINUTE,
        pauses=tuple((held.reason, held.party, minutes) for held, minutes in spent if minutes),
    )
