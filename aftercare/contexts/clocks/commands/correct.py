"""The record is about another customer or thing than was noted at first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from aftercare.contexts.clocks import facts, late_news
from aftercare.contexts.clocks.commands.ending import end_holds
from aftercare.contexts.clocks.commands.reach import catch_up
from aftercare.contexts.clocks.commands.settling import change_of, remember, settle
from aftercare.contexts.clocks.commands.start import About, begin, day_of, terms_of
from aftercare.contexts.clocks.commands.taking_terms import count_by
from aftercare.contexts.clocks.models import Clock, DeadlineChange
from aftercare.contexts.contracts import public as contracts
from aftercare.platform.actor import Actor

REASON = "request_corrected"


@transaction.atomic
def correct(
    *,
    about: About,
    project_id: int | None = None,
    equipment_id: int | None = None,
    priority: int,
    by: Actor,
    at: datetime,
) -> list[Clock]:
    """
    Count the open promises of a record by the terms of the right customer and thing; return those that moved.

    The terms are those in force when the record began. The minutes used so far stay used, and holds stay holds. A
    promise the right terms do not make falls away; one that only they make starts with the record, unless it was kept
    already. What is over keeps the terms it was judged by, and is filed under the right customer.
    """
    found = facts.of_subject(about.subject)
    before = remember(found)
    terms = terms_of(about.customer_id, project_id, equipment_id, about.started_at)
    right = _Right(terms, day_of(about.started_at))
    _file(found, about, right.contract_id)
    ladders = facts.Ladders()
    moved = [clock for clock in found if not clock.is_over and _follow(clock, right, at, ladders)]
    settle(moved, before=before, reason=REASON, by=by, at=at, note=right.name)
    stayed = [clock for clock in moved if clock.due_at == before[clock.pk][0]]
    DeadlineChange.objects.bulk_create(change_of(clock, clock.due_at, REASON, at, right.name) for clock in stayed)
    known = {clock.promise for clock in found if not _begins_otherwise(clock, right)}
    known |= late_news.kept_promises(about.subject)
    new = [level for promise, level in right.levels(priority).items() if promise not in known]
    started = [one.clock for one in begin(about, right.contract_id, new, by=by, at=at)]
    catch_up(started, by=by, at=at)
    return [*moved, *started]


class _Right:
    """The terms that bind, and what they promise at each priority, asked for once."""

    def __init__(self, terms: contracts.Terms | None, on: date) -> None:
        self.contract_id = terms.contract_id if terms else None
        self.name = terms.name if terms else ""
        self._on = on
        self._known: dict[int, dict[str, contracts.Level]] = {}

    def levels(self, priority: int) -> dict[str, contracts.Level]:
        """Return the level of each promise made at a priority."""
        if self.contract_id is None:
            return {}
        if priority not in self._known:
            rows = contracts.promised(self.contract_id, priority, on=self._on)
            self._known[priority] = {level.promise: level for level in rows}
        return self._known[priority]


def _begins_otherwise(clock: Clock, right: _Right) -> bool:
    """Tell whether a promise fell away because the right terms count it from another moment."""
    level = right.levels(clock.priority).get(clock.promise)
    return clock.state == Clock.State.CANCELED and level is not None and level.begins != clock.begins


def _file(clocks: Iterable[Clock], about: About, contract_id: int | None) -> None:
    """Put clocks under the right customer, region and number, over or not; open ones also under the contract."""
    wrong = []
    for clock in clocks:
        filed = (clock.customer_id, clock.region_id, clock.number, clock.contract_id)
        binding = clock.contract_id if clock.is_over else contract_id
        right = (about.customer_id, about.region_id, about.number, binding)
        if filed != right:
            clock.customer_id, clock.region_id, clock.number, clock.contract_id = right
            wrong.append(clock)
    Clock.objects.bulk_update(wrong, ["customer", "region", "number", "contract"])


def _follow(clock: Clock, right: _Right, at: datetime, ladders: facts.Ladders) -> bool:
    """Count an open clock by the right terms, or let it fall away; tell whether anything changed."""
    level = right.levels(clock.priority).get(clock.promise)
    if level is not None and level.id == clock.level_id:
        return False
    moment = max(at, clock.started_at, *(past.until for past in clock.past_terms.all()))
    if level is not None and level.begins == clock.begins:
        count_by(clock, level, moment, ladders)
    else:
        clock.state, clock.stopped_at = Clock.State.CANCELED, moment
        end_holds(clock, moment)
    return True
