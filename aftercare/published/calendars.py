"""What happens to calendars."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarChanged:
    """A week, a holiday or a published year changed: deadlines against the calendar must be counted anew."""

    calendar_id: int
    version: int
    reason: str
    at: datetime
