"""What neighbours may ask of the clocks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from aftercare.contexts.clocks import commands, explaining, queries
from aftercare.contexts.clocks.commands import Held, PastPromise, extend, take_over, waive
from aftercare.contexts.clocks.explaining import Explanation
from aftercare.contexts.clocks.extending import Standing, WouldBe, standing, would_be
from aftercare.contexts.clocks.models import Clock
from aftercare.contexts.clocks.queries import Deadline, PausedTime, deadline, pauses_between
from aftercare.contexts.contracts.public import Promise
from aftercare.platform import clock
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import not_found

__all__ = [
    "Deadline",
    "Explanation",
    "Held",
    "PastPromise",
    "PausedTime",
    "Promise",
    "Standing",
    "WouldBe",
    "change_priority",
    "deadline",
    "deadlines",
    "explain",
    "extend",
    "paused_minutes",
    "pauses_between",
    "restart",
    "standing",
    "start_promises",
    "sweep",
    "take_over",
    "waive",
    "would_be",
]


def start_promises(
    *,
    subject: str,
    customer_id: int | None,
    project_id: int | None = None,
    equipment_id: int | None = None,
    priority: int,
    region_id: int | None,
    started_at: datetime,
    number: str = "",
    by: Actor,
    at: datetime,
) -> list[Deadline]:
    """
    Start what the binding contract promises about a new record; call it in the transaction that makes the record.

    `number` is the record's own, for lists. Returns the deadlines; none when no terms are in force at all. A record
    whose promises run already keeps them.
    """
    started = commands.start(
        subject=subject,
        customer_id=customer_id,
        project_id=project_id,
        equipment_id=equipment_id,
        priority=priority,
        region_id=region_id,
        started_at=started_at,
        number=number,
        by=by,
        at=at,
    )
    return [queries.fresh(new.clock, new.level) for new in started] or queries.deadlines(subject, now=at)


def deadlines(subject: str, *, now: datetime | None = None) -> list[Deadline]:
    """Return the promises of a record, in the order they come due."""
    return queries.deadlines(subject, now=now or clock.now())


def paused_minutes(subject: str, promise: str = "resolve", *, now: datetime | None = None) -> int:
    """Return how many minutes of the calendar the pauses of a promise took."""
    return queries.paused_minutes(subject, promise, now=now or clock.now())


def change_priority(*, subject: str, priority: int, by: Actor, at: datetime) -> None:
    """Count the open promises of a record by another priority; the minutes used so far stay used."""
    commands.change_priority(subject=subject, priority=priority, by=by, at=at)


def restart(*, subject: str, ends: Iterable[str], by: Actor, at: datetime) -> None:
    """Let promises counted to moments that have not come after all go on with the time they had left."""
    commands.restart(subject=subject, ends=ends, by=by, at=at)


def sweep(*, by: Actor | None = None, at: datetime) -> tuple[int, int]:
    """Warn of promises near their end and of broken ones, as of a moment; return how many of each."""
    found = commands.sweep(by=by or Actor.system("clocks"), at=at)
    return found.near, found.broken


def explain(clock_id: int, *, now: datetime | None = None) -> Explanation:
    """
    Return how a deadline came about. The caller has checked that the reader may see the record it is about.

    :raises Refused: `not_found`.
    """
    row = Clock.objects.select_related("calendar").filter(pk=clock_id).first()
    if row is None:
        raise not_found()
    return explaining.explain(row, now=now or clock.now())
