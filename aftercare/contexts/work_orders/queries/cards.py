"""Reads of orders, as frozen rows."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from aftercare.contexts.work_orders import policies, rules
from aftercare.contexts.work_orders.models import (
    CertificateNeed,
    ChecklistItem,
    FailureCode,
    Procedure,
    SkillNeed,
    WorkOrder,
)
from aftercare.platform import search
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import not_found

MOST_CHOICES = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderCard:
    """An order as neighbours see it; `skills` maps skill id to least level."""

    id: int
    number: str
    kind: str
    status: str
    subject: str
    description: str
    request_id: int | None
    follow_up_of_id: int | None
    customer_id: int | None
    customer_name: str
    project_id: int | None
    project_name: str
    equipment_id: int | None
    equipment_name: str
    equipment_number: str
    region_id: int | None
    region_name: str
    place: str
    lat: float | None
    lon: float | None
    zone: str
    contact_name: str
    contact_phone: str
    category_id: int | None
    category_name: str
    priority: int
    coverage: str
    estimated_minutes: int
    crew_size: int
    earliest_at: datetime | None
    arrive_by: datetime | None
    resolve_by: datetime | None
    needs_diagnosis: bool
    diagnosis: str
    diagnosed_at: datetime | None
    failure_mode_id: int | None
    failure_mode: str
    failure_mechanism_id: int | None
    failure_mechanism: str
    failure_cause_id: int | None
    failure_cause: str
    result: str
    opened_at: datetime
    begun_at: datetime | None
    completed_at: datetime | None
    accepted_at: datetime | None
    engineer_name: str
    scheduled_start_at: datetime | None
    scheduled_end_at: datetime | None
    engineers_booked: int
    visit_count: int
    version: int
    skills: Mapping[int, int] = field(default_factory=dict)
    certificate_kind_ids: frozenset[int] = frozenset()

    @property
    def key(self) -> str:
        """Return the name under which events and files know this order."""
        return f"work_order:{self.id}"

    @property
    def missing(self) -> int:
        """Return how many of the crew are still to be booked, once the first one is."""
        return rules.missing(self.crew_size, self.engineers_booked, self.status)

    @property
    def promised_by(self) -> datetime | None:
        """Return the promise that comes next: on site, then put right."""
        return self.arrive_by or self.resolve_by


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of an order's checklist and its answer; `is_ok` is None while unanswered."""

    position: int
    text: str
    kind: str
    unit: str
    minimum: Decimal | None
    maximum: Decimal | None
    is_required: bool
    value: str
    is_ok: bool | None
    note: str
    answered_at: datetime | None
    answered_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRow:
    """One order in the history of a piece of equipment."""

    id: int
    number: str
    kind: str
    status: str
    subject: str
    opened_at: datetime
    completed_at: datetime | None
    failure_mode: str
    diagnosis: str
    result: str
    engineer_name: str


_ELSEWHERE = {
    "customer_name": "customer__name",
    "project_name": "project__name",
    "equipment_name": "equipment__name",
    "equipment_number": "equipment__number",
    "region_name": "region__name",
    "category_name": "category__name",
    "failure_mode": "_failure_mode",
    "failure_mechanism": "_failure_mechanism",
    "failure_cause": "_failure_cause",
}
_FACETS = ("failure_mode", "failure_mechanism", "failure_cause")
_NEEDS = ("skills", "certificate_kind_ids")
_COLUMNS = {f.name: _ELSEWHERE.get(f.name, f.name) for f in fields(OrderCard) if f.name not in _NEEDS}
_HISTORY = {f.name: _ELSEWHERE.get(f.name, f.name) for f in fields(HistoryRow)}


def order_card(work_order_id: int) -> OrderCard:
    """
    Return one order for a neighbour, who has checked the right. One query.

    :raises Refused: `not_found`.
    """
    found = cards_of(WorkOrder.objects.filter(pk=work_order_id))
    if not found:
        raise not_found()
    return found[0]


def order_cards(work_order_ids: Collection[int]) -> dict[int, OrderCard]:
    """Return the named orders by id. One query."""
    return {card.id: card for card in cards_of(WorkOrder.objects.filter(pk__in=work_order_ids))}


