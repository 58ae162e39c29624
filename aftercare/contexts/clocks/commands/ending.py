"""What the end of a promise does to its clock."""

from __future__ import annotations

from datetime import datetime

from aftercare.contexts.clocks.models import TERMS, Clock, PastTerm, Pause


def end(clock: Clock, moment: datetime) -> None:
    """Write onto a clock that its promise ended at a moment."""
    clock.stopped_at = max(moment, clock.started_at)
    end_holds(clock, clock.stopped_at)
    _undo_later_terms(clock, clock.stopped_at)


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
