"""Tell the others: event and jobs in the caller's transaction."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, get_type_hints

from django.db import transaction
from procrastinate.types import JSONDict

from aftercare.platform import live
from aftercare.platform.actor import Actor
from aftercare.platform.outbox.gathering import gathered
from aftercare.platform.outbox.models import Event
from aftercare.platform.outbox.reacting import event_type, reactions_to


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


def publish_many(events: Iterable[tuple[Any, str]], *, by: Actor) -> list[Event]:
    """
    Publish many events, each with the record it is about, in a handful of statements: for sweeps and bulk acts.

    :raises RuntimeError: outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("publish inside the command's transaction")
    actor = by.to_json()
    rows = Event.objects.bulk_create(
        Event(name=type(event).__name__, about=about, payload=encode(event), actor=actor, at=event.at)
        for event, about in events
    )
    _follow(rows)
    return rows


def _follow(rows: list[Event]) -> None:
    """Queue the reactions to the events and tell open screens; whoever gathers gets them instead."""
    orders: list[JSONDict] = [{"event_id": row.pk, "reaction": name} for row in rows for name in reactions_to(row.name)]
    kept = gathered()
    if kept is not None:
        kept.extend(dict(order) for order in orders)
        return
    if orders:
        from aftercare.platform.outbox.jobs import react

        react.batch_defer(*orders)
    live.tell_all((row.about, {"event": row.name, "id": row.pk}) for row in rows)


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


def encode(event: Any) -> dict[str, Any]:
    """Return the event's fields as JSON values."""
    return {field.name: _plain(getattr(event, field.name)) for field in dataclasses.fields(event)}


def _plain(value: Any) -> Any:
    match value:
        case datetime() | date():
            return value.isoformat()
        case Decimal():
            return str(value)
        case tuple() | list() | frozenset():
            return [_plain(item) for item in value]
        case dict():
            return {key: _plain(item) for key, item in value.items()}
        case _:
            return value


def decode(row: Event) -> Any:
    """Return the event a row stands for; unknown fields of an older or newer version are left out."""
    kind = event_type(row.name)
    if kind is None:
        raise LookupError(f"nobody knows the event {row.name}")
    hints = get_type_hints(kind)
    known = {f.name for f in dataclasses.fields(kind)}
    return kind(**{name: _typed(hints[name], value) for name, value in row.payload.items() if name in known})


def _typed(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    text = str(hint)
    if isinstance(value, str) and "datetime.datetime" in text:
        return datetime.fromisoformat(value)
    if isinstance(value, str) and "datetime.date" in text:
        return date.fromisoformat(value)
    if isinstance(value, str) and "Decimal" in text:
        return Decimal(value)
    if isinstance(value, list) and "tuple" in text:
        return tuple(tuple(item) if isinstance(item, list) else item for item in value)
    return value
