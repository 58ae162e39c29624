"""Count by the promises of another priority."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from aftercare.contexts.clocks import facts
from aftercare.contexts.clocks.commands.settling import remember, settle
from aftercare.contexts.clocks.commands.start import day_of
from aftercare.contexts.clocks.commands.taking_terms import count_by
from aftercare.contexts.clocks.models import Clock
from aftercare.contexts.contracts import public as contracts
from aftercare.platform.actor import Actor


@transaction.atomic
def change_priority(*, subject: str, priority: int, by: Actor, at: datetime) -> list[Clock]:
    """
    Give the open clocks of a record the targets of another priority; the minutes used so far stay used.

    A hold that the other clause does not allow stops the clock no longer, and the other way round. A promise the
    contract does not make at the new priority keeps the target it has.
    """
    found = [clock for clock in facts.of_subject(subject) if not clock.is_over and clock.priority != priority]
    before = remember(found)
    terms = {(clock.contract_id, day_of(clock.started_at)) for clock in found if clock.contract_id is not None}
    levels = {(pk, level.promise): level for pk, on in terms for level in contracts.promised(pk, priority, on=on)}
    moved, ladders = [], facts.Ladders()
    for clock in found:
        level = levels.get((clock.contract_id or 0, clock.promise))
        if level is not None:
            count_by(clock, level, max(at, clock.started_at), ladders)
            moved.append(clock)
    settle(moved, before=before, reason="priority_changed", by=by, at=at, note=f"P{priority}")
    return moved
