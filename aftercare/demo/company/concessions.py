"""Asks to deviate from promises that run today, in every state, and one approver who is away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from aftercare.contexts.clocks import public as clocks
from aftercare.contexts.clocks.models import Clock
from aftercare.contexts.concessions import commands, mandates
from aftercare.contexts.concessions.models import Concession, Delegation
from aftercare.contexts.people import public as people
from aftercare.contexts.service_requests import commands as requests
from aftercare.contexts.service_requests.models import ServiceRequest
from aftercare.demo.company import data
from aftercare.demo.simulation.cast import Cast
from aftercare.demo.simulation.settling import Settler
from aftercare.platform.actor import Actor, Role
from aftercare.platform.outbox.gathering import gathering
from aftercare.platform.refusal import Refused

ZONE = ZoneInfo("Asia/Shanghai")
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
BY = Actor.system("demo", via="demo")


@dataclass(frozen=True, slots=True)
class _Promise:
    """A promise that is still to be kept, and the matter it is about."""

    clock: Clock
    request: ServiceRequest


def make(*, now: datetime) -> None:
    """Ask, decide and let pass what is declared, each about another matter that is open now."""
    cast, rng = Cast(), Random("concessions")  # noqa: S311 - stories, not secrets
    with gathering() as gathered:
        _delegate(cast, rng, now)
        told = data.read("concessions")["concession"]
        free = list(_open(now))
        for declared in sorted(told, key=lambda one: -one["asked"]):
            _live(declared, free, cast, rng, now)
        Settler(gathered).settle()


def _open(now: datetime) -> Iterator[_Promise]:
    """Yield the promises to arrive and to resolve that run, one of each matter, the oldest first."""
    rows = Clock.objects.filter(state="running", promise__in=["arrive", "resolve"]).order_by("started_at", "pk")
    seen = set()
    for clock in rows:
        if clock.subject not in seen:
            seen.add(clock.subject)
            pk = int(clock.subject.partition(":")[2])
            yield _Promise(clock, ServiceRequest.objects.get(pk=pk))


def _delegate(cast: Cast, rng: Random, now: datetime) -> None:
    """Let the manager of one region be away for a week, with a colleague in their place."""
    manager = next(a for a in cast.by_role[Role.SERVICE_MANAGER.value] if a.region_ids is not None)
    region_id = sorted(manager.region_ids or ())[0]
    taker = cast.of(Role.DISPATCHER, region_id, rng)
    until = (now + 5 * DAY).astimezone(ZONE).replace(hour=18, minute=0, second=0, microsecond=0)
    since = now - 2 * DAY
    commands.delegate(
        taker_id=taker.id or 0, since=since, until=until, note="年假，由调度代为审批", by=manager, at=since
    )


def _live(declared: dict[str, Any], free: list[_Promise], cast: Cast, rng: Random, now: datetime) -> None:
    """Live one concession about the first matter that fits it; where none does, it is left out."""
    at = now - declared["asked"] * MINUTE
    for promise in list(free):
        if promise.clock.started_at >= at or not _fits(declared, promise):
            continue
        asker = cast.of(Role(declared.get("by", "desk_agent")), promise.request.region_id, rng)
        try:
            row = commands.ask(clock_id=promise.clock.pk, **_said(declared, promise), by=asker, at=at)
        except Refused:
            continue
        free.remove(promise)
        _end(declared, row, cast, rng, now)
        return


def _fits(declared: dict[str, Any], promise: _Promise) -> bool:
    """Tell whether what is to happen can: what lapses is called off, which needs a matter without an open order."""
    if declared["ends"] == "lapse":
        return not promise.request.orders.filter(is_open=True).exists()
    return declared["ends"] != "delegate" or promise.request.region_id in _lent_regions()


def _lent_regions() -> frozenset[int]:
    return people.scope_of(Delegation.objects.get().giver_id).region_ids or frozenset()


def _said(declared: dict[str, Any], promise: _Promise) -> dict[str, Any]:
    """Return what is asked, with an agreed moment in the middle of a working morning where one is."""
    said: dict[str, Any] = {"kind": declared["kind"], "reason": declared["reason"], "plan": declared.get("plan", "")}
    said["amount"] = Decimal(declared.get("amount", 0))
    if "minutes" in declared:
        said["minutes"] = declared["minutes"]
    if "days" in declared:
        day = (promise.clock.due_at or promise.clock.started_at).astimezone(ZONE) + declared["days"] * DAY
        said["until"] = _working_morning(promise.clock.pk, day)
    return said


def _working_morning(clock_id: int, day: datetime) -> datetime:
    """Return eleven o'clock of the first day from this one on at which the clock counts."""
    for ahead in range(10):
        until = (day + ahead * DAY).replace(hour=11, minute=0, second=0, microsecond=0)
        try:
            clocks.would_be(clock_id, until=until)
        except Refused:
            continue
        return until
    return day


def _end(declared: dict[str, Any], row: Concession, cast: Cast, rng: Random, now: datetime) -> None:
    """Let what was asked come to its end, or wait."""
    at, note = now - declared.get("ended", 0) * MINUTE, declared.get("note", "")
    region_id = row.request.region_id
    if declared["ends"] in ("grant", "refuse", "delegate"):
        act = commands.refuse if declared["ends"] == "refuse" else commands.grant
        by = _decider(row, cast, at, lent=declared["ends"] == "delegate")
        act(concession_id=row.pk, note=note, by=by, at=at)
    elif declared["ends"] == "withdraw":
        asker = next(a for group in cast.by_role.values() for a in group if a.id == row.asked_by_id)
        commands.withdraw(concession_id=row.pk, by=asker, at=at)
    elif declared["ends"] == "lapse":
        by = cast.of(Role.DESK_AGENT, region_id, rng)
        requests.cancel(request_id=row.request_id, reason=note, by=by, at=at)
    elif declared["ends"] == "escalate":
        commands.escalate(concession_id=row.pk, by=BY, at=row.decide_by + MINUTE)


def _decider(row: Concession, cast: Cast, at: datetime, *, lent: bool) -> Actor:
    """Return somebody of the level that is asked: in an approver's place, or by their own right."""
    everybody = [actor for group in cast.by_role.values() for actor in group]
    fitting = [
        actor
        for actor in everybody
        for mandate in mandates.of(actor, at=at)
        if mandate.holds(row, row.needed_level) and mandate.is_lent == lent
    ]
    return fitting[0]
