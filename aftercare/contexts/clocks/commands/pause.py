"""Note that a record is held."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from aftercare.contexts.clocks import facts
from aftercare.contexts.clocks.commands.settling import remember, settle
from aftercare.contexts.clocks.models import Clock, Pause
from aftercare.platform.actor import Actor


@transaction.atomic
def pause(
    *,
    subject: str,
    source: str,
    reason: str,
    party: str,
    note: str = "",
    evidence: Iterable[int] = (),
    since: datetime,
    until: datetime | None = None,
    by: Actor,
    at: datetime,
) -> list[Clock]:
    """
    Note a hold on every promise not yet over; it stops those whose clause lets this reason stop them.

    `source` is the record that was held. `until` is given when its end is known already. A hold noted before is left
    as it is, and one that lies before a promise was stopped still counts for it: news may come late.
    """
    clocks = [clock for clock in facts.of_subject(subject) if _concerns(clock, source, since)]
    before = remember(clocks)
    for clock in clocks:
        _end_open(clock, source, since)
        later = [p.since for p in clock.pauses.all() if p.source == source and p.since > since]
        ends = [moment for moment in (until, clock.stopped_at, *later) if moment is not None]
        end = min(ends, default=None)
        Pause.objects.create(
            clock=clock,
            source=source,
            reason=reason,
            party=party,
            note=note[:500],
            evidence=list(evidence),
            stops=reason in clock.pausing_reasons,
            since=max(since, clock.started_at),
            until=None if end is None else max(end, since, clock.started_at),
        )
    settle(clocks, before=before, reason="paused", by=by, at=at, note=reason)
    return clocks


def _concerns(clock: Clock, source: str, since: datetime) -> bool:
    """Tell whether a hold from this moment on says something new about the clock."""
    if clock.state == Clock.State.CANCELED or (clock.stopped_at is not None and since >= clock.stopped_at):
        return False
    begun = max(since, clock.started_at)
    return not any(p.source == source and p.since == begun for p in clock.pauses.all())


def _end_open(clock: Clock, source: str, since: datetime) -> None:
    """End an earlier hold of the same record that is still open: one record is held for one reason at a time."""
    for row in clock.pauses.all():
        if row.source == source and row.until is None and row.since < since:
            row.until = since
            row.save(update_fields=["until"])
