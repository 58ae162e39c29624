"""Refuse a concession."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from aftercare.contexts.concessions import policies
from aftercare.contexts.concessions.commands import deciding
from aftercare.contexts.concessions.models import Concession
from aftercare.platform import outbox, wording
from aftercare.platform.actor import Actor
from aftercare.published.concessions import ConcessionRefused


@transaction.atomic
def refuse(*, concession_id: int, note: str, seen_version: int | None = None, by: Actor, at: datetime) -> Concession:
    """
    Let the promise stay as it is, and say why.

    :raises Refused: `not_found`, `stale`, `not_allowed`, `wrong_state`, `missing` without a reason.
    """
    row = deciding.root(concession_id, by=by, seen_version=seen_version)
    policies.may_decide(row, by=by, at=at).or_refuse()
    note = wording.lines(note, field="note", limit=1000, required=True)
    right = deciding.right_of(row, by=by, at=at)
    row.due_before = row.due_after = row.clock.due_at
    for_name = deciding.end(row, "refuse", right=right, note=note, at=at)
    event = ConcessionRefused(
        concession_id=row.pk, clock_id=row.clock_id, subject=row.clock.subject, for_name=for_name, note=note, at=at
    )
    outbox.publish(event, about=row.key, by=by)
    return row
