"""Keep how long an ended clock stood still for whom."""

from __future__ import annotations

from django.db import transaction

from aftercare.contexts.calendars import public as calendars
from aftercare.contexts.clocks import facts
from aftercare.contexts.clocks.commands.settling import causes
from aftercare.contexts.clocks.models import Clock, PausedShare


@transaction.atomic
def share_pauses(*, clock_id: int) -> None:
    """Write the minutes each party is accountable for anew; none for a clock that runs or fell away."""
    clock = next(iter(facts.locked(Clock.objects.filter(pk=clock_id))), None)
    if clock is None:
        return
    minutes: dict[str, int] = {}
    if clock.stopped_at is not None and clock.state != Clock.State.CANCELED:
        history = facts.history_of(clock, calendars.working_time(clock.calendar_id, clock.calendar_version))
        for _reason, party, spent in causes(clock, history, clock.stopped_at):
            minutes[party] = minutes.get(party, 0) + spent
    PausedShare.objects.filter(clock=clock).delete()
    PausedShare.objects.bulk_create(PausedShare(clock=clock, party=p, minutes=m) for p, m in minutes.items())
