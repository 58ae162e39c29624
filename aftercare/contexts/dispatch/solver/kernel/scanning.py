"""The best place on every tour at once: what a dispatcher is offered while the customer is on the phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aftercare.contexts.dispatch.solver.kernel.compiled import entry
from aftercare.contexts.dispatch.solver.kernel.holding import hold
from aftercare.contexts.dispatch.solver.kernel.insertion import best_position, put
from aftercare.contexts.dispatch.solver.kernel.layout import Facts, Routes
from aftercare.contexts.dispatch.solver.kernel.timing import refresh
from aftercare.contexts.dispatch.solver.problem import NEVER, UNFIT

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from aftercare.contexts.dispatch.solver.problem import Large, Whole


@entry
def scan(facts: Facts, routes: Routes, visit: int, costs: Large, after: Whole, dice: NDArray[np.uint64]) -> None:
    """Fill in what the visit adds to each tour at its best place (NEVER: it has none), and after which stop that is."""
    for r in range(len(routes.size)):
        costs[r], after[r] = NEVER, -1
        if facts.fit[visit, r] != UNFIT:
            costs[r], after[r] = best_position(facts, routes, r, visit, NEVER, 0.0, dice)


@entry
def refresh_all(facts: Facts, routes: Routes) -> None:
    """Work out anew all that is known about every tour."""
    for r in range(len(routes.size)):
        refresh(facts, routes, r)


@entry
def insert(facts: Facts, routes: Routes, r: int, after: int, visit: int) -> None:
    """Put the visit on the tour."""
    put(facts, routes, r, after, visit)


@entry
def insert_at(facts: Facts, routes: Routes, r: int, after: int, visit: int, start: int) -> None:
    """Put a linked visit on the tour and hold it to its start."""
    hold(facts, routes, visit, start)
    put(facts, routes, r, after, visit)
