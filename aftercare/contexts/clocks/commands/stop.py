"""A promised moment has come."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from aftercare.contexts.clocks import facts
from aftercare.contexts.clocks.commands.settling import remember, settle
from aftercare.contexts.clocks.models import TERMS, Clock, PastTerm, Pause
from aftercare.platform.actor import Actor

# The first time counts; what is resolved may be resolved again, and only the reopening moves that.
FIRST_COUNTS = ("acknowledge", "respond", "arrive")


@transaction.atomic
def stop(*, subject: str, promises: Iterable[str], by: Actor, at: datetime, moment: datetime) -> list[Clock]:
    """
    Stop the clocks of these promises at `moment`: kept or broken for good. Open holds of theirs end there.

    A clock that is over stays so; but news of an earlier first moment, from a phone that was offline, moves it.
    """
    wanted = set(promises)
    found = [clock for clock in facts.of_subject(subject) if clock.promise in wanted]
    before = remember(found)
    clocks = [clock for clock in found if _moves(clock, moment)]
    for clock in clocks:
        clock.stopped_at = max(moment, clock.started_at)
        end_holds(clock, clock.stopped_at)
        _undo_later_terms(clock, clock.stopped_at)
    settle(clocks, before=before, reason="stopped", by=by, at=at)
    return clocks


def end_holds(clock: Clock, moment: datetime) -> None:
    """End what holds the clock still: it is over."""
    Pause.objects.filter(clock=clock, until__isnull=True, since__lte=moment).update(until=moment)
    Pause.objects.filter(clock=clock, since__gt=moment).delete()


def _undo_later_terms(clock: Clock, moment: datetime) -> None:
    """Judge by the terms in force when the moment came, though another priority was given before the news of it."""
    later = [past for past in clock.past_terms.all() if past.until > moment]
    if later:
        for name in TERMS:
            setattr(clock, name, getattr(later[0], name))
        PastTerm.objects.filter(pk__in=[past.pk for past in later]).delete()


def _moves(clock: Clock, moment: datetime) -> bool:
    if not clock.is_over:
        return True
    earlier = clock.stopped_at is not None and max(moment, clock.started_at) < clock.stopped_at
    return clock.state != Clock.State.CANCELED and clock.promise in FIRST_COUNTS and earlier
