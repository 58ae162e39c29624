"""An engineer's jobs, as lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from aftercare.contexts.visits.models import Visit
from aftercare.platform.actor import Actor

AHEAD = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class JobRow:
    """One job in an engineer's list."""

    id: int
    status: str
    start_at: datetime
    end_at: datetime
    number: str
    subject: str
    kind: str
    priority: int
    place: str
    customer: str
    equipment: str
    resolve_by: datetime | None


_ROW = {
    "number": "work_order__number",
    "subject": "work_order__subject",
    "kind": "work_order__kind",
    "priority": "work_order__priority",
    "place": "work_order__place",
    "customer": "work_order__customer__name",
    "equipment": "work_order__equipment__name",
    "resolve_by": "work_order__resolve_by",
}


def _rows(visits: Any, limit: int) -> list[JobRow]:
    found = visits.values("id", "status", "booking__during", *_ROW.values())[:limit]
    return [_row(row) for row in found]


def _row(row: dict[str, Any]) -> JobRow:
    said: dict[str, Any] = {name: row[path] for name, path in _ROW.items()}
    said |= {name: said[name] or "" for name in ("customer", "equipment")}
    during = row["booking__during"]
    return JobRow(id=row["id"], status=row["status"], start_at=during.lower, end_at=during.upper, **said)


def jobs(*, by: Actor, now: datetime, limit: int = 60) -> list[JobRow]:
    """Return the engineer's jobs that are not over and begin within two weeks, soonest first."""
    if by.engineer_id is None:
        return []
    mine = Visit.objects.under_way().filter(engineer_id=by.engineer_id, booking__during__startswith__lt=now + AHEAD)
    return _rows(mine.order_by("booking__during", "id"), limit)


def past_jobs(*, by: Actor, limit: int = 10) -> list[JobRow]:
    """Return the engineer's jobs that are over, the latest first."""
    if by.engineer_id is None:
        return []
    mine = Visit.objects.filter(engineer_id=by.engineer_id, ended_at__isnull=False)
    return _rows(mine.order_by("-ended_at", "-id"), limit)


def new_jobs_count(*, by: Actor) -> int:
    """Return how many jobs wait for the engineer's yes."""
    if by.engineer_id is None:
        return 0
    return Visit.objects.filter(engineer_id=by.engineer_id, status="assigned").count()


def find_jobs(text: str, *, by: Actor, limit: int) -> list[JobRow]:
    """Return the engineer's jobs whose number, subject, place or customer holds the text, the latest first."""
    if by.engineer_id is None:
        return []
    wanted = Q()
    for path in ("number", "subject", "place", "customer__name", "equipment__serial"):
        wanted |= Q(**{f"work_order__{path}__icontains": text})
    mine = Visit.objects.filter(engineer_id=by.engineer_id).filter(wanted)
    return _rows(mine.order_by("-id"), limit)
