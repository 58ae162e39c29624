"""Days as law and contracts count them; pure."""

from __future__ import annotations

import calendar
from datetime import date


def years_later(day: date, years: int) -> date:
    """
    Return the last day of a term of whole years that begins on a day.

    The corresponding day of the last year, or the last day of its month where there is none (民法典 art. 202).
    """
    year = day.year + years
    return date(year, day.month, min(day.day, calendar.monthrange(year, day.month)[1]))
