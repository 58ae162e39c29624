"""What happens to engineers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveApproved:
    """An engineer will be away."""

    leave_id: int
    engineer_id: int
    start_at: datetime
    end_at: datetime
    at: datetime
