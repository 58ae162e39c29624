"""Grant more time for a promise."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from aftercare.contexts.calendars import public as calendars
from aftercare.contexts.clocks import extending, facts
from aftercare.contexts.clocks.commands.settling import change_of, remember, settle
from aftercare.contexts.clocks.models import Clock, Extension
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import not_found


@transaction.atomic
def extend(
    *,
    clock_id: int,
    minutes: int | None = None,
    until: datetime | None = None,
    source: str,
    note: str,
    by: Actor,
    at: datetime,
) -> Extension:
    """
    Add time to an open promise: so many minutes as the clock counts them, or what is missing to an agreed moment.

    The caller has checked that `by` may grant it. `source` is the record that grants, once for a clock; `note` is its
    number, for everybody to see. The time stays granted whatever else happens to the promise.

    :raises Refused: `not_found`, `missing`, `wrong_state`, `bad_minutes`, `standing_still`, `too_early`,
        `outside_hours`.
    """
    found = facts.locked(Clock.objects.filter(pk=clock_id))
    if not found:
        raise not_found()
    clock = found[0]
    known = next((row for row in clock.extensions.all() if row.source == source), None)
    if known is not None:
        return known
    history = facts.history_of(clock, calendars.working_time(clock.calendar_id))
    added = extending.added_by(clock, history, minutes=minutes, until=until)
    before = remember(found)
    row = Extension.objects.create(
        clock=clock, added=added, until=until, since=at, source=source, note=note[:300], by_id=by.id
    )
    settle(found, before=before, reason="extended", by=by, at=at, note=note)
    if clock.due_at == before[clock.pk][0]:
        # Standing still: no deadline is known that could have moved, and yet it was granted.
        change_of(clock, clock.due_at, "extended", at, note).save()
    return row
