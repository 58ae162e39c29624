"""One request for neighbours, and the small questions about requests."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from aftercare.contexts.service_requests import rules
from aftercare.contexts.service_requests.models import RequestCategory, ServiceRequest


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
    contract_id: int | None
    remote_outcome: str
    remote_note: str
    needs_visit: bool | None
    resolution: str
    work_order_number: str
    received_at: datetime
    due_at: datetime | None
    restored_at: datetime | None
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


def is_resolved(request_id: int) -> bool:
    """Tell whether the request is resolved and not yet closed."""
    return ServiceRequest.objects.filter(pk=request_id, status="resolved").exists()


def settled(*, now: datetime, limit: int = 500) -> list[int]:
    """Return the requests resolved long enough ago to be closed, oldest first."""
    rows = ServiceRequest.objects.filter(status="resolved", resolved_at__lte=now - rules.CLOSE_AFTER)
    return list(rows.order_by("resolved_at").values_list("pk", flat=True)[:limit])


def is_known(*, source_system: str, source_key: str) -> bool:
    """Tell whether a request of this key of another system is registered already."""
    return ServiceRequest.objects.filter(source_system=source_system, source_key=source_key).exists()


def category_choices() -> list[tuple[int, str, str]]:
    """Return the categories in use as (id, group, name), group by group."""
    rows = RequestCategory.objects.filter(is_active=True).order_by("group", "name", "id")
    return list(rows.values_list("pk", "group", "name")[:500])


def category(category_id: int) -> RequestCategory | None:
    """Return one category, in use or not, or None."""
    return RequestCategory.objects.filter(pk=category_id).first()
