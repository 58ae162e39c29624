"""Start the promises of a record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from aftercare.contexts.calendars import public as calendars
from aftercare.contexts.clocks import facts
from aftercare.contexts.clocks.commands.settling import change_of
from aftercare.contexts.clocks.commands.taking_terms import take_level
from aftercare.contexts.clocks.models import Clock, DeadlineChange
from aftercare.contexts.clocks.rules import History, Term, reckon
from aftercare.contexts.contracts import public as contracts
from aftercare.platform import outbox
from aftercare.platform.actor import Actor
from aftercare.published.clocks import DeadlineSet


@dataclass(frozen=True, slots=True)
class Started:
    """A new clock and the level it counts to."""

    clock: Clock
    level: contracts.Level


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """The record a promise is about."""

    subject: str
    number: str
    region_id: int | None
    customer_id: int | None
    started_at: datetime


@transaction.atomic
def start(
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
) -> list[Started]:
    """
    Start a clock for each moment the binding contract promises at this priority; return those started.

    Call it in the transaction that makes the record. A record whose clocks run already keeps them, and none starts
    when neither a contract nor standard terms are in force.
    """
    if Clock.objects.filter(subject=subject).exists():
        return []
    terms = terms_of(customer_id, project_id, equipment_id, started_at)
    if terms is None:
        return []
    about = About(subject=subject, number=number, region_id=region_id, customer_id=customer_id, started_at=started_at)
    levels = contracts.promised(terms.contract_id, priority, on=day_of(started_at))
    return begin(about, terms.contract_id, levels, by=by, at=at)


def terms_of(
    customer_id: int | None, project_id: int | None, equipment_id: int | None, started_at: datetime
) -> contracts.Terms | None:
    """Return the terms in force for a customer's thing on the day a matter began."""
    return contracts.terms_for(
        customer_id=customer_id, project_id=project_id, equipment_id=equipment_id, on=day_of(started_at)
    )


def day_of(started_at: datetime) -> date:
    """Return the day a matter began, by which the version of the terms is chosen."""
    return started_at.astimezone(ZoneInfo("Asia/Shanghai")).date()


def begin(
    about: About, contract_id: int | None, levels: Iterable[contracts.Level], *, by: Actor, at: datetime
) -> list[Started]:
    """Make one clock for each level; the caller has made sure that none of these promises runs."""
    hours, ladders = facts.Hours(), facts.Ladders()
    started = []
    for level in levels:
        clock = Clock(
            subject=about.subject,
            number=about.number,
            region_id=about.region_id,
            customer_id=about.customer_id,
            contract_id=contract_id,
            started_at=about.started_at,
            promise=level.promise,
            begins=level.begins,
            has_begun=level.begins == contracts.Moment.RECEIVED,
        )
        take_level(clock, level, ladders)
        _reckon_first(clock, hours.of(level.calendar_id), at)
        started.append(Started(clock, level))
    clocks = [new.clock for new in started]
    Clock.objects.bulk_create(clocks)
    running = [clock for clock in clocks if clock.has_begun]
    DeadlineChange.objects.bulk_create(change_of(clock, None, "started", at) for clock in running)
    outbox.publish_many([(_set(clock, at), about.subject) for clock in running], by=by)
    return started


def _reckon_first(clock: Clock, hours: calendars.WorkingTime, at: datetime) -> None:
    """Write the first deadline onto a new clock, and when to warn of it."""
    clock.calendar_version = hours.version
    if not clock.has_begun:
        clock.state = Clock.State.WAITING
        return
    term = Term(clock.started_at, hours, clock.counting == contracts.Counting.CALENDAR)
    history = History(clock.started_at, timedelta(minutes=clock.target_minutes), (term,))
    found = reckon(history, *facts.percents(clock.ladder))
    clock.due_at, clock.is_provisional = found.due_at, found.is_provisional
    facts.set_alarms(clock, found, at)


def _set(clock: Clock, at: datetime) -> DeadlineSet:
    return DeadlineSet(
        clock_id=clock.pk,
        subject=clock.subject,
        promise=clock.promise,
        due_at=clock.due_at,
        reason="started",
        at=at,
    )
