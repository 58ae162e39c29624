"""Reads: the deadlines of a record, and the promises that need somebody now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from aftercare.contexts.calendars import public as calendars
from aftercare.contexts.clocks import facts, policies, rules
from aftercare.contexts.clocks.models import Clock, Pause
from aftercare.contexts.contracts import public as contracts
from aftercare.platform.actor import Actor
from aftercare.platform.web import marks

MINUTE = timedelta(minutes=1)
ORDER = tuple(contracts.Promise.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """One promise as a page shows it; `remaining_minutes` is of the kind the target is counted in, negative if late."""

    clock_id: int
    promise: str
    state: str
    priority: int
    started_at: datetime
    due_at: datetime | None
    stopped_at: datetime | None
    target_minutes: int
    counting: str
    remaining_minutes: int
    paused_minutes: int
    is_provisional: bool
    is_breached: bool
    is_warned: bool
    begins: str
    ends: str
    clause: str
    contract_id: int | None
    contract: str

    @property
    def label(self) -> str:
        """Return the promise in words."""
        return str(contracts.Promise(self.promise).label)

    @property
    def begins_words(self) -> str:
        """Return the moment the promise counts from, in words."""
        return str(contracts.Moment(self.begins).label)

    @property
    def remaining_words(self) -> str:
        """Return the time left in words."""
        return marks.duration_words(self.remaining_minutes)


def deadlines(subject: str, *, now: datetime) -> list[Deadline]:
    """Return the promises of a record, in the order they come due; six queries."""
    clocks = list(Clock.objects.filter(subject=subject).prefetch_related(*facts.FACTS))
    levels = contracts.levels_by_id(clock.level_id for clock in clocks if clock.level_id is not None)
    hours: dict[tuple[int, int], calendars.WorkingTime] = {}
    found = []
    for clock in clocks:
        key = (clock.calendar_id, clock.calendar_version)
        if key not in hours:
            hours[key] = calendars.working_time(*key)
        found.append(_deadline(clock, hours[key], levels.get(clock.level_id or 0), now))
    return sorted(found, key=lambda d: (ORDER.index(d.promise), d.clock_id))


def _deadline(clock: Clock, hours: calendars.WorkingTime, level: contracts.Level | None, now: datetime) -> Deadline:
    history = facts.history_of(clock, hours)
    until = clock.stopped_at or now
    used = rules.counted(history, until) if clock.has_begun else timedelta()
    # What was judged before a correction may rest on a contract of somebody else.
    told = level if level is not None and level.concerns(clock.customer_id) else None
    return Deadline(
        clock_id=clock.pk,
        promise=clock.promise,
        state=clock.state,
        priority=clock.priority,
        started_at=clock.started_at,
        due_at=clock.due_at,
        stopped_at=clock.stopped_at,
        target_minutes=clock.target_minutes,
        counting=clock.counting,
        # Rounded down for time left and up for time over, so that nothing late looks like nothing late.
        remaining_minutes=(history.target - used) // MINUTE,
        paused_minutes=rules.paused(history, until) // MINUTE if clock.has_begun else 0,
        is_provisional=clock.is_provisional,
        is_breached=clock.state == Clock.State.MISSED or _is_past(clock, now),
        is_warned=clock.alarms_told > 0,
        begins=clock.begins,
        ends=clock.ends,
        clause="" if told is None else f"{told.clause_number} {told.clause_title}",
        contract_id=None if told is None else told.contract_id,
        contract="" if told is None else f"{told.contract_number} {told.contract_name}",
    )


def fresh(clock: Clock, level: contracts.Level) -> Deadline:
    """Return the deadline of a clock that has just been started, without asking the database."""
    return Deadline(
        clock_id=clock.pk,
        promise=clock.promise,
        state=clock.state,
        priority=clock.priority,
        started_at=clock.started_at,
        due_at=clock.due_at,
        stopped_at=None,
        target_minutes=clock.target_minutes,
        counting=clock.counting,
        remaining_minutes=clock.target_minutes,
        paused_minutes=0,
        is_provisional=clock.is_provisional,
        is_breached=False,
        is_warned=False,
        begins=clock.begins,
        ends=clock.ends,
        clause=f"{level.clause_number} {level.clause_title}",
        contract_id=level.contract_id,
        contract=f"{level.contract_number} {level.contract_name}",
    )


def _is_past(clock: Clock, now: datetime) -> bool:
    return not clock.is_over and clock.due_at is not None and clock.due_at < now


def deadline(subject: str, promise: str) -> datetime | None:
    """Return when one promise of a record is due; None when it is not made or stands still."""
    rows = Clock.objects.filter(subject=subject, promise=promise).order_by("-id")
    return rows.values_list("due_at", flat=True).first()


def paused_minutes(subject: str, promise: str = "resolve", *, now: datetime) -> int:
    """Return how many minutes of the calendar the pauses of a promise took."""
    clock = Clock.objects.filter(subject=subject, promise=promise).prefetch_related(*facts.FACTS).last()
    if clock is None:
        return 0
    hours = calendars.working_time(clock.calendar_id, clock.calendar_version)
    return rules.paused(facts.history_of(clock, hours), clock.stopped_at or now) // MINUTE


@dataclass(frozen=True, slots=True, kw_only=True)
class PausedTime:
    """A hold in a period's figures: how long it was, why, who was accountable, and whether it stopped the clock."""

    subject: str
    number: str
    promise: str
    reason: str
    party: str
    stops: bool
    since: datetime
    until: datetime | None


def pauses_between(start: datetime, end: datetime, *, by: Actor, limit: int = 1000) -> list[PausedTime]:
    """Return the holds that began in a period on clocks the party may see, with cause and party."""
    rows = (
        Pause.objects.filter(since__gte=start, since__lt=end, clock__in=policies.visible_to(by))
        .order_by("since", "id")
        .values("clock__subject", "clock__number", "clock__promise", "reason", "party", "stops", "since", "until")
    )
    return [
        PausedTime(
            subject=row["clock__subject"],
            number=row["clock__number"],
            promise=row["clock__promise"],
            reason=row["reason"],
            party=row["party"],
            stops=row["stops"],
            since=row["since"],
            until=row["until"],
        )
        for row in rows[:limit]
    ]
