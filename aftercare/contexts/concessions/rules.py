"""Who must decide: the lowest level whose limits hold what is asked; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

TOP = 3


@dataclass(frozen=True, slots=True)
class Limit:
    """What a level may grant; None is without end."""

    level: int
    most_minutes: int | None
    most_amount: Decimal | None
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked: a kind, the minutes it adds (None where it adds none), the money at stake."""

    kind: str
    minutes: int | None
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Excess:
    """Why a level cannot grant something: `kind`, `minutes` or `amount`, and the limit as text."""

    code: str
    limit: str


@dataclass(frozen=True, slots=True)
class Needed:
    """The level that decides, and why the one below cannot."""

    level: int
    why: tuple[Excess, ...] = ()


def excesses(ask: Ask, limit: Limit) -> tuple[Excess, ...]:
    """Return in what the ask goes beyond a level's limits."""
    found = []
    if ask.kind not in limit.kinds:
        found.append(Excess("kind", ask.kind))
    if ask.minutes is not None and limit.most_minutes is not None and ask.minutes > limit.most_minutes:
        found.append(Excess("minutes", str(limit.most_minutes)))
    if limit.most_amount is not None and ask.amount > limit.most_amount:
        found.append(Excess("amount", str(limit.most_amount)))
    return tuple(found)


def needed(ask: Ask, limits: Sequence[Limit]) -> Needed:
    """Return the lowest level whose limits hold the ask; what goes beyond all of them is the top level's."""
    why: tuple[Excess, ...] = ()
    rising = sorted(limits, key=lambda limit: limit.level)
    for limit in rising[:-1]:
        beyond = excesses(ask, limit)
        if not beyond:
            return Needed(limit.level, why)
        why = beyond
    return Needed(rising[-1].level, why)


def falling(limits: Sequence[Limit]) -> str:
    """Return in what a level may grant less than the one below it: `kinds`, `most_minutes`, `most_amount`, or ""."""
    rising = sorted(limits, key=lambda limit: limit.level)
    for below, above in pairwise(rising):
        if not below.kinds <= above.kinds:
            return "kinds"
        if _is_less(above.most_minutes, below.most_minutes):
            return "most_minutes"
        if _is_less(above.most_amount, below.most_amount):
            return "most_amount"
    return ""


def _is_less(above: Decimal | int | None, below: Decimal | int | None) -> bool:
    return above is not None and (below is None or above < below)
