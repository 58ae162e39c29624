"""Read the audit trail: every version of every tracked row, newest first, across all tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

import pghistory.models
from django.apps import apps
from django.db import connection
from django.db.models import Model

ACTIONS = {"insert": "created", "update": "changed", "delete": "deleted"}


@dataclass(frozen=True, slots=True)
class Change:
    """One version of one row: who made it, through which door, and which columns differ from the one before."""

    id: int
    kind: str
    record_id: int | None
    action: str
    at: datetime
    actor_id: int | None
    actor_name: str
    via: str
    request_id: str
    fields: dict[str, tuple[Any, Any]]

    @property
    def position(self) -> str:
        """Return the cursor that continues after this change."""
        return self.at.isoformat()


@lru_cache(maxsize=1)
def _versions() -> dict[str, tuple[type[Model], str]]:
    """Return each tracked model by its label, with the table of its versions."""
    found: dict[str, tuple[type[Model], str]] = {}
    for model in apps.get_models(include_auto_created=True):
        tracked: type[Model] | None = getattr(model, "pgh_tracked_model", None)
        if issubclass(model, pghistory.models.Event) and tracked is not None:
            found[tracked._meta.label_lower] = (tracked, model._meta.db_table)
    return dict(sorted(found.items()))


def tracked_models() -> dict[str, type[Model]]:
    """Return the tracked models by label, such as `work_orders.workorder`."""
    return {label: model for label, (model, _table) in _versions().items()}


def changes(
    *,
    kinds: Iterable[str] = (),
    record_id: int | None = None,
    actor_id: int | None = None,
    request_id: str = "",
    since: datetime | None = None,
    before: datetime | None = None,
    limit: int = 50,
) -> list[Change]:
    """
    Return the latest changes, newest first, at most `limit`.

    Each table is read from its end by its key, so the cost does not grow with the trail.
    :raises LookupError: for a kind that is not tracked.
    """
    tables = {label: table for label, (_model, table) in _versions().items()}
    wanted = list(kinds) or list(tables)
    if unknown := [kind for kind in wanted if kind not in tables]:
        raise LookupError(f"not tracked: {', '.join(unknown)}")
    conditions, values = _conditions(record_id, actor_id, request_id, since, before)
    part = (
        "(SELECT t.pgh_id, %s::text AS kind, t.pgh_obj_id, t.pgh_label, t.pgh_created_at, t.pgh_context_id,"
        " to_jsonb(t) AS row, (SELECT to_jsonb(p) FROM {table} p WHERE p.pgh_obj_id = t.pgh_obj_id"
        " AND p.pgh_id < t.pgh_id ORDER BY p.pgh_id DESC LIMIT 1) AS before"
        " FROM {table} t {where} ORDER BY t.pgh_id DESC LIMIT %s)"
    )
    parts, params = [], []
    for kind in wanted:
        parts.append(part.replace("{table}", connection.ops.quote_name(tables[kind])).replace("{where}", conditions))
        params += [kind, *values, limit]
    sql = (
        "SELECT u.pgh_id, u.kind, u.pgh_obj_id, u.pgh_label, u.pgh_created_at, c.metadata, u.row, u.before FROM ("  # noqa: S608 - the parts are ours, the values parameters
        + " UNION ALL ".join(parts)
        + ") u LEFT JOIN pghistory_context c ON c.id = u.pgh_context_id"
        " ORDER BY u.pgh_created_at DESC, u.pgh_id DESC LIMIT %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*params, limit])
        return [_change(*row) for row in cursor.fetchall()]


def _conditions(
    record_id: int | None, actor_id: int | None, request_id: str, since: datetime | None, before: datetime | None
) -> tuple[str, list[Any]]:
    where: list[str] = []
    values: list[Any] = []
    context = "t.pgh_context_id IN (SELECT id FROM pghistory_context WHERE metadata ->> {} = %s)"
    for clause, value in (
        ("t.pgh_obj_id = %s", record_id),
        (context.format("'actor'"), None if actor_id is None else str(actor_id)),
        (context.format("'request_id'"), request_id or None),
        ("t.pgh_created_at >= %s", since),
        ("t.pgh_created_at < %s", before),
    ):
        if value is not None:
            where.append(clause)
            values.append(value)
    return ("WHERE " + " AND ".join(where) if where else ""), values


def _change(
    pk: int, kind: str, record: int | None, label: str, at: datetime, metadata: Any, row: Any, before: Any
) -> Change:
    import json

    said = json.loads(metadata) if isinstance(metadata, str) else metadata or {}
    new = json.loads(row) if isinstance(row, str) else row
    old = (json.loads(before) if isinstance(before, str) else before) or {}
    if label == "insert":
        old = {}
    fields = {
        name: (old.get(name), value)
        for name, value in new.items()
        if not name.startswith("pgh_") and name != "id" and old.get(name) != value
    }
    return Change(
        id=pk,
        kind=kind,
        record_id=record,
        action=ACTIONS.get(label, label),
        at=at,
        actor_id=said.get("actor"),
        actor_name=said.get("name", ""),
        via=said.get("via", ""),
        request_id=said.get("request_id", ""),
        fields={} if label == "delete" else fields,
    )
