"""
Passing by the stores: from there on the van has enough of every part.

A tour passes by once at most, and only where it must; the pass is a stop like a visit, which comes and goes with those
that need it.
"""

from __future__ import annotations

from aftercare.contexts.dispatch.solver.kernel.compiled import inner
from aftercare.contexts.dispatch.solver.kernel.layout import Facts, Routes
from aftercare.contexts.dispatch.solver.kernel.timing import lateness_from, moment_at, step
from aftercare.contexts.dispatch.solver.kernel.waiting import go_on, idle_from, stay_at
from aftercare.contexts.dispatch.solver.problem import NEVER

VIA = 1 << 16
"""A place on a tour is the stop before it, plus this times one more than the stop before the pass, if that is new."""


@inner
def best_by_the_stores(facts: Facts, routes: Routes, r: int, visit: int, base: int, cap: int) -> tuple[int, int]:
    """Return the least cost below `cap` of the visit and a pass by the stores before it, and that place; or -1."""
    best, place, size, stores = cap, -1, routes.size[r], facts.passes[r]
    rate, was_late = facts.wait_rate[r], routes.fed_late[r, routes.size[r] + 1]
    base -= was_late + rate * routes.wait[r]
    for j in range(size + 1):
        before = routes.stops[r, j]
        moment, stay = moment_at(routes, r, j), stay_at(routes, r, j)
        here, driven = stores, facts.go[before, stores]
        on = min(facts.go[stores, routes.stops[r, j + 1]], facts.go[stores, visit])
        if driven + on - routes.leg[r, j] + base >= best:
            continue
        moment = step(facts, r, stores, driven, moment)
        stay = go_on(facts, r, stores, driven, stay)
        for i in range(j, size + 1):
            if moment[0] == NEVER and moment[1] == NEVER:
                break
            after = routes.stops[r, i + 1]
            there, on = facts.go[here, visit], facts.go[visit, after]
            travel = driven + there + on - routes.leg[r, i]
            if travel + base < best:
                then = step(facts, r, visit, there, moment)
                if then[0] == NEVER and then[1] == NEVER:
                    break
                late = lateness_from(facts, routes, r, i + 1, step(facts, r, after, on, then))
                if late >= 0:
                    cost = travel + base + late
                    if rate > 0:
                        later = go_on(facts, r, after, on, go_on(facts, r, visit, there, stay))
                        cost += rate * idle_from(facts, routes, r, i + 1, later)
                    if cost < best:
                        best, place = cost, i + VIA * (j + 1)
            leg = facts.go[here, after]
            moment, stay = step(facts, r, after, leg, moment), go_on(facts, r, after, leg, stay)
            driven, here = driven + leg - routes.leg[r, i], after
    return best, place
