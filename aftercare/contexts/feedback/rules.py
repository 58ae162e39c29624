"""When an answer is low, and how long things may take."""

from __future__ import annotations

from datetime import timedelta

LOW_CSAT, LOW_NPS = 3, 6
ASK_WITHIN = timedelta(hours=24)
OPEN_FOR = timedelta(days=30)
TRACE_WITHIN = timedelta(hours=24)


def is_low(csat: int, nps: int | None) -> bool:
    """Tell whether somebody has to find out why."""
    return csat <= LOW_CSAT or (nps is not None and nps <= LOW_NPS)
