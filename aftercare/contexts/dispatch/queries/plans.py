"""Reads of plans: what they change, visit by visit, and whose day looks how."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from aftercare.contexts.dispatch import policies
from aftercare.contexts.dispatch.models import Plan, PlannedVisit
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import not_found

MOST_VISITS = 8000


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedRow:
    """One visit of a plan: before, after, and why."""

    id: int
    plan_id: int
    work_order_id: int
    number: str
    subject: str
    place: str
    priority: int
    lat: float | None
    lon: float | None
    booking_id: int | None
    change: str
    engineer_id: int | None
    engineer_name: str
    start_at: datetime | None
    end_at: datetime | None
    was_engineer_id: int | None
    was_engineer_name: str
    was_start_at: datetime | None
    was_end_at: datetime | None
    arrive_by: datetime | None
    resolve_by: datetime | None
    crew_size: int
    # Who goes along, as the plan has it.
    mates: tuple[str, ...] = ()
    reasons: Mapping[str, Any] = field(default_factory=dict)
    overridden_by: str
    overridden_at: datetime | None

    @property
    def is_late(self) -> bool:
        """Tell whether the visit, where it stands in the plan, breaks a promise."""
        begins = bool(self.start_at and self.arrive_by and self.start_at > self.arrive_by)
        return begins or bool(self.end_at and self.resolve_by and self.end_at > self.resolve_by)


def plan(plan_id: int, *, by: Actor) -> Plan:
    """
    Return a plan the actor may see. One query.

    :raises Refused: `not_found`.
    """
    row = policies.plans_visible_to(by).select_related("region").filter(pk=plan_id).first()
    if row is None:
        raise not_found()
    return row


_COLUMNS = {
    "id": "pk",
    "plan_id": "plan_id",
    "work_order_id": "work_order_id",
    "number": "work_order__number",
    "subject": "work_order__subject",
    "place": "work_order__place",
    "priority": "work_order__priority",
    "lat": "work_order__lat",
    "lon": "work_order__lon",
    "booking_id": "booking_id",
    "change": "change",
    "engineer_id": "engineer_id",
    "engineer_name": "engineer__name",
    "was_engineer_id": "was_engineer_id",
    "was_engineer_name": "was_engineer__name",
    "arrive_by": "work_order__arrive_by",
    "resolve_by": "work_order__resolve_by",
    "crew_size": "crew_size",
    "reasons": "reasons",
    "overridden_by": "overridden_by",
    "overridden_at": "overridden_at",
}


def planned_visits(plan_id: int) -> list[PlannedRow]:
    """Return all visits of a plan, for who may see it, by engineer and time. One query."""
    return planned_rows(plan_id=plan_id)


def planned_rows(**wanted: Any) -> list[PlannedRow]:
    """Return the visits of plans that are wanted, by engineer and time; the caller has checked the right. One query."""
    rows = PlannedVisit.objects.filter(**wanted).order_by("engineer__name", "engineer_id", "during", "pk")
    columns = (*_COLUMNS.values(), "during", "was_during", "inputs__mate")
    return _with_mates([(_row(row), row["inputs__mate"]) for row in rows.values(*columns)[:MOST_VISITS]])


def _with_mates(rows: Sequence[tuple[PlannedRow, Mapping[str, Any] | None]]) -> list[PlannedRow]:
    """Return the rows; those of work for two with who goes along, in the plan or booked beside it."""
    names: dict[int, list[PlannedRow]] = defaultdict(list)
    for row, _mate in rows:
        if row.crew_size > 1 and row.engineer_id:
            names[row.work_order_id].append(row)
    found = []
    for row, mate in rows:
        along = [other.engineer_name for other in names[row.work_order_id] if other is not row and row.engineer_id]
        along = along or ([mate["name"]] if mate else [])
        found.append(replace(row, mates=tuple(dict.fromkeys(along))) if along else row)
    return found


def _row(row: Mapping[str, Any]) -> PlannedRow:
    during, was = row["during"], row["was_during"]
    facts = {name: row[column] for name, column in _COLUMNS.items()}
    names = {name: facts[name] or "" for name in ("engineer_name", "was_engineer_name")}
    return PlannedRow(
        **{**facts, **names},
        start_at=during and during.lower,
        end_at=during and during.upper,
        was_start_at=was and was.lower,
        was_end_at=was and was.upper,
    )
