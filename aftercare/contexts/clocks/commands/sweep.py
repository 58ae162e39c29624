"""What the passing of time does to promises: it uses them up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from aftercare.platform import outbox
from aftercare.platform.actor import Actor
from aftercare.published.clocks import DeadlineBroken, DeadlineNear

BATCH = 1000

# A clock somebody is changing right now is left to the next round. The partial indexes hold only what is undone.
_BROKEN = """
    UPDATE clocks_clock SET breached_at = %(at)s, warned_at = coalesce(warned_at, %(at)s)
     WHERE id IN (SELECT id FROM clocks_clock
                   WHERE state = 'running' AND breached_at IS NULL AND due_at < %(at)s
                   ORDER BY due_at LIMIT %(batch)s FOR UPDATE SKIP LOCKED)
    RETURNING id, subject, promise, due_at, region_id
"""
_NEAR = """
    UPDATE clocks_clock SET warned_at = %(at)s
     WHERE id IN (SELECT id FROM clocks_clock
                   WHERE state = 'running' AND warned_at IS NULL AND warn_at <= %(at)s
                   ORDER BY warn_at LIMIT %(batch)s FOR UPDATE SKIP LOCKED)
    RETURNING id, subject, promise, due_at, region_id
"""


@dataclass(frozen=True, slots=True)
class Swept:
    """How many promises were found near their end, and how many broken."""

    near: int
    broken: int


def sweep(*, by: Actor, at: datetime, batch: int = BATCH) -> Swept:
    """
    Say of each running clock once that it is near its deadline, and once that it is past it.

    It looks at the state and not at the time since the last look, so a missed round costs lateness and nothing else.
    Broken ones come first: of a promise that is broken nobody says that it is near. Each batch is a transaction.
    """
    broken = _all(_BROKEN, DeadlineBroken, by, at, batch)
    return Swept(near=_all(_NEAR, DeadlineNear, by, at, batch), broken=broken)


def _all(statement: str, event: type[Any], by: Actor, at: datetime, batch: int) -> int:
    total = 0
    while count := _batch(statement, event, by, at, batch):
        total += count
        if count < batch:
            break
    return total


@transaction.atomic
def _batch(statement: str, event: type[Any], by: Actor, at: datetime, batch: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"at": at, "batch": batch})
        rows = cursor.fetchall()
    if rows:
        events = [
            (event(clock_id=pk, subject=subject, promise=promise, due_at=due, region_id=region, at=at), subject)
            for pk, subject, promise, due, region in rows
        ]
        outbox.publish_many(events, by=by)
    return len(rows)
