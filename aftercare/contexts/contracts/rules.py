"""The law's minimum terms and how days are counted; pure."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date

# 建设工程质量管理条例 art. 40 (4): electrical, plumbing, equipment installation and decoration.
EQUIPMENT_YEARS = 2
PRIORITIES = (1, 2, 3, 4)


def years_later(day: date, years: int) -> date:
    """
    Return the last day of a term of whole years that begins on a day.

    The corresponding day of the last year, or the last day of its month where there is none (民法典 art. 202).
    """
    year = day.year + years
    return date(year, day.month, min(day.day, calendar.monthrange(year, day.month)[1]))


def statutory_until(completion_accepted_on: date | None) -> date | None:
    """Return the last day of the statutory warranty of installed equipment."""
    return None if completion_accepted_on is None else years_later(completion_accepted_on, EQUIPMENT_YEARS)


@dataclass(frozen=True, slots=True)
class Warranty:
    """The two warranties of a thing; the longer one is what counts."""

    statutory_until: date | None
    contract_until: date | None

    def covering(self, on: date) -> str:
        """Return `statutory` or `contract` for the warranty in force on a day, or "" when both are over."""
        if self.statutory_until is not None and on <= self.statutory_until:
            return "statutory"
        if self.contract_until is not None and on <= self.contract_until:
            return "contract"
        return ""

    @property
    def is_too_short(self) -> bool:
        """Tell whether the contract promised less than the law; the law's term counts then."""
        return bool(self.statutory_until and self.contract_until and self.contract_until < self.statutory_until)

    @property
    def ended_on(self) -> date | None:
        """Return the day the longer of the two ended."""
        return max((d for d in (self.statutory_until, self.contract_until) if d), default=None)


def days_left(ends_on: date, today: date) -> int:
    """Return how many days a term still has, the last one included; below one means it is over."""
    return (ends_on - today).days + 1


def standing(status: str, starts_on: date, ends_on: date, today: date) -> str:
    """Return where a contract stands today: its status, or `upcoming` or `expired` outside its term."""
    if status != "active":
        return status
    if today < starts_on:
        return "upcoming"
    return "expired" if today > ends_on else status
