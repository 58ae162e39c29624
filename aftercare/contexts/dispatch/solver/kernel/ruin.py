"""
Ruin: takes strings of neighbouring visits off neighbouring tours.

After Slack Induction by String Removals (J. Christiaens and G. Vanden Berghe, Transportation Science 54, 2020).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from aftercare.contexts.dispatch.solver.kernel.chance import below, chance
from aftercare.contexts.dispatch.solver.kernel.compiled import inner
from aftercare.contexts.dispatch.solver.kernel.holding import hold
from aftercare.contexts.dispatch.solver.kernel.insertion import pass_by, position_of, take
from aftercare.contexts.dispatch.solver.kernel.layout import Facts, Routes
from aftercare.contexts.dispatch.solver.kernel.timing import refresh
from aftercare.contexts.dispatch.solver.problem import UNFIT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from aftercare.contexts.dispatch.solver.problem import Large, Whole

MEAN_TAKEN = 10.0
LONGEST_STRING = 10
SPOTS = 64
SPLIT = 0.5
"""How often a string is split, so that a visit amid it stays."""
WHOLE, MOST_WHOLE = 0.05, 3
"""How often tours are taken as a whole, and how many of them."""


class Draft(NamedTuple):
    """What one round of ruin and recreate has touched, to be able to take it back."""

    kept_stops: Whole  # [resource, n] tours as they were before the round
    kept_size: Whole
    kept_cost: Large
    touched: Whole  # resources, in the order they were touched
    is_touched: NDArray[np.bool_]
    pool: Whole  # visits taken off, and left-out ones to be tried again
    order: Large  # [n] their turn, the least first
    lined_up: Whole  # resources whose tours are to be looked at for a visit, in this order
    looked_at: Large  # [resource] number of the last look at its tour
    look: Large  # (number of this look,)
    kept_held: Whole  # [visit] what a linked visit was held to
    spots: Large  # [which, n, (cost, start, resource, after)] the cheapest places of two linked visits, each alone
    tally: Whole  # (touched, taken off, pool)


TOUCHED, TAKEN, POOL = range(3)
"""Places of `Draft.tally`."""


def empty_draft(routes: Routes) -> Draft:
    """Return room for a round."""
    people, visits = len(routes.size), len(routes.route_of)
    return Draft(
        kept_stops=routes.stops.copy(),
        kept_size=routes.size.copy(),
        kept_cost=routes.cost.copy(),
        touched=np.zeros(people, np.int32),
        is_touched=np.zeros(people, np.bool_),
        pool=np.zeros(visits, np.int32),
        order=np.zeros(visits, np.int64),
        lined_up=np.zeros(people, np.int32),
        looked_at=np.zeros(people, np.int64),
        look=np.zeros(1, np.int64),
        kept_held=np.full(visits, -1, np.int32),
        spots=np.zeros((2, SPOTS, 4), np.int64),
        tally=np.zeros(3, np.int32),
    )


@inner
def touch(facts: Facts, routes: Routes, draft: Draft, r: int) -> None:
    """Remember the tour as it is, once a round."""
    if draft.is_touched[r]:
        return
    draft.is_touched[r] = True
    draft.touched[draft.tally[TOUCHED]] = r
    draft.tally[TOUCHED] += 1
    draft.kept_size[r], draft.kept_cost[r] = routes.size[r], routes.cost[r]
    for i in range(routes.size[r] + 2):
        draft.kept_stops[r, i] = routes.stops[r, i]
    for i in range(1, routes.size[r] + 1):
        draft.kept_held[routes.stops[r, i]] = routes.held[routes.stops[r, i]]


@inner
def ruin(facts: Facts, routes: Routes, draft: Draft, mean_size: float, wanted: int, dice: NDArray[np.uint64]) -> None:
    """Take strings off a few tours around the wanted visit, of people who fit it, or else around any visit."""
    longest = min(float(LONGEST_STRING), max(1.0, mean_size))
    strings = 1 + below(dice, int(4.0 * MEAN_TAKEN / (1.0 + longest)))
    seed = wanted if wanted >= 0 else below(dice, len(routes.route_of))
    # Who goes at all, and who fetches parts, is a question of whole tours.
    whole = chance(dice) < WHOLE
    if whole:
        strings = 1 + below(dice, MOST_WHOLE)
    pulled = 0
    for n in range(facts.near.shape[1]):
        visit = facts.near[seed, n]
        r = routes.route_of[visit]
        if r < 0 or draft.is_touched[r] or visit == facts.passes[r] or (wanted >= 0 and facts.fit[wanted, r] == UNFIT):
            continue
        touch(facts, routes, draft, r)
        passed = routes.fetches[r]
        if passed > 0:
            take(routes, r, passed)
        length = routes.size[r] if whole else 1 + below(dice, int(min(longest, float(routes.size[r]))))
        first = draft.tally[TAKEN]
        _take_string(routes, draft, r, visit, length, dice)
        _set_free(facts, routes, draft, first)
        refresh(facts, routes, r)
        if passed > 0:
            pass_by(facts, routes, r)
        pulled += 1
        if pulled == strings:
            return


@inner
def _set_free(facts: Facts, routes: Routes, draft: Draft, first: int) -> None:
    """Take the partners of what was taken off, from `first` on, off their tours too; both may start anew."""
    for n in range(first, draft.tally[TAKEN]):
        visit = draft.pool[n]
        other = facts.partner[visit]
        if other < 0 or routes.route_of[other] < 0:
            continue
        r = routes.route_of[other]
        touch(facts, routes, draft, r)
        hold(facts, routes, visit, -1)
        hold(facts, routes, other, -1)
        draft.pool[draft.tally[TAKEN]] = take(routes, r, position_of(routes, other))
        draft.tally[TAKEN] += 1
        refresh(facts, routes, r)


@inner
def _take_string(routes: Routes, draft: Draft, r: int, visit: int, length: int, dice: NDArray[np.uint64]) -> None:
    """Take `length` neighbouring visits off the tour around the given one; of a split string one amid them stays."""
    stays = 1 if 1 < length < routes.size[r] and chance(dice) < SPLIT else 0
    at = 1
    while routes.stops[r, at] != visit:
        at += 1
    span = length + stays
    earliest, latest = max(1, at - span + 1), min(at, routes.size[r] - span + 1)
    first = earliest + below(dice, latest - earliest + 1)
    split = 1 + below(dice, length - 1) if stays else length
    for n in range(length):
        draft.pool[draft.tally[TAKEN]] = take(routes, r, first if n < split else first + stays)
        draft.tally[TAKEN] += 1
