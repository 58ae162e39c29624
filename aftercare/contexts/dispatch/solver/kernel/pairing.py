"""Puts two linked visits back at once: on two tours, at the moments that cost least together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aftercare.contexts.dispatch.solver.kernel.chance import chance
from aftercare.contexts.dispatch.solver.kernel.compiled import inner
from aftercare.contexts.dispatch.solver.kernel.holding import hold, narrow, widen
from aftercare.contexts.dispatch.solver.kernel.insertion import (
    moving_cost,
    position_of,
    put,
    standing_cost,
    supplied_from,
)
from aftercare.contexts.dispatch.solver.kernel.layout import PACE, Facts, Routes
from aftercare.contexts.dispatch.solver.kernel.lining_up import line_up
from aftercare.contexts.dispatch.solver.kernel.ruin import TOUCHED, Draft, touch
from aftercare.contexts.dispatch.solver.kernel.timing import moment_at, opening, refresh, step
from aftercare.contexts.dispatch.solver.problem import NEVER, UNFIT

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PASSES = 3
"""How often linked visits that could start earlier are looked for: one that does lets others do so."""
COST, START, TOUR, AFTER = range(4)
"""Columns of `Draft.spots`."""
AGREEING = 4
"""How often two visits with windows look for moments that suit both."""


@inner
def put_pair(facts: Facts, routes: Routes, draft: Draft, first: int, blink: float, dice: NDArray[np.uint64]) -> None:
    """Put the visit and its partner where they add least, or leave both out."""
    second = facts.partner[first]
    firsts = _spots(facts, routes, draft, 0, first, blink, dice)
    seconds = _spots(facts, routes, draft, 1, second, blink, dice)
    best = facts.drop_cost[first] + facts.drop_cost[second]
    one, other, begin, follow = -1, -1, -1, -1
    for n in range(firsts):
        if draft.spots[0, n, COST] + draft.spots[1, 0, COST] >= best:
            break
        for m in range(seconds):
            if draft.spots[0, n, COST] + draft.spots[1, m, COST] >= best:
                break
            if draft.spots[0, n, TOUR] == draft.spots[1, m, TOUR]:
                continue
            start, later = _agreed(facts, first, draft.spots[0, n, START], draft.spots[1, m, START])
            if start < 0:
                continue
            cost = _cost_at(facts, routes, draft, 0, n, first, start)
            if cost < best:
                cost += _cost_at(facts, routes, draft, 1, m, second, later)
            if cost < best:
                best, one, other, begin, follow = cost, n, m, start, later
    if one >= 0:
        _settle_at(facts, routes, draft, 0, one, first, begin)
        _settle_at(facts, routes, draft, 1, other, second, follow)


@inner
def _spots(
    facts: Facts, routes: Routes, draft: Draft, which: int, visit: int, blink: float, dice: NDArray[np.uint64]
) -> int:
    """Fill in the cheapest places of a visit as if it were alone, the cheapest first; return how many there are."""
    _, tours = line_up(facts, routes, draft, visit)
    count = 0
    for k in range(tours):
        r = draft.lined_up[k]
        if facts.fit[visit, r] == UNFIT or supplied_from(facts, routes, r, visit) > 0:
            continue
        base = standing_cost(facts, routes, r, visit)
        for i in range(routes.size[r] + 1):
            cost = _cost_there(facts, routes, r, i, visit)
            if cost < NEVER and chance(dice) >= blink:
                start = _earliest(facts, routes, r, i, visit)
                count = _note(draft, which, count, base + cost, start, r, i)
    return count


@inner
def _cost_there(facts: Facts, routes: Routes, r: int, i: int, visit: int) -> int:
    """Return the travel and lateness the visit adds after stop `i`, with the windows it has now."""
    there, on = facts.come[visit, routes.stops[r, i]], facts.go[visit, routes.stops[r, i + 1]]
    return moving_cost(facts, routes, r, i, visit, there, on)


@inner
def _earliest(facts: Facts, routes: Routes, r: int, i: int, visit: int) -> int:
    """Return the earliest start of the visit after stop `i`."""
    moment = step(facts, r, visit, facts.come[visit, routes.stops[r, i]], moment_at(routes, r, i))
    return min(moment[0], moment[1]) - facts.service[facts.shift[r, PACE], visit]


@inner
def _note(draft: Draft, which: int, count: int, cost: int, start: int, r: int, after: int) -> int:
    """Put a place among the cheapest; return how many there are now."""
    if count == draft.spots.shape[1]:
        if cost >= draft.spots[which, count - 1, COST]:
            return count
        count -= 1
    n = count
    while n > 0 and draft.spots[which, n - 1, COST] > cost:
        for column in range(4):
            draft.spots[which, n, column] = draft.spots[which, n - 1, column]
        n -= 1
    (
        draft.spots[which, n, COST],
        draft.spots[which, n, START],
        draft.spots[which, n, TOUR],
        draft.spots[which, n, AFTER],
    ) = cost, start, r, after
    return count + 1


@inner
def _agreed(facts: Facts, first: int, start: int, later: int) -> tuple[int, int]:
    """Return the earliest starts from these on that suit both visits and their link; -1 when none were found."""
    least, most = facts.apart[first, 0], facts.apart[first, 1]
    for _ in range(AGREEING):
        was, then = start, later
        later = opening(facts, facts.partner[first], max(later, start + least))
        start = opening(facts, first, max(start, later - most))
        if start == NEVER or later == NEVER:
            return -1, -1
        if start == was and later == then:
            return start, later
    return -1, -1


@inner
def _cost_at(facts: Facts, routes: Routes, draft: Draft, which: int, n: int, visit: int, start: int) -> int:
    """Return what the visit adds at that place when it starts then, and not before; NEVER when it cannot."""
    r, after = draft.spots[which, n, TOUR], draft.spots[which, n, AFTER]
    narrow(facts, visit, start)
    cost = _cost_there(facts, routes, r, after, visit)
    widen(facts, visit)
    return NEVER if cost == NEVER else cost + standing_cost(facts, routes, r, visit)


@inner
def _settle_at(facts: Facts, routes: Routes, draft: Draft, which: int, n: int, visit: int, start: int) -> None:
    r = draft.spots[which, n, TOUR]
    hold(facts, routes, visit, start)
    touch(facts, routes, draft, r)
    put(facts, routes, r, draft.spots[which, n, AFTER], visit)


@inner
def pull_forward(facts: Facts, routes: Routes, draft: Draft) -> None:
    """Let linked visits on the touched tours start as early as those before them allow now: that harms nobody."""
    for _ in range(PASSES):
        pulled = False
        k = 0
        while k < draft.tally[TOUCHED]:
            r = draft.touched[k]
            for i in range(1, routes.size[r] + 1):
                if facts.partner[routes.stops[r, i]] >= 0:
                    pulled |= _pull(facts, routes, draft, routes.stops[r, i], i)
            k += 1
        if not pulled:
            return


@inner
def _pull(facts: Facts, routes: Routes, draft: Draft, visit: int, at: int) -> bool:
    """Let a linked visit and its partner start as early as they can; tell whether that was earlier."""
    other = facts.partner[visit]
    r, s, there = routes.route_of[visit], routes.route_of[other], position_of(routes, other)
    start, later = routes.held[visit], routes.held[other]
    widen(facts, visit)
    widen(facts, other)
    soon, next_soon = _agreed(
        facts, visit, _earliest(facts, routes, r, at - 1, visit), _earliest(facts, routes, s, there - 1, other)
    )
    if soon < 0 or (soon >= start and next_soon >= later):
        narrow(facts, visit, start)
        narrow(facts, other, later)
        return False
    touch(facts, routes, draft, r)
    touch(facts, routes, draft, s)
    hold(facts, routes, visit, soon)
    hold(facts, routes, other, next_soon)
    refresh(facts, routes, r)
    refresh(facts, routes, s)
    return True
