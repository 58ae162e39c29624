"""Warranties of cases that somebody brings along: read, reckoned as every warranty here, answered. Pure."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from typing import Any

from aftercare.contexts.warranties.rules.jurisdictions import codes, jurisdiction
from aftercare.contexts.warranties.rules.warranty import MonthDay, Season, liability
from aftercare.platform.cases import BadCase, choice, day, given, listed, number

LONGEST_DESIGN_LIFE = 200
LEAP_YEAR = 2000


def answer(case: Mapping[str, Any]) -> dict[str, Any]:
    """
    Return `until` (the last day covered), its `basis` and a `flag` for what somebody should look at.

    :raises BadCase: naming the field and what is wrong with it.
    """
    law = jurisdiction(choice(case, "jurisdiction", codes()))
    found = liability(
        law.minimums[choice(case, "kind", law.minimums)],
        day(case, "accepted_on"),
        design_life_years=_design_life(case),
        season=_season(case),
        contract_until=day(case, "contract_until") if given(case, "contract_until") else None,
    )
    return {"until": found.until and found.until.isoformat(), "basis": found.basis, "flag": found.flag}


def _design_life(case: Mapping[str, Any]) -> int | None:
    if not given(case, "design_life_years"):
        return None
    years = number(case, "design_life_years", least=1, most=LONGEST_DESIGN_LIFE)
    if years != int(years):
        raise BadCase("design_life_years", "is a whole number of years")
    return int(years)


def _season(case: Mapping[str, Any]) -> Season | None:
    edges = listed(case, "season")
    if not edges:
        return None
    if len(edges) != 2:
        raise BadCase("season", 'is its first and its last day, such as ["11-15", "03-15"]')
    first, last = (_month_day(edge) for edge in edges)
    if first == last:
        raise BadCase("season", "begins and ends on the same day")
    return Season(first, last)


def _month_day(edge: Any) -> MonthDay:
    month, dash, number_ = str(edge).partition("-")
    if dash and all(part.isascii() and part.isdigit() and len(part) <= 2 for part in (month, number_)):
        found = int(month), int(number_)
        if 1 <= found[0] <= 12 and 1 <= found[1] <= calendar.monthrange(LEAP_YEAR, found[0])[1]:
            return found
    raise BadCase("season", 'holds days such as "11-15"')
