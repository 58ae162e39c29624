"""Count by the promises of another priority."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from aftercare.contexts.clocks import facts
from aftercare.contexts.clocks.commands.settling import remember, settle
from aftercare.contexts.clocks.commands.start import take_level
from aftercare.contexts.clocks.models import TERMS, Clock, PastTerm, Pause
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
    contract_ids = contracts.levels_by_id(clock.level_id for clock in found if clock.level_id is not None)
    before = remember(found)
    moved = []
    for clock in found:
        old = contract_ids.get(clock.level_id or 0)
        fresh = contracts.promised(old.contract_id, priority) if old else []
        level = next((row for row in fresh if row.promise == clock.promise), None)
        if level is not None:
            moment = max(at, clock.started_at)
            _remember_term(clock, moment)
            take_level(clock, level)
            _split_holds(clock, moment)
            moved.append(clock)
    settle(moved, before=before, reason="priority_changed", by=by, at=at, note=f"P{priority}")
    return moved


def _remember_term(clock: Clock, moment: datetime) -> None:
    """Keep what the clock was counted by; of two changes in one moment only the first had any time."""
    terms = {name: getattr(clock, name) for name in TERMS}
    PastTerm.objects.get_or_create(
        clock=clock, until=moment, defaults={**terms, "calendar_version": clock.calendar_version}
    )


def _split_holds(clock: Clock, moment: datetime) -> None:
    """Where the new clause judges an open hold otherwise, end it and let it begin anew under that clause."""
    for row in clock.pauses.all():
        stops = row.reason in clock.pausing_reasons
        if row.until is None and row.stops != stops:
            if row.since < moment:
                row.until = moment
                row.save(update_fields=["until"])
                copy = {"reason": row.reason, "party": row.party, "note": row.note, "source": row.source}
                Pause.objects.create(clock=clock, **copy, since=moment, stops=stops)
            else:
                row.stops = stops
                row.save(update_fields=["stops"])
