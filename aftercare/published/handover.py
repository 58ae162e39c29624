"""What happens when projects are handed over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectTakenOver:
    """A workbook was carried out: how many lines of each sheet, and how much is still missing."""

    project_id: int
    lines: dict[str, int]
    gaps: int
    at: datetime
