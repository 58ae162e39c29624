"""Where a visit fits best: every position of a tour, judged by what it adds to the tour's cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aftercare.contexts.dispatch.solver.kernel.chance import chance
from aftercare.contexts.dispatch.solver.kernel.compiled import inner, woven
from aftercare.contexts.dispatch.solver.kernel.layout import PACE, Facts, Routes
from aftercare.contexts.dispatch.solver.kernel.timing import closing, lateness_from, refresh, step, unfairness
from aftercare.contexts.dispatch.solver.problem import NEVER

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from aftercare.contexts.dispatch.solver.kernel.timing import Moment


@woven
def moment_at(routes: Routes, r: int, i: int) -> Moment:
    """Return when the stop is done, hungry and fed."""
    return routes.hungry[r, i], routes.fed[r, i], routes.hungry_late[r, i], routes.fed_late[r, i]


@woven
def has_parts(facts: Facts, routes: Routes, r: int, visit: int) -> bool:
    """Tell whether the van has the visit's parts left after all the others on the tour."""
    for kind in range(facts.stock.shape[1]):
        if routes.used[r, kind] + facts.parts[visit, kind] > facts.stock[r, kind]:
            return False
    return True


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
    late = lateness_from(facts, routes, r, i + 1, step(facts, r, routes.stops[r, i + 1], on, moment))
    if late < 0:
        return NEVER
    detour = there + on - routes.leg[r, i]
    return detour + late - routes.fed_late[r, routes.size[r] + 1]


@woven
def best_position(
    facts: Facts, routes: Routes, r: int, visit: int, cap: int, blink: float, dice: NDArray[np.uint64]
) -> tuple[int, int]:
    """Return the least added cost below `cap`, and after which stop; -1 when there is none. Sometimes looks away."""
    best, after = cap, -1
    if not has_parts(facts, routes, r, visit):
        return best, after
    base = standing_cost(facts, routes, r, visit)
    opens = facts.windows[visit, 0, 0] + facts.service[facts.shift[r, PACE], visit]
    closes = closing(facts, visit, NEVER - 1)
    for i in range(routes.size[r] + 1):
        # Times first: they lie side by side, while a travel time is far away in memory.
        if min(routes.hungry[r, i], routes.fed[r, i]) > closes:
            break
        if routes.last_fed[r, i + 1] < opens:
            continue
        there, on = facts.come[visit, routes.stops[r, i]], facts.go[visit, routes.stops[r, i + 1]]
        travel = there + on - routes.leg[r, i]
        if travel + base >= best or opens + on > routes.last_fed[r, i + 1]:
            continue
        if blink > 0.0 and chance(dice) < blink:
            continue
        added = base + moving_cost(facts, routes, r, i, visit, there, on)
        if added < best:
            best, after = added, i
    return best, after


@inner
def put(facts: Facts, routes: Routes, r: int, after: int, visit: int) -> None:
    """Put the visit on the tour after its stop `after`."""
    for i in range(routes.size[r] + 1, after, -1):
        routes.stops[r, i + 1] = routes.stops[r, i]
    routes.stops[r, after + 1] = visit
    routes.size[r] += 1
    routes.route_of[visit] = r
    refresh(facts, routes, r)


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
