"""What the demo and the console may ask of the figures; no context lies downstream."""

from __future__ import annotations

from aftercare.contexts.insights.commands import note_past_clocks, rebuild, refresh_requests
from aftercare.contexts.insights.queries import (
    Figures,
    Question,
    by_month,
    by_region,
    figures,
    sources,
    targets,
    top_categories,
)
from aftercare.contexts.insights.rules import Period

__all__ = [
    "Figures",
    "Period",
    "Question",
    "by_month",
    "by_region",
    "figures",
    "note_past_clocks",
    "rebuild",
    "refresh_requests",
    "sources",
    "targets",
    "top_categories",
]
