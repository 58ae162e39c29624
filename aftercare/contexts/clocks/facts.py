"""From rows to the history the rules reckon with."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from aftercare.contexts.calendars import public as calendars
from aftercare.contexts.clocks import rules
from aftercare.contexts.clocks.models import Clock, Extension, WarningStep
from aftercare.contexts.clocks.rules import History, Term
from aftercare.contexts.contracts import public as contracts
from aftercare.contexts.contracts.public import Counting

# Behind a step that is told in the inbox only.
QUIET = "inbox"
FACTS = ("pauses", "past_terms", "solved_spans", "extensions")


def of_subject(subject: str) -> list[Clock]:
    """Return the clocks of a record with their facts, locked until the transaction ends."""
    rows = Clock.objects.select_for_update(of=("self",)).filter(subject=subject).order_by("id")
    return list(rows.prefetch_related(*FACTS))


def locked(rows: QuerySet[Clock]) -> list[Clock]:
    """Return clocks with their facts, locked until the transaction ends."""
    return list(rows.select_for_update(of=("self",)).prefetch_related(*FACTS))


def history_of(clock: Clock, hours: calendars.WorkingTime) -> History:
    """Return the history of a clock; `hours` is its calendar, of the version to reckon by."""
    terms = []
    since = clock.started_at
    for past in clock.past_terms.all():
        old = calendars.working_time(past.calendar_id, past.calendar_version)
        terms.append(Term(since, old, past.counting == Counting.CALENDAR))
        since = past.until
    terms.append(Term(since, hours, clock.counting == Counting.CALENDAR))
    return History(
        started_at=clock.started_at,
        target=timedelta(minutes=clock.target_minutes) + granted(clock),
        terms=tuple(terms),
        pauses=tuple((p.since, p.until) for p in clock.pauses.all() if p.stops),
        solved=tuple((s.since, s.until) for s in clock.solved_spans.all()),
        stopped_at=None if clock.state == Clock.State.CANCELED else clock.stopped_at,
    )


def in_force(clock: Clock) -> list[Extension]:
    """Return the extensions that count: what was granted after the promise had been kept or broken changes neither."""
    return [row for row in clock.extensions.all() if clock.stopped_at is None or row.since <= clock.stopped_at]


def granted(clock: Clock) -> timedelta:
    """Return the time granted on top of the promised time."""
    return sum((row.added for row in in_force(clock)), rules.NOTHING)


class Hours:
    """The calendars needed for one piece of work, each asked for once."""

    def __init__(self) -> None:
        self._known: dict[int, calendars.WorkingTime] = {}

    def of(self, calendar_id: int) -> calendars.WorkingTime:
        """Return the calendar as it is now."""
        if calendar_id not in self._known:
            self._known[calendar_id] = calendars.working_time(calendar_id)
        return self._known[calendar_id]


class Ladders:
    """The warning ladders needed for one piece of work, each asked for once."""

    def __init__(self) -> None:
        self._known: dict[int, list[Any]] = {}

    def of(self, level: contracts.Level) -> list[Any]:
        """Return the steps of the ladder that goes with a level."""
        if level.contract_id not in self._known:
            self._known[level.contract_id] = ladder_of(level.contract_id) or usual_ladder(level.warn_percent)
        return self._known[level.contract_id]


def ladder_of(contract_id: int) -> list[Any]:
    """Return the steps of a contract's warning ladder as clocks keep them; none where none is written."""
    rows = WarningStep.objects.filter(contract_id=contract_id)
    return [[row.percent, row.audiences, *([] if row.by_mail else [QUIET])] for row in rows]


def percents(ladder: Iterable[Any]) -> list[int]:
    """Return at which percentages the steps come."""
    return [step[0] for step in ladder]


def usual_ladder(warn_percent: int) -> list[Any]:
    """Return the ladder where none is written: a word to whoever handles the matter, then the managers too."""
    return [[warn_percent, ["carer"]], [rules.BREACH, ["carer", "manager"]]]


def set_alarms(clock: Clock, found: rules.Reckoning, at: datetime) -> None:
    """Write when each step of the ladder comes; one told that moved into the future will be told anew."""
    moments = rules.alarms(percents(clock.ladder), found)
    passed = sum(moment is not None and moment <= at for moment in moments)
    clock.alarms_at, clock.alarms_told = moments, min(clock.alarms_told, passed)
    note_next_alarm(clock)


def note_next_alarm(clock: Clock) -> None:
    """Write the moment of the first step that nobody was told of."""
    waiting = clock.alarms_at[clock.alarms_told :]
    clock.next_alarm_at = waiting[0] if waiting else None


def forget(clocks: Iterable[Clock]) -> None:
    """Drop the facts read before, after rows were written beside them."""
    for clock in clocks:
        clock._prefetched_objects_cache = {}  # type: ignore[attr-defined]
