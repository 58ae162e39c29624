"""An event as the database keeps it, and back."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime
from decimal import Decimal
from typing import Any, get_type_hints

from aftercare.platform.outbox.models import Event
from aftercare.platform.outbox.reacting import event_type


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
