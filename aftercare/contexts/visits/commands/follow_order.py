"""What becomes of a finished visit when the order was accepted or sent back without it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from aftercare.contexts.visits.lifecycle import VISIT
from aftercare.contexts.visits.models import Visit
from aftercare.platform.actor import Actor


@transaction.atomic
def settle(*, work_order_id: int, by: Actor, at: datetime) -> int:
    """End the visits that still wait for a signature: the order is accepted without it; return how many."""
    return _end(work_order_id, "settle", at, {})


@transaction.atomic
def take_back(*, work_order_id: int, reason: str, by: Actor, at: datetime) -> int:
    """End the visits that still wait for a signature: the order goes back for rework; return how many."""
    return _end(work_order_id, "refuse_signature", at, {"rejected_reason": reason[:500]})


def _end(work_order_id: int, verb: str, at: datetime, changes: dict[str, object]) -> int:
    waiting = Visit.objects.select_for_update(of=("self",)).filter(work_order_id=work_order_id, status="done")
    rows = list(waiting.order_by("pk"))
    for visit in rows:
        visit.advance(VISIT.after(visit.status, verb), ended_at=at, **changes)
    return len(rows)
