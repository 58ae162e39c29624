"""Reads of requests, as frozen rows."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.db.models import Q

from aftercare.contexts.service_requests import policies, rules
from aftercare.contexts.service_requests.models import OPEN, RequestCategory, ServiceRequest
from aftercare.platform.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestCard:
    """What neighbours need to know of a request."""

    id: int
    number: str
    kind: str
    status: str
    source: str
    subject: str
    description: str
    customer_id: int | None
    customer_name: str
    contact_id: int | None
    caller_name: str
    caller_phone: str
    project_id: int | None
    project_name: str
    equipment_id: int | None
    equipment_name: str
    equipment_number: str
    region_id: int | None
    place: str
    lat: float | None
    lon: float | None
    zone: str
    category_id: int | None
    category_name: str
    urgency: int
    impact: int
    priority: int
    is_emergency: bool
    coverage: str
    coverage_reason: str
    contract_id: int | None
    remote_outcome: str
    remote_note: str
    needs_visit: bool | None
    resolution: str
    work_order_number: str
    received_at: datetime
    due_at: datetime | None
    resolved_at: datetime | None
    source_system: str
    source_key: str
    version: int

    @property
    def key(self) -> str:
        """Return the name under which events, clocks and files know this request."""
        return f"service_request:{self.id}"


_ELSEWHERE = {
    "customer_name": "customer__name",
    "project_name": "project__name",
    "equipment_name": "equipment__name",
    "equipment_number": "equipment__number",
    "category_name": "category__name",
}
_COLUMNS = {field.name: _ELSEWHERE.get(field.name, field.name) for field in fields(RequestCard)}


def request_card(request_id: int) -> RequestCard | None:
    """Return one request for a neighbour, or None; the caller has checked the right."""
    row = ServiceRequest.objects.filter(pk=request_id).values(*_COLUMNS.values()).first()
    if row is None:
        return None
    return RequestCard(**{name: _said(name, row[column]) for name, column in _COLUMNS.items()})


def _said(name: str, value: Any) -> Any:
    return "" if value is None and name in _ELSEWHERE else value


@dataclass(frozen=True, slots=True)
class Brief:
    """One line about a request, for lists beside a form."""

    id: int
    number: str
    subject: str
    status: str
    priority: int
    received_at: datetime
    equipment_name: str
    next_due_at: datetime | None
    score: float = 0.0


_BRIEF = ("id", "number", "subject", "status", "priority", "received_at", "equipment__name", "next_due_at")


def _brief(row: tuple[Any, ...], score: float = 0.0) -> Brief:
    pk, number, subject, status, priority, received_at, equipment, due = row
    return Brief(pk, number, subject, status, priority, received_at, equipment or "", due, score)


def open_of(customer_id: int, *, by: Actor, limit: int = 8) -> list[Brief]:
    """Return a customer's open requests, latest first."""
    rows = policies.visible_to(by).open().filter(customer_id=customer_id).order_by("-received_at", "-id")
    return [_brief(row) for row in rows.values_list(*_BRIEF)[:limit]]


def history_of(equipment_id: int, *, by: Actor, limit: int = 8) -> list[Brief]:
    """Return what was reported about a piece of equipment, latest first."""
    rows = policies.visible_to(by).filter(equipment_id=equipment_id).order_by("-received_at", "-id")
    return [_brief(row) for row in rows.values_list(*_BRIEF)[:limit]]


def duplicates(
    *,
    text: str,
    customer_id: int | None = None,
    equipment_id: int | None = None,
    phone: str = "",
    except_id: int | None = None,
    by: Actor,
    now: datetime,
    limit: int = 5,
) -> list[Brief]:
    """
    Return open or recent requests that may be the same matter, likeliest first.

    Only the same equipment, customer or phone is looked at; words decide among those.
    """
    near = Q()
    if equipment_id:
        near |= Q(equipment_id=equipment_id)
    if customer_id:
        near |= Q(customer_id=customer_id)
    if phone:
        near |= Q(caller_phone=phone)
    if not near:
        return []
    recent = Q(status__in=OPEN) | Q(received_at__gte=now - rules.DUPLICATE_WITHIN)
    rows = policies.visible_to(by).filter(near, recent).exclude(status__in=("merged", "canceled")).exclude(pk=except_id)
    found = []
    columns = (*_BRIEF, "description", "equipment_id", "customer_id", "caller_phone")
    for *row, description, equipment, customer, caller_phone in rows.order_by("-received_at").values_list(*columns)[
        :60
    ]:
        score = rules.duplicate_score(
            likeness=rules.likeness(text, f"{row[2]} {description}"),
            same_equipment=bool(equipment_id) and equipment == equipment_id,
            same_customer=bool(customer_id) and customer == customer_id,
            same_phone=bool(phone) and caller_phone == phone,
            apart=now - row[5],
        )
        if score >= rules.LIKELY:
            found.append(_brief(tuple(row), score))
    return sorted(found, key=lambda brief: -brief.score)[:limit]


def is_resolved(request_id: int) -> bool:
    """Tell whether the request is resolved and not yet closed."""
    return ServiceRequest.objects.filter(pk=request_id, status="resolved").exists()


def settled(*, now: datetime, limit: int = 500) -> list[int]:
    """Return the requests resolved long enough ago to be closed, oldest first."""
    rows = ServiceRequest.objects.filter(status="resolved", resolved_at__lte=now - rules.CLOSE_AFTER)
    return list(rows.order_by("resolved_at").values_list("pk", flat=True)[:limit])


def category_choices() -> list[tuple[int, str, str]]:
    """Return the categories in use as (id, group, name), group by group."""
    rows = RequestCategory.objects.filter(is_active=True).order_by("group", "name", "id")
    return list(rows.values_list("pk", "group", "name")[:500])


def find(text: str, *, by: Actor, limit: int) -> list[Brief]:
    """Return the requests that match the text, the very number first, then the latest."""
    from aftercare.platform import search

    rows = search.matches(policies.visible_to(by), text).order_by("-rank", "-received_at")
    return [_brief(row) for row in rows.values_list(*_BRIEF)[:limit]]
