"""What the passing of time does to promises: it uses them up."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection, transaction

from aftercare.contexts.clocks.facts import QUIET
from aftercare.contexts.clocks.rules import BREACH
from aftercare.platform import outbox
from aftercare.platform.actor import Actor
from aftercare.published.clocks import DeadlineBroken, DeadlineEscalated, DeadlineNear

BATCH = 2000

# A clock somebody is changing right now is left to the next round. The partial index holds only what has a step ahead.
_TAKE = """
    WITH reached AS (
        SELECT id, alarms_told, breached_at, (SELECT count(*) FROM unnest(alarms_at) AS m WHERE m <= %(at)s) AS passed
          FROM clocks_clock
         WHERE state = 'running' AND next_alarm_at <= %(at)s
         ORDER BY next_alarm_at LIMIT %(batch)s FOR UPDATE SKIP LOCKED)
    UPDATE clocks_clock AS c
       SET alarms_told = reached.passed,
           next_alarm_at = c.alarms_at[reached.passed + 1],
           breached_at = CASE WHEN c.due_at < %(at)s THEN coalesce(c.breached_at, %(at)s) ELSE c.breached_at END
      FROM reached WHERE c.id = reached.id
    RETURNING c.id, c.subject, c.promise, c.due_at, c.region_id, c.ladder, reached.alarms_told, reached.passed,
              reached.breached_at IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class Swept:
    """How many promises were found near their end, how many broken, and how many broken and still open."""

    near: int
    broken: int
    escalated: int = 0


class _Reached(NamedTuple):
    """A clock that came to one or more steps of its ladder since somebody last looked."""

    pk: int
    subject: str
    promise: str
    due_at: datetime
    region_id: int | None
    ladder: Any
    told: int
    passed: int
    was_broken: bool


def sweep(*, by: Actor, at: datetime, batch: int = BATCH) -> Swept:
    """
    Tell each step of each running clock's ladder once: the warnings, the breach, and what comes after it.

    It looks at the state and not at the time since the last look, so a missed round costs lateness and nothing else.
    Of a promise that is broken nobody says that it was near: whoever should have heard that hears of the breach. Each
    batch is a transaction.
    """
    total = dict.fromkeys((DeadlineNear, DeadlineBroken, DeadlineEscalated), 0)
    taken = batch
    while taken == batch:
        taken = _batch(total, by, at, batch)
    return Swept(*total.values())


@transaction.atomic
def _batch(total: dict[type[Any], int], by: Actor, at: datetime, batch: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, {"at": at, "batch": batch})
        rows = [_Reached(*row)._replace(ladder=_ladder(row[5])) for row in cursor.fetchall()]
    events = [(event, row.subject) for row in rows for event in _steps(row, at)]
    for event, _subject in events:
        total[type(event)] += 1
    if events:
        outbox.publish_many(events, by=by)
    return len(rows)


@lru_cache
def _ladder(written: str) -> list[tuple[int, list[str], bool]]:
    """Return percent, audiences and whether by e-mail too of each step; a company has few different ladders."""
    return [(percent, audiences, QUIET not in rest) for percent, audiences, *rest in json.loads(written)]


def _steps(row: _Reached, at: datetime) -> Iterator[Any]:
    """Yield what the steps say that a clock has come to, in their order."""
    of: dict[str, Any] = {"clock_id": row.pk, "subject": row.subject, "promise": row.promise, "due_at": row.due_at}
    of |= {"region_id": row.region_id, "at": at}
    unheard: list[str] = []
    for percent, audiences, by_mail in row.ladder[row.told : row.passed]:
        if percent > BREACH:
            yield DeadlineEscalated(**of, percent=percent, tells=tuple(audiences), by_mail=by_mail)
        elif percent == BREACH and not row.was_broken:
            yield DeadlineBroken(**of, tells=tuple(dict.fromkeys([*unheard, *audiences])), by_mail=by_mail)
        elif row.due_at < at:
            unheard += audiences
        else:
            yield DeadlineNear(**of, percent=percent, tells=tuple(audiences), by_mail=by_mail)
