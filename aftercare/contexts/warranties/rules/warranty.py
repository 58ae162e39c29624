"""
How long the law, and the contract, make somebody liable for a part; pure.

The term begins with the day completion acceptance passed, which itself does not count, and ends with the corresponding
day of the last year, or the last day of its month where there is none (民法典 art. 201 and 202). Its move past a public
holiday (art. 203) is for the caller to ask for.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from aftercare.contexts.warranties.rules.jurisdictions import Minimum
from aftercare.platform.days import years_later

MonthDay = tuple[int, int]
Stretch = tuple[date, date | None]
HOME = "CN"


@dataclass(frozen=True, slots=True)
class Season:
    """The days of a year on which a city heats, or cools; one that ends before it begins runs over New Year."""

    first: MonthDay
    last: MonthDay

    def beginning(self, year: int) -> date:
        """Return the first day of the season that begins in a year."""
        return _day(year, self.first)

    def end(self, year: int) -> date:
        """Return the last day of the season that begins in a year."""
        return _day(year + (self.last < self.first), self.last)

    def counted(self, accepted_on: date, count: int) -> list[tuple[date, date]]:
        """Return the first seasons that begin after an acceptance; one that had begun by then does not count."""
        year = accepted_on.year
        while self.beginning(year) <= accepted_on:
            year += 1
        return [(self.beginning(year + n), self.end(year + n)) for n in range(count)]

    def ends(self, accepted_on: date, count: int) -> date:
        """Return the last day of the n-th season after an acceptance."""
        return self.counted(accepted_on, count)[-1][1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Liability:
    """
    Until when somebody is liable for a part, the last day included, and on which `basis`: `statutory` or `contract`.

    `flag` says what a person should look at: `contract_shorter` when the contract promises less than the law (the law
    counts), `design_life_missing`, `season_missing` or `contract_term_missing` when the day cannot be told from what
    is known; the contract's day then stands alone, if there is one.
    """

    until: date | None
    basis: str
    flag: str | None
    statutory_until: date | None


def liability(
    minimum: Minimum,
    accepted_on: date,
    *,
    design_life_years: int | None = None,
    season: Season | None = None,
    contract_until: date | None = None,
    is_holiday: Callable[[date], bool] | None = None,
) -> Liability:
    """Return the longer of the law's term and the contract's; `is_holiday` moves an end on a holiday past it."""
    statutory, missing = _statutory(minimum, accepted_on, design_life_years, season)
    while statutory is not None and is_holiday is not None and is_holiday(statutory):
        statutory += timedelta(days=1)
    if statutory is None:
        if minimum.term == "contract" and contract_until is None:
            missing = "contract_term_missing"
        basis = "contract" if contract_until is not None or minimum.term == "contract" else "statutory"
        return Liability(until=contract_until, basis=basis, flag=missing, statutory_until=None)
    if contract_until is not None and contract_until > statutory:
        return Liability(until=contract_until, basis="contract", flag=None, statutory_until=statutory)
    flag = "contract_shorter" if contract_until is not None and contract_until < statutory else None
    return Liability(until=statutory, basis="statutory", flag=flag, statutory_until=statutory)


def _statutory(
    minimum: Minimum, accepted_on: date, design_life_years: int | None, season: Season | None
) -> tuple[date | None, str | None]:
    """Return the law's last day, or which fact is missing."""
    if minimum.term == "years":
        return years_later(accepted_on, minimum.amount), None
    if minimum.term == "seasons":
        return (season.ends(accepted_on, minimum.amount), None) if season else (None, "season_missing")
    if minimum.term == "design_life":
        if design_life_years is None:
            return None, "design_life_missing"
        return years_later(accepted_on, design_life_years), None
    return None, None


def _day(year: int, of: MonthDay) -> date:
    month, number = of
    return date(year, month, min(number, calendar.monthrange(year, month)[1]))


def lengthened(until: date, suspensions: Iterable[Stretch]) -> date | None:
    """
    Return the last day of a term that stood still during the suspensions (first and last day included).

    Each one that begins within the term lengthens it by its days; None while one of them has no end yet.
    """
    for since, last in sorted(suspensions, key=lambda stretch: stretch[0]):
        if since > until:
            break
        if last is None:
            return None
        until += last - since + timedelta(days=1)
    return until
