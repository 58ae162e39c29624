"""Renewals: the term that follows, and when somebody is reminded that one ends; pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from aftercare.platform.days import years_later


def next_term(starts_on: date, ends_on: date) -> tuple[date, date]:
    """Return the term that follows one at once: as many whole years, else as many days."""
    first = ends_on + timedelta(days=1)
    for years in range(1, 31):
        if years_later(starts_on, years) == first:
            return first, years_later(first, years) - timedelta(days=1)
    return first, first + (ends_on - starts_on)


def due_reminder(days_left: int, ladder: Iterable[int], reminded: int | None) -> int | None:
    """
    Return the step of the ladder to tell now, or None: the lowest that is reached and not told yet.

    Steps that were missed, because nobody looked for a while, are not told one after the other.
    """
    reached = [step for step in ladder if days_left <= step]
    step = min(reached, default=None)
    if step is None or days_left < 1 or (reminded is not None and reminded <= step):
        return None
    return step
