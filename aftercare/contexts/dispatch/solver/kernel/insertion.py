"""Where a visit fits best: every position of a tour, judged by what it adds to the tour's cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aftercare.contexts.dispatch.solver.kernel.chance import chance
from aftercare.contexts.dispatch.solver.kernel.compiled import inner, woven
from aftercare.contexts.dispatch.solver.kernel.layout import PACE, Facts, Routes
from aftercare.contexts.dispatch.solver.kernel.stores import VIA, best_by_the_stores
from aftercare.contexts.dispatch.solver.kernel.timing import (
    closing,
    lateness_from,
    moment_at,
    refresh,
    step,
    unfairness,
)
from aftercare.contexts.dispatch.solver.kernel.waiting import go_on, idle_from, stay_at
from aftercare.contexts.dispatch.solver.problem import NEVER

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@woven
def supplied_from(facts: Facts, routes: Routes, r: int, visit: int) -> int:
    """Return the stop from which on the van has the visit's parts left for it; NEVER when it never has."""
    for kind in range(facts.stock.shape[1]):
        if routes.used[r, kind] + facts.parts[visit, kind] > facts.stock[r, kind]:
            return routes.fetches[r] if routes.fetches[r] > 0 else NEVER
    return 0


@woven
def standing_cost(facts: Facts, routes: Routes, r: int, visit: int) -> int:
    """Return what the visit adds wherever on the tour it is put: misfit, and a fuller day."""
    load = routes.load[r]
    fuller = load + facts.service[facts.shift[r, PACE], visit]
    return facts.fit[visit, r] + unfairness(facts, r, fuller) - unfairness(facts, r, load)


@woven
def moving_cost(facts: Facts, routes: Routes, r: int, i: int, visit: int, there: int, on: int) -> int:
    """Return what more travel and lateness the visit means after stop `i`, by these ways; NEVER when impossible."""
    moment = step(facts, r, visit, there, moment_at(routes, r, i))
    if moment[0] == NEVER and moment[1] == NEVER:
        return NEVER
    after = routes.stops[r, i + 1]
    late = lateness_from(facts, routes, r, i + 1, step(facts, r, after, on, moment))
    if late < 0:
        return NEVER
    cost = there + on - routes.leg[r, i] + late - routes.fed_late[r, routes.size[r] + 1]
    if facts.wait_rate[r] > 0:
        stay = go_on(facts, r, visit, there, stay_at(routes, r, i))
        wait = idle_from(facts, routes, r, i + 1, go_on(facts, r, after, on, stay))
        cost += facts.wait_rate[r] * (wait - routes.wait[r])
    return cost


@woven
def best_position(
    facts: Facts, routes: Routes, r: int, visit: int, cap: int, blink: float, dice: NDArray[np.uint64]
) -> tuple[int, int]:
    """Return the least added cost below `cap`, and after which stop; -1 when there is none. Sometimes looks away."""
    best, after = cap, -1
    base = standing_cost(facts, routes, r, visit)
    first = supplied_from(facts, routes, r, visit)
    if first == NEVER:
        if facts.passes[r] >= 0:
            return best_by_the_stores(facts, routes, r, visit, base, cap)
        return best, after
    # What others wait may be turned to account.
    least = base - facts.wait_rate[r] * routes.wait[r]
    opens = facts.windows[visit, 0, 0] + facts.service[facts.shift[r, PACE], visit]
    closes = closing(facts, visit, NEVER - 1)
    for i in range(first, routes.size[r] + 1):
        # Times first: they lie side by side, while a travel time is far away in memory.
        if min(routes.hungry[r, i], routes.fed[r, i]) > closes:
            break
        if routes.last_fed[r, i + 1] < opens:
            continue
        there, on = facts.come[visit, routes.stops[r, i]], facts.go[visit, routes.stops[r, i + 1]]
        travel = there + on - routes.leg[r, i]
        if travel + least >= best or opens + on > routes.last_fed[r, i + 1]:
            continue
        if blink > 0.0 and chance(dice) < blink:
            continue
        added = base + moving_cost(facts, routes, r, i, visit, there, on)
        if added < best:
            best, after = added, i
    return best, after


@inner
def put(facts: Facts, routes: Routes, r: int, after: int, visit: int) -> None:
    """Put the visit on the tour after its stop `after`, with a pass by the stores before it where that says so."""
    if after >= VIA:
        _slip_in(routes, r, after // VIA - 1, facts.passes[r])
        after = after % VIA + 1
    _slip_in(routes, r, after, visit)
    refresh(facts, routes, r)


@inner
def _slip_in(routes: Routes, r: int, after: int, visit: int) -> None:
    for i in range(routes.size[r] + 1, after, -1):
        routes.stops[r, i + 1] = routes.stops[r, i]
    routes.stops[r, after + 1] = visit
    routes.size[r] += 1
    routes.route_of[visit] = r


@inner
def pass_by(facts: Facts, routes: Routes, r: int) -> None:
    """Put a pass by the stores on the tour where it costs least, if the tour needs one."""
    lacking, stores = _lacking(facts, routes, r), facts.passes[r]
    best, after = NEVER, lacking - 1
    for i in range(lacking):
        there, on = facts.come[stores, routes.stops[r, i]], facts.go[stores, routes.stops[r, i + 1]]
        cost = moving_cost(facts, routes, r, i, stores, there, on)
        if cost < best:
            best, after = cost, i
    if after >= 0:
        put(facts, routes, r, after, stores)


@inner
def _lacking(facts: Facts, routes: Routes, r: int) -> int:
    """Return the first stop for which the van has not the parts from home; 0 when there is none."""
    for kind in range(facts.stock.shape[1]):
        if routes.used[r, kind] > facts.stock[r, kind]:
            break
    else:
        return 0
    first = routes.size[r]
    for kind in range(facts.stock.shape[1]):
        used = 0
        for i in range(1, first + 1):
            used += facts.parts[routes.stops[r, i], kind]
            if used > facts.stock[r, kind]:
                first = i
                break
    return first


@inner
def take(routes: Routes, r: int, position: int) -> int:
    """Take the visit at this position off the tour and return it; the tour wants a `refresh` afterwards."""
    visit = routes.stops[r, position]
    for i in range(position, routes.size[r] + 1):
        routes.stops[r, i] = routes.stops[r, i + 1]
    routes.size[r] -= 1
    routes.route_of[visit] = -1
    return visit


@inner
def position_of(routes: Routes, visit: int) -> int:
    """Return which stop of its tour the visit is."""
    at = 1
    while routes.stops[routes.route_of[visit], at] != visit:
        at += 1
    return at


@inner
def total_cost(facts: Facts, routes: Routes) -> int:
    """Return the cost of all tours and of the visits left out."""
    total = 0
    for r in range(len(routes.cost)):
        total += routes.cost[r]
    for visit in range(len(facts.drop_cost)):
        if routes.route_of[visit] < 0:
            total += facts.drop_cost[visit]
    return total
