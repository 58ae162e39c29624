"""What the figures need of requests: their moments, with the names of category and region as they are now."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from aftercare.contexts.service_requests.models import ServiceRequest

MOST_ROWS = 5_000
_COLUMNS = (
    "id", "number", "source_system", "kind", "status", "priority", "region_id", "region__name", "customer_id",
    "category_id", "category__name", "category__group", "equipment_id", "received_at", "acknowledged_at",
    "responded_at", "arrived_at", "resolved_at", "closed_at", "due_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRow:
    """One request with its moments; an imported one carries the system it came from."""

    id: int
    number: str
    source_system: str
    kind: str
    status: str
    priority: int
    region_id: int | None
    region: str
    customer_id: int | None
    category_id: int | None
    category: str
    category_group: str
    equipment_id: int | None
    received_at: datetime
    acknowledged_at: datetime | None
    responded_at: datetime | None
    arrived_at: datetime | None
    resolved_at: datetime | None
    closed_at: datetime | None
    due_at: datetime | None


def figure_rows(*, ids: Collection[int] | None = None, after_id: int = 0, limit: int = MOST_ROWS) -> list[FigureRow]:
    """Return the requests with these ids, or the next ones after an id, in order of id. One query."""
    rows = ServiceRequest.objects.filter(pk__gt=after_id)
    if ids is not None:
        rows = rows.filter(pk__in=ids)
    found = rows.order_by("pk").values(*_COLUMNS)[: min(limit, MOST_ROWS)]
    return [
        FigureRow(
            region=row.pop("region__name") or "",
            category=row.pop("category__name") or "",
            category_group=row.pop("category__group") or "",
            **row,
        )
        for row in found
    ]
