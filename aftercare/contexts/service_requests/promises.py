"""What would be promised to a caller, before anything is registered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from aftercare.contexts.calendars import public as calendars
from aftercare.contexts.contracts import public as contracts


@dataclass(frozen=True, slots=True)
class Promised:
    """One moment a contract would promise now."""

    promise: str
    label: Any
    due_at: datetime
    contract: str


def preview(
    *, customer_id: int | None, project_id: int | None, equipment_id: int | None, priority: int, at: datetime
) -> list[Promised]:
    """Return what the binding contract would promise for a matter of this priority received now."""
    on = at.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
    terms = contracts.terms_for(customer_id=customer_id, project_id=project_id, equipment_id=equipment_id, on=on)
    if terms is None:
        return []
    found = []
    hours: dict[int, calendars.WorkingTime] = {}
    for level in contracts.promised(terms.contract_id, priority, on=on):
        if level.calendar_id not in hours:
            hours[level.calendar_id] = calendars.working_time(level.calendar_id)
        due = hours[level.calendar_id].deadline(at, level.target_minutes, level.counting)
        found.append(Promised(level.promise, contracts.Promise(level.promise).label, due, level.contract_name))
    return found
