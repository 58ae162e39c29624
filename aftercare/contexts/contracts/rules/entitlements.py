"""Contract years, and how much of a use is still included; pure."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from aftercare.platform.days import years_later


def contract_year(starts_on: date, on: date) -> int:
    """Return the number of the contract year a day lies in, the first being 1; below 1 before the start."""
    year = on.year - starts_on.year
    return year + 1 if on >= years_later(starts_on, year) else year


def span_of(starts_on: date, year: int) -> tuple[date, date]:
    """Return the first and the last day of a contract year."""
    return years_later(starts_on, year - 1), years_later(starts_on, year) - timedelta(days=1)


def beyond(per_year: Decimal, included_so_far: Decimal, quantity: Decimal) -> Decimal:
    """Return how much of a use goes beyond what is left of the year."""
    left = max(Decimal(0), per_year - included_so_far)
    return max(Decimal(0), quantity - left)