def cards_of(rows: QuerySet[WorkOrder]) -> list[OrderCard]:
    """Return the orders as cards with what they ask for. One query."""
    skills = SkillNeed.objects.filter(work_order=OuterRef("pk")).order_by("skill_id")
    papers = CertificateNeed.objects.filter(work_order=OuterRef("pk")).order_by("kind_id")
    found = rows.annotate(
        **_facet_names(),
        _skills=ArraySubquery(skills.values(need=JSONObject(skill=F("skill_id"), level=F("level")))),
        _papers=ArraySubquery(papers.values("kind_id")),
    ).values(*_COLUMNS.values(), "_skills", "_papers")
    return [_card(row) for row in found]


def _facet_names() -> dict[str, Subquery]:
    """Return the names of the failure codes as columns; as joins they would slow the planner of the whole card."""
    return {
        f"_{facet}": Subquery(FailureCode.objects.filter(pk=OuterRef(f"{facet}_id")).values("name")[:1])
        for facet in _FACETS
    }


def _card(row: Mapping[str, Any]) -> OrderCard:
    return OrderCard(
        **{name: _said(name, row[column]) for name, column in _COLUMNS.items()},
        skills={need["skill"]: need["level"] for need in row["_skills"]},
        certificate_kind_ids=frozenset(row["_papers"]),
    )


def _said(name: str, value: Any) -> Any:
    return "" if value is None and name in _ELSEWHERE else value


def unscheduled(actor: Actor, limit: int = 200, *, region_ids: Collection[int] | None = None) -> list[OrderCard]:
    """Return the orders that wait for dispatch, most urgent first: priority, then promise, then age. One query."""
    rows = policies.visible_to(actor).filter(status="unscheduled")
    if region_ids is not None:
        rows = rows.filter(Q(region_id__in=region_ids) | Q(region_id__isnull=True))
    first = F("resolve_by").asc(nulls_last=True)
    return cards_of(rows.order_by("priority", first, "opened_at", "pk")[:limit])


def checklist(work_order_id: int) -> list[Step]:
    """Return the steps of an order in their order. One query."""
    names = [f.name for f in fields(Step)]
    rows = ChecklistItem.objects.filter(work_order_id=work_order_id).order_by("position")
    return [Step(**row) for row in rows.values(*names)]


def history_of(equipment_id: int, limit: int = 20) -> list[HistoryRow]:
    """Return what was done to a piece of equipment, latest first; the caller has checked the right. One query."""
    rows = WorkOrder.objects.filter(equipment_id=equipment_id).exclude(status="canceled").order_by("-opened_at", "-pk")
    found = rows.annotate(**_facet_names()).values(*_HISTORY.values())[:limit]
    return [HistoryRow(**{name: _said(name, row[column]) for name, column in _HISTORY.items()}) for row in found]


def of_request(request_id: int, *, by: Actor) -> list[OrderCard]:
    """Return the orders of a request that the actor may see, oldest first. One query."""
    return cards_of(policies.visible_to(by).filter(request_id=request_id).order_by("opened_at", "pk")[:50])


def failure_codes() -> dict[str, list[tuple[int, str]]]:
    """Return the codes of each facet (mode, mechanism, cause) as choices. One query."""
    found: dict[str, list[tuple[int, str]]] = {str(facet): [] for facet in FailureCode.Facet.values}
    for pk, facet, name in FailureCode.objects.order_by("name", "pk").values_list("pk", "facet", "name"):
        found[facet].append((pk, name))
    return found


def procedure_choices(kind: str = "") -> list[tuple[int, str]]:
    """Return the procedures in use as choices, those for the kind of work alone when one is given."""
    rows = Procedure.objects.filter(is_active=True)
    if kind:
        rows = rows.filter(kind=kind)
    return list(rows.order_by("name", "pk").values_list("pk", "name")[:MOST_CHOICES])


def find(text: str, *, by: Actor, limit: int) -> list[WorkOrder]:
    """Return the orders that match the text, the very number first, then the latest."""
    rows = search.matches(policies.visible_to(by), text).order_by(F("rank").desc(), "-opened_at")
    return list(rows.only("pk", "number", "subject", "place", "status")[:limit])
