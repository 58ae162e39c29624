"""What neighbours may ask of the calendars."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from aftercare.contexts.calendars import chinese_year
from aftercare.contexts.calendars.queries import (
    MissingYear,
    choices,
    default_calendar_id,
    missing_years,
    working_time,
)
from aftercare.contexts.calendars.rules import NeverOpen, Special, WorkingTime
from aftercare.platform import clock
from aftercare.platform.actor import Actor

__all__ = [
    "MissingYear",
    "NeverOpen",
    "Special",
    "WorkingTime",
    "choices",
    "default_calendar_id",
    "missing_years",
    "missing_years_now",
    "seed_holidays",
    "working_time",
]


def seed_holidays(
    years: Iterable[int] | None = None, *, by: Actor | None = None, at: datetime | None = None
) -> list[int]:
    """
    Fill the Chinese holiday table (all years the package knows, or these) and make the two starting calendars.

    Safe to call again; returns the years that were filled now.
    """
    return chinese_year.seed(years=years, by=by or Actor.system("calendars"), at=at or clock.now())


def missing_years_now() -> list[MissingYear]:
    """Return the years that are missing at this moment, for operators and the home page."""
    return missing_years(clock.now())
