"""
Linked visits on tours are held to their starts, like a visit whose window is a single second.

So every tour is judged as if it were alone. Both come off together, are free then, and find a new moment together.
"""

from __future__ import annotations

from aftercare.contexts.dispatch.solver.kernel.compiled import entry, inner, woven
from aftercare.contexts.dispatch.solver.kernel.layout import Facts, Routes
from aftercare.contexts.dispatch.solver.problem import NEVER


@woven
def narrow(facts: Facts, visit: int, start: int) -> None:
    """Let the visit start then and at no other time."""
    facts.windows[visit, 0, 0], facts.windows[visit, 0, 1] = start, start
    for k in range(1, facts.windows.shape[1]):
        facts.windows[visit, k, 0], facts.windows[visit, k, 1] = NEVER, -1


@woven
def widen(facts: Facts, visit: int) -> None:
    """Let the visit start as it was given."""
    for k in range(facts.windows.shape[1]):
        facts.windows[visit, k, 0], facts.windows[visit, k, 1] = facts.given[visit, k, 0], facts.given[visit, k, 1]


@inner
def hold(facts: Facts, routes: Routes, visit: int, start: int) -> None:
    """Hold the visit to a start; a negative one sets it free."""
    routes.held[visit] = start
    if start < 0:
        widen(facts, visit)
    else:
        narrow(facts, visit, start)


@entry
def hold_all(facts: Facts, routes: Routes, starts) -> None:  # type: ignore[no-untyped-def]
    """Hold every linked visit to its start."""
    for visit in range(len(facts.partner)):
        if facts.partner[visit] >= 0:
            hold(facts, routes, visit, starts[visit])
