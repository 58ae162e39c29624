"""Making room for a visit by giving one that matters less to somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aftercare.contexts.dispatch.solver.kernel.compiled import entry, inner
from aftercare.contexts.dispatch.solver.kernel.holding import hold
from aftercare.contexts.dispatch.solver.kernel.insertion import best_position, position_of, put, take
from aftercare.contexts.dispatch.solver.kernel.layout import Facts, Routes
from aftercare.contexts.dispatch.solver.kernel.timing import refresh
from aftercare.contexts.dispatch.solver.problem import NEVER, UNFIT

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from aftercare.contexts.dispatch.solver.problem import Large, Whole

    Dice = NDArray[np.uint64]


@entry
def instead_of_each(
    facts: Facts, routes: Routes, visit: int, may_go: NDArray[np.bool_], costs: Large, after: Whole, dice: Dice
) -> None:
    """
    Fill in for each planned visit that may go what the new one costs in its stead, and after which stop it comes.

    What becomes of the other is not counted; NEVER: it would not help.
    """
    for r in range(len(routes.size)):
        if facts.fit[visit, r] == UNFIT:
            continue
        for at in range(1, routes.size[r] + 1):
            other = routes.stops[r, at]
            if may_go[other]:
                was = routes.cost[r]
                _take_off(facts, routes, r, at)
                added, after[other] = best_position(facts, routes, r, visit, NEVER, 0.0, dice)
                if after[other] >= 0:
                    costs[other] = routes.cost[r] - was + added
                put(facts, routes, r, at - 1, other)


@entry
def elsewhere(
    facts: Facts, routes: Routes, visit: int, other: int, after: int, cap: int, dice: Dice
) -> tuple[int, int, int]:
    """Return what the other costs below `cap` once the visit has its place: on which tour, after which stop, or -1."""
    r = routes.route_of[other]
    at = position_of(routes, other)
    _take_off(facts, routes, r, at)
    put(facts, routes, r, after, visit)
    best, home, behind = cap, -1, -1
    for s in range(len(routes.size)):
        if facts.fit[other, s] != UNFIT:
            cost, found = best_position(facts, routes, s, other, best, 0.0, dice)
            if found >= 0:
                best, home, behind = cost, s, found
    _take_off(facts, routes, r, after + 1)
    put(facts, routes, r, at - 1, other)
    return best, home, behind


@entry
def leave_out(facts: Facts, routes: Routes, visit: int) -> None:
    """Take the visit off its tour, and its partner off another."""
    _take_off(facts, routes, routes.route_of[visit], position_of(routes, visit))
    other = facts.partner[visit]
    if other >= 0:
        _take_off(facts, routes, routes.route_of[other], position_of(routes, other))
        hold(facts, routes, visit, -1)
        hold(facts, routes, other, -1)


@inner
def _take_off(facts: Facts, routes: Routes, r: int, at: int) -> None:
    take(routes, r, at)
    refresh(facts, routes, r)
