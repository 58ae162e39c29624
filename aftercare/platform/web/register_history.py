"""What changed in a row of a register, told field by field from the audit trail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.db import models

MOST = 100


@dataclass(frozen=True, slots=True)
class Change:
    """One change: when, by whom, through which door, and each field's old and new value."""

    at: datetime
    who: str
    via: str
    what: str
    fields: tuple[tuple[Any, Any, Any], ...]


def of(row: models.Model) -> list[Change]:
    """Return the row's changes, newest first; a model that is not tracked has none."""
    tracked = next((m for m in _event_models(type(row))), None)
    if tracked is None:
        return []
    events = tracked.objects.filter(pgh_obj_id=row.pk).select_related("pgh_context").order_by("-pgh_id")[: MOST + 1]
    rows = list(events)
    return [_change(row, new, old) for new, old in pairwise([*rows, None])][:MOST]


def _event_models(model: type[models.Model]) -> list[Any]:
    return [
        relation.related_model
        for relation in model._meta.related_objects
        if getattr(relation.related_model, "pgh_tracked_model", None) is model
    ]


def _change(row: models.Model, new: Any, old: Any) -> Change:
    context = new.pgh_context.metadata if new.pgh_context else {}
    shown = []
    for field in row._meta.concrete_fields:
        if field.primary_key or not hasattr(new, field.attname):
            continue
        after, before = getattr(new, field.attname), getattr(old, field.attname, None) if old else None
        if after != before:
            shown.append((field.verbose_name, before, after))
    return Change(new.pgh_created_at, context.get("name", ""), context.get("via", ""), new.pgh_label, tuple(shown))
