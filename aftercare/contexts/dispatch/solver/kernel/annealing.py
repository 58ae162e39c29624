"""Rounds of ruin and recreate, of which the better ones stay, and at first some of the worse ones too."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from aftercare.contexts.dispatch.solver.kernel.chance import below, chance
from aftercare.contexts.dispatch.solver.kernel.compiled import entry, inner
from aftercare.contexts.dispatch.solver.kernel.holding import hold
from aftercare.contexts.dispatch.solver.kernel.insertion import total_cost
from aftercare.contexts.dispatch.solver.kernel.layout import Facts, Routes
from aftercare.contexts.dispatch.solver.kernel.recreate import DENSEST, draw_turn, gather, recreate
from aftercare.contexts.dispatch.solver.kernel.ruin import POOL, TAKEN, TOUCHED, Draft, ruin
from aftercare.contexts.dispatch.solver.kernel.timing import refresh

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from aftercare.contexts.dispatch.solver.problem import Large, Whole

FOR_ONE_LEFT_OUT = 0.1
"""How often a round makes room for a visit left out, on tours of people who fit it."""


class Absent(NamedTuple):
    """The visits left out, as a set to draw from."""

    visits: Whole
    place: Whole  # [visit] where it stands among them, -1 when it is planned
    many: Whole  # (how many,)


class Best(NamedTuple):
    """The best tours so far."""

    stops: Whole
    size: Whole
    held: Whole
    cost: Large  # (now, best)


NOW, BEST = range(2)
"""Places of `Best.cost`."""


@entry
def anneal(
    facts: Facts,
    routes: Routes,
    draft: Draft,
    absent: Absent,
    best: Best,
    rounds: int,
    heat: float,
    dice: NDArray[np.uint64],
) -> None:
    """
    Go some rounds; a worse plan is kept the more readily the greater the heat, in units of cost.

    No rounds: take the tours as they are, fit in what can be fitted in, and call that the best so far. One function for
    both, as a second copy of all that is beneath would take seconds to compile.
    """
    for _ in range(max(1, rounds)):
        if rounds == 0:
            turn = _begin(facts, routes, draft, absent, best)
        else:
            turn = _make_room(facts, routes, draft, absent, dice)
        before = _cost_before(facts, draft, absent)
        recreate(facts, routes, draft, turn, dice)
        change = _cost_after(facts, routes, draft) - before
        if rounds == 0 or change < -heat * math.log(1.0 - chance(dice)):
            best.cost[NOW] += change
            _settle(routes, draft, absent)
            _keep_if_best(routes, best)
        else:
            _take_back(facts, routes, draft)


@inner
def _begin(facts: Facts, routes: Routes, draft: Draft, absent: Absent, best: Best) -> int:
    """Put all that is on no tour into the pool; return the order of the round."""
    for r in range(len(routes.size)):
        refresh(facts, routes, r)
    for visit in range(len(routes.route_of)):
        if routes.route_of[visit] < 0 and facts.options[visit, 0] >= 0:
            draft.pool[draft.tally[TAKEN]] = visit
            draft.tally[TAKEN] += 1
            absent.visits[absent.many[0]], absent.place[visit] = visit, absent.many[0]
            absent.many[0] += 1
    draft.tally[POOL] = draft.tally[TAKEN]
    best.cost[NOW] = total_cost(facts, routes)
    best.cost[BEST] = best.cost[NOW] + 1
    return DENSEST


@inner
def _make_room(facts: Facts, routes: Routes, draft: Draft, absent: Absent, dice: NDArray[np.uint64]) -> int:
    """Ruin some tours and fill the pool; return the order of the round."""
    missing = absent.many[0]
    first = below(dice, missing) if missing > 0 else 0
    wanted = absent.visits[first] if missing > 0 and chance(dice) < FOR_ONE_LEFT_OUT else -1
    ruin(facts, routes, draft, (len(routes.route_of) - missing) / len(routes.size), wanted, dice)
    gather(facts, draft, absent.visits, missing, first)
    return draw_turn(dice)


@inner
def _cost_before(facts: Facts, draft: Draft, absent: Absent) -> int:
    """Return what the pool's visits left out before cost; the tours' part is known once all of them are touched."""
    cost = 0
    for n in range(draft.tally[POOL]):
        if absent.place[draft.pool[n]] >= 0:
            cost += facts.drop_cost[draft.pool[n]]
    return cost


@inner
def _cost_after(facts: Facts, routes: Routes, draft: Draft) -> int:
    """Return what the pool's visits still left out cost, and by how much the touched tours became dearer."""
    cost = 0
    for n in range(draft.tally[POOL]):
        if routes.route_of[draft.pool[n]] < 0:
            cost += facts.drop_cost[draft.pool[n]]
    for k in range(draft.tally[TOUCHED]):
        cost += routes.cost[draft.touched[k]] - draft.kept_cost[draft.touched[k]]
    return cost


@inner
def _settle(routes: Routes, draft: Draft, absent: Absent) -> None:
    """Keep what the round did."""
    for n in range(draft.tally[POOL]):
        visit = draft.pool[n]
        place = absent.place[visit]
        if routes.route_of[visit] < 0 and place < 0:
            absent.visits[absent.many[0]], absent.place[visit] = visit, absent.many[0]
            absent.many[0] += 1
        elif routes.route_of[visit] >= 0 and place >= 0:
            absent.many[0] -= 1
            last = absent.visits[absent.many[0]]
            absent.visits[place], absent.place[last], absent.place[visit] = last, place, -1
    _forget(draft)


@inner
def _take_back(facts: Facts, routes: Routes, draft: Draft) -> None:
    """Put every tour back as it was before the round."""
    for n in range(draft.tally[POOL]):
        visit = draft.pool[n]
        routes.route_of[visit] = -1
        if facts.partner[visit] >= 0:
            hold(facts, routes, visit, -1)
    for k in range(draft.tally[TOUCHED]):
        r = draft.touched[k]
        if facts.passes[r] >= 0:
            routes.route_of[facts.passes[r]] = -1
        routes.size[r] = draft.kept_size[r]
        for i in range(routes.size[r] + 2):
            routes.stops[r, i] = draft.kept_stops[r, i]
        for i in range(1, routes.size[r] + 1):
            visit = routes.stops[r, i]
            routes.route_of[visit] = r
            if facts.partner[visit] >= 0:
                hold(facts, routes, visit, draft.kept_held[visit])
        refresh(facts, routes, r)
    _forget(draft)


@inner
def _forget(draft: Draft) -> None:
    for k in range(draft.tally[TOUCHED]):
        draft.is_touched[draft.touched[k]] = False
    for k in range(len(draft.tally)):
        draft.tally[k] = 0


@inner
def _keep_if_best(routes: Routes, best: Best) -> None:
    if best.cost[NOW] >= best.cost[BEST]:
        return
    best.cost[BEST] = best.cost[NOW]
    for r in range(len(routes.size)):
        best.size[r] = routes.size[r]
        for i in range(routes.size[r] + 2):
            best.stops[r, i] = routes.stops[r, i]
    for visit in range(len(routes.held)):
        best.held[visit] = routes.held[visit]
