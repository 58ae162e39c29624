"""What was over goes on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from aftercare.contexts.clocks import facts, moments
from aftercare.contexts.clocks.commands.settling import remember, settle
from aftercare.contexts.clocks.models import Clock, SolvedSpan, Waiver
from aftercare.platform.actor import Actor


@transaction.atomic
def restart(*, subject: str, ends: Iterable[str], by: Actor, at: datetime) -> list[Clock]:
    """
    Let clocks counted to these moments, which have not come after all, go on with the time they had left.

    The time since they stopped is nobody's: it neither counts nor is it a pause. A promise that was waived stays so.
    """
    wanted = set(ends)
    found = facts.of_subject(subject)
    before = remember(found)
    waived = set(Waiver.objects.filter(clock__in=found).values_list("clock_id", flat=True))
    moments.take_back(subject, tuple(wanted), until=at)
    clocks = [clock for clock in found if clock.ends in wanted and clock.is_over and clock.pk not in waived]
    for clock in clocks:
        if clock.stopped_at is not None and clock.has_begun:
            SolvedSpan.objects.create(clock=clock, since=clock.stopped_at, until=max(at, clock.stopped_at))
        clock.stopped_at, clock.state = None, Clock.State.RUNNING
    settle(clocks, before=before, reason="reopened", by=by, at=at)
    return clocks
