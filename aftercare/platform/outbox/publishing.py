"""Tell the others: event and jobs in the caller's transaction."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db import connection, transaction
from procrastinate.types import JSONDict, JSONValue

from aftercare.platform import live
from aftercare.platform.actor import Actor
from aftercare.platform.outbox.encoding import encode
from aftercare.platform.outbox.gathering import gathered
from aftercare.platform.outbox.models import Event
from aftercare.platform.outbox.reacting import reactions_to

# A thousand events cost the ORM ten times as much; an array of texts, in which every quote is escaped, twice.
_WRITE_MANY = """
    INSERT INTO outbox_event (name, about, payload, actor, at, recorded_at)
    SELECT name, about, payload, %(actor)s::jsonb, at, now()
      FROM jsonb_to_recordset(%(told)s::jsonb)
           AS told (place int, name text, about text, payload jsonb, at timestamptz)
     ORDER BY place
    RETURNING id, name, about
"""
# So many consequences are queued one by one; above, as many share a job.
HANDFUL = 50


class _Row(NamedTuple):
    """What follows from an event needs this of it."""

    pk: int
    name: str
    about: str


def publish(event: Any, *, about: str, by: Actor) -> Event:
    """
    Record the event on the timeline of `about` and queue its reactions; both vanish if the transaction does.

    :raises RuntimeError: outside a transaction, where the event could outlive its cause.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("publish inside the command's transaction")
    row = record(event, about=about, by=by)
    _follow([row])
    return row


def publish_many(events: Iterable[tuple[Any, str]], *, by: Actor) -> None:
    """
    Publish many events, each with the record it is about, in a handful of statements: for sweeps and bulk acts.

    :raises RuntimeError: outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("publish inside the command's transaction")
    told = [
        {
            "place": place,
            "name": type(event).__name__,
            "about": about,
            "payload": encode(event),
            "at": event.at.isoformat(),
        }
        for place, (event, about) in enumerate(events)
    ]
    with connection.cursor() as cursor:
        cursor.execute(_WRITE_MANY, {"actor": json.dumps(by.to_json()), "told": json.dumps(told)})
        _follow([_Row(*row) for row in cursor.fetchall()])


def _follow(rows: Sequence[_Row | Event]) -> None:
    """Queue the reactions to the events and tell open screens; whoever gathers gets them instead."""
    orders = [(row.pk, name) for row in rows for name in reactions_to(row.name)]
    kept = gathered()
    if kept is not None:
        kept.extend({"event_id": event_id, "reaction": reaction} for event_id, reaction in orders)
        return
    if orders:
        _queue(orders)
    live.tell_all((row.about, {"event": row.name, "id": row.pk}) for row in rows)


def _queue(orders: list[tuple[int, str]]) -> None:
    """Queue a job for each consequence of a few events; of many events a job takes a handful of the same kind."""
    from aftercare.platform.outbox.jobs import react, react_each

    if len(orders) <= HANDFUL:
        single: list[JSONDict] = [{"event_id": event_id, "reaction": reaction} for event_id, reaction in orders]
        react.batch_defer(*single)
        return
    by_reaction: dict[str, list[JSONValue]] = defaultdict(list)
    for event_id, reaction in orders:
        by_reaction[reaction].append(event_id)
    handfuls: list[JSONDict] = [
        {"event_ids": ids[n : n + HANDFUL], "reaction": reaction}
        for reaction, ids in by_reaction.items()
        for n in range(0, len(ids), HANDFUL)
    ]
    react_each.batch_defer(*handfuls)


def record(event: Any, *, about: str, by: Actor) -> Event:
    """Write the event on the timeline only; nobody reacts. For history that already had its consequences."""
    return Event.objects.create(
        name=type(event).__name__, about=about, payload=encode(event), actor=by.to_json(), at=event.at
    )


def of(about: str, *, names: Iterable[str] = (), limit: int = 200) -> list[Event]:
    """Return the latest events about a record, oldest first."""
    rows = Event.objects.filter(about=about)
    if names:
        rows = rows.filter(name__in=list(names))
    return list(rows.order_by("-at", "-id")[:limit])[::-1]
