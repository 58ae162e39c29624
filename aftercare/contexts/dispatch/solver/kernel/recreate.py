"""Recreate: puts visits back where they cost least, one after the other, now and then overlooking a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from aftercare.contexts.dispatch.solver.kernel.chance import below, chance
from aftercare.contexts.dispatch.solver.kernel.compiled import inner
from aftercare.contexts.dispatch.solver.kernel.insertion import best_position, put
from aftercare.contexts.dispatch.solver.kernel.layout import Facts, Routes
from aftercare.contexts.dispatch.solver.kernel.lining_up import line_up
from aftercare.contexts.dispatch.solver.kernel.pairing import pull_forward, put_pair
from aftercare.contexts.dispatch.solver.kernel.ruin import POOL, TAKEN, TOUCHED, Draft, touch
from aftercare.contexts.dispatch.solver.problem import UNFIT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from aftercare.contexts.dispatch.solver.problem import Whole

BLINK = 0.01
"""How often a place is overlooked."""
RETRIED = 5
"""How many visits left out before are tried again in one round."""
AT_RANDOM, DEAREST, DENSEST, FEWEST_OPTIONS, NARROWEST = range(5)
_SHARES = np.array([4, 2, 4, 2, 1])
_TURNS = np.repeat(np.arange(5), _SHARES)


@inner
def gather(facts: Facts, draft: Draft, absent: Whole, missing: int, first: int) -> None:
    """Add to the visits taken off some of those left out before that a ruined tour could take, from `first` on."""
    count = draft.tally[TAKEN]
    most = count + RETRIED
    for n in range(missing):
        visit = absent[first + n - (missing if first + n >= missing else 0)]
        other = facts.partner[visit]
        if 0 <= other < visit:
            # Its partner brings it along.
            continue
        for k in range(draft.tally[TOUCHED]):
            if facts.fit[visit, draft.touched[k]] != UNFIT:
                draft.pool[count] = visit
                count += 1
                if other >= 0:
                    draft.pool[count] = other
                    count += 1
                break
        if count >= most:
            break
    draft.tally[POOL] = count


@inner
def recreate(facts: Facts, routes: Routes, draft: Draft, turn: int, dice: NDArray[np.uint64]) -> None:
    """
    Put the pool back in the order of this turn, each visit where it adds least.

    What would add more than leaving it out stays out. Visits left out before are tried on the ruined tours alone: the
    others have no more room than they had.
    """
    ruined = draft.tally[TOUCHED]
    _sort(facts, draft, turn, dice)
    for n in range(draft.tally[POOL]):
        visit = draft.pool[n]
        if facts.partner[visit] >= 0:
            if visit < facts.partner[visit]:
                put_pair(facts, routes, draft, visit, BLINK, dice)
            continue
        enough, many = ruined, ruined
        tours = draft.touched
        if draft.order[n] & 1:
            enough, many = line_up(facts, routes, draft, visit)
            tours = draft.lined_up
        best, home, after = facts.drop_cost[visit], -1, -1
        for k in range(many):
            if k >= enough and home >= 0:
                break
            r = tours[k]
            if facts.fit[visit, r] != UNFIT:
                cost, position = best_position(facts, routes, r, visit, best, BLINK, dice)
                if position >= 0:
                    best, home, after = cost, r, position
        if home >= 0:
            touch(facts, routes, draft, home)
            put(facts, routes, home, after, visit)
    if facts.has_links[0]:
        pull_forward(facts, routes, draft)


@inner
def draw_turn(dice: NDArray[np.uint64]) -> int:
    """Return the order of a round."""
    return _TURNS[below(dice, len(_TURNS))]


@inner
def _sort(facts: Facts, draft: Draft, turn: int, dice: NDArray[np.uint64]) -> None:
    """Bring the pool into this round's order; the lowest bit of the order says whether the visit was just taken off."""
    pool, order = draft.pool, draft.order
    for n in range(draft.tally[POOL]):
        order[n] = (_rank(facts, pool[n], turn, dice) << 1) | (1 if n < draft.tally[TAKEN] else 0)
    gap = 1
    while 3 * gap < draft.tally[POOL]:
        gap = 3 * gap + 1
    while gap:
        for n in range(gap, draft.tally[POOL]):
            visit, rank, m = pool[n], order[n], n
            while m >= gap and order[m - gap] > rank:
                pool[m], order[m] = pool[m - gap], order[m - gap]
                m -= gap
            pool[m], order[m] = visit, rank
        gap //= 3


@inner
def _rank(facts: Facts, visit: int, turn: int, dice: NDArray[np.uint64]) -> int:
    if turn == DEAREST:
        return -facts.drop_cost[visit]
    if turn == DENSEST:
        return -1000 * facts.drop_cost[visit] // (600 + facts.service[0, visit])
    if turn == FEWEST_OPTIONS:
        return _options_of(facts, visit)
    if turn == NARROWEST:
        return facts.windows[visit, 0, 1] - facts.windows[visit, 0, 0]
    return int(chance(dice) * 1e9)


@inner
def _options_of(facts: Facts, visit: int) -> int:
    count = 0
    while facts.options[visit, count] >= 0:
        count += 1
    return count
