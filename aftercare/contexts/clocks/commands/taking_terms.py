"""What a level gives a clock, at its start and when another level takes the place of the first."""

from __future__ import annotations

from datetime import datetime

from aftercare.contexts.clocks import facts
from aftercare.contexts.clocks.models import TERMS, Clock, PastTerm, Pause
from aftercare.contexts.contracts import public as contracts


def take_level(clock: Clock, level: contracts.Level, ladders: facts.Ladders) -> None:
    """Copy a level onto a clock, so that a later change of the contract does not move a promise already given."""
    clock.level_id = level.id
    clock.priority = level.priority
    clock.counting = level.counting
    clock.target_minutes = level.target_minutes
    clock.pausing_reasons = list(level.pausing_reasons)
    clock.ladder = ladders.of(level)
    clock.calendar_id = level.calendar_id
    clock.ends = level.ends


def count_by(clock: Clock, level: contracts.Level, moment: datetime, ladders: facts.Ladders) -> None:
    """Count by another level from a moment on: the minutes used so far stay used, and open holds are judged anew."""
    if not clock.has_begun:
        _count_from_the_beginning(clock, level, ladders)
    else:
        _remember_term(clock, moment)
        take_level(clock, level, ladders)
        _split_holds(clock, moment)


def _count_from_the_beginning(clock: Clock, level: contracts.Level, ladders: facts.Ladders) -> None:
    """Give other terms to a promise that no minute of has counted yet."""
    take_level(clock, level, ladders)
    for row in clock.pauses.all():
        row.stops = row.reason in clock.pausing_reasons
        row.save(update_fields=["stops"])


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
