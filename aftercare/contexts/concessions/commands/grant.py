"""Grant a concession."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from aftercare.contexts.clocks import public as clocks
from aftercare.contexts.concessions import mandates, policies, rules
from aftercare.contexts.concessions.commands import deciding
from aftercare.contexts.concessions.models import Concession, Kind
from aftercare.platform import outbox, wording
from aftercare.platform.actor import Actor
from aftercare.published.concessions import ConcessionGranted


@transaction.atomic
def grant(
    *, concession_id: int, note: str = "", seen_version: int | None = None, by: Actor, at: datetime
) -> Concession:
    """
    Grant what was asked; the clock knows it from then on.

    What it comes to is reckoned anew: where the deadline has moved since, it may need a higher level than it did.

    :raises Refused: `not_found`, `stale`, `not_allowed`, `wrong_state`, `above_limit`, or what the clock refuses.
    """
    row = deciding.root(concession_id, by=by, seen_version=seen_version)
    policies.may_decide(row, by=by, at=at).or_refuse()
    note = wording.lines(note, field="note", limit=1000)
    promise = clocks.standing(row.clock_id, lock=True)
    right = deciding.right_of(row, by=by, at=at, level=_level_now(row))
    row.due_before = promise.due_at
    carry_out(row, by=by, at=at)
    row.due_after = None if row.kind == Kind.WAIVE else clocks.standing(row.clock_id).due_at
    for_name = deciding.end(row, "grant", right=right, note=note, at=at)
    event = ConcessionGranted(
        concession_id=row.pk,
        clock_id=row.clock_id,
        subject=promise.subject,
        promise=promise.promise,
        kind=row.kind,
        due_before=row.due_before,
        due_after=row.due_after,
        for_name=for_name,
        note=note,
        at=at,
    )
    outbox.publish(event, about=row.key, by=by)
    return row


def _level_now(row: Concession) -> int:
    """Return the level that what was asked needs by now."""
    minutes = row.minutes
    if row.until is not None:
        minutes = clocks.would_be(row.clock_id, until=row.until).minutes
    ask = rules.Ask(row.kind, minutes, row.amount)
    return rules.needed(ask, [limit.rule for limit in mandates.limits()]).level


def carry_out(row: Concession, *, by: Actor, at: datetime) -> None:
    """Let the clock know: its own record names the concession and its number, never the reason or the money."""
    if row.kind == Kind.WAIVE:
        clocks.waive(clock_id=row.clock_id, source=row.key, note=row.number, by=by, at=at)
        return
    amount = {"until": row.until} if row.until is not None else {"minutes": row.minutes}
    clocks.extend(clock_id=row.clock_id, **amount, source=row.key, note=row.number, by=by, at=at)
