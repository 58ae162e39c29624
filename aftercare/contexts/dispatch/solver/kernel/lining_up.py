"""Whose tours are looked at for a visit, and in which order."""

from __future__ import annotations

from aftercare.contexts.dispatch.solver.kernel.compiled import inner
from aftercare.contexts.dispatch.solver.kernel.layout import Facts, Routes
from aftercare.contexts.dispatch.solver.kernel.ruin import Draft
from aftercare.contexts.dispatch.solver.problem import UNFIT

PASSING, HOMES, OTHERS = 6, 2, 12
"""How many tours that pass near a visit, and that begin near it, are looked at; and others when they have no place."""


@inner
def line_up(facts: Facts, routes: Routes, draft: Draft, visit: int) -> tuple[int, int]:
    """
    Line up the tours of those who fit: the ones that pass nearby, then those that begin nearby, then all others.

    Return how many are enough once there is a place on one of them, and how many there are.
    """
    draft.look[0] += 1
    look, count = draft.look[0], 0
    for n in range(facts.near.shape[1]):
        r = routes.route_of[facts.near[visit, n]]
        if r >= 0 and draft.looked_at[r] != look:
            draft.looked_at[r] = look
            if facts.fit[visit, r] != UNFIT:
                draft.lined_up[count] = r
                count += 1
                if count == PASSING:
                    break
    enough = count + HOMES
    for n in range(facts.options.shape[1]):
        r = facts.options[visit, n]
        if r < 0:
            break
        if draft.looked_at[r] != look:
            draft.lined_up[count] = r
            count += 1
    return enough, min(count, enough + OTHERS)
