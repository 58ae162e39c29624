"""What was over goes on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from aftercare.contexts.clocks import facts
from aftercare.contexts.clocks.commands.settling import remember, settle
from aftercare.contexts.clocks.models import Clock, SolvedSpan, Waiver
from aftercare.platform.actor import Actor


@transaction.atomic
def restart(*, subject: str, promises: Iterable[str], by: Actor, at: datetime) -> list[Clock]:
    """
    Let clocks that are over go on with the time they had left.

    The time since they stopped is nobody's: it neither counts nor is it a pause. A promise that was waived stays so.
    """
    wanted = set(promises)
    found = facts.of_subject(subject)
    before = remember(found)
    waived = set(Waiver.objects.filter(clock__in=found).values_list("clock_id", flat=True))
    clocks = [clock for clock in found if clock.promise in wanted and clock.is_over and clock.pk not in waived]
    for clock in clocks:
        if clock.stopped_at is not None:
            SolvedSpan.objects.create(clock=clock, since=clock.stopped_at, until=max(at, clock.stopped_at))
        clock.stopped_at, clock.state = None, Clock.State.RUNNING
    settle(clocks, before=before, reason="reopened", by=by, at=at)
    return clocks
