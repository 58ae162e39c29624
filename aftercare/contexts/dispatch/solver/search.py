"""
Plans a problem: rounds of ruin and recreate, in slices between which a page can show progress or call it off.

The same problem, seed and number of rounds give the same plan; with a budget of seconds the machine has a say.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import cache

import numpy as np

from aftercare.contexts.dispatch.solver.kernel import annealing
from aftercare.contexts.dispatch.solver.kernel.annealing import BEST, Absent, Best
from aftercare.contexts.dispatch.solver.kernel.chance import dice_of
from aftercare.contexts.dispatch.solver.kernel.compiled import one_at_a_time
from aftercare.contexts.dispatch.solver.kernel.holding import hold_all
from aftercare.contexts.dispatch.solver.kernel.layout import Facts, Routes, facts_of
from aftercare.contexts.dispatch.solver.kernel.ruin import Draft, empty_draft
from aftercare.contexts.dispatch.solver.plan import Plan
from aftercare.contexts.dispatch.solver.problem import Problem, Resources, Visits
from aftercare.contexts.dispatch.solver.reading import keepable, lay_out, read_off

HOTTEST, COOLEST_START, COLD = 600.0, 100.0, 6.0
"""How much dearer a plan may become, about, in the first round and in the last: ten minutes at most, six seconds."""
ROUNDS_A_DEGREE = 5.0
"""The more rounds there are for a visit, the hotter the start: who has little time must not waste it on detours."""
SLICES = 200


@dataclass(frozen=True, slots=True)
class Budget:
    """
    How long to plan: seconds, or a number of rounds for the same plan every time.

    Heat is how much dearer a plan may become on the way, against the usual: few visits and much time bear more.
    """

    seconds: float = 0.0
    rounds: int = 0
    heat: float = 1.0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the planning is: the share of the budget used, rounds gone, cost of the best plan."""

    share: float
    rounds: int
    cost: int


def plan(
    problem: Problem,
    budget: Budget,
    *,
    seed: int = 0,
    begin_with: Plan | None = None,
    go_on: Callable[[Progress], bool] | None = None,
) -> Plan:
    """Return the best plan found; `go_on` is told the progress of every slice and ends the planning with False."""
    if not len(problem.visits):
        return Plan(())
    warm_up()
    began = time.perf_counter()
    facts, dice = facts_of(problem), dice_of(seed)
    board = _board(facts, begin_with or Plan(()))
    annealing.anneal(facts, *board, 0, 0.0, dice)
    best, rounds, pace = board[-1], 0, 20
    while True:
        share = _share(budget, rounds, time.perf_counter() - began)
        if share >= 1.0 or (go_on and not go_on(Progress(share, rounds, int(best.cost[BEST])))):
            hold_all(facts, board[0], best.held)
            return read_off(facts, best.stops, best.size)
        sliced = time.perf_counter()
        annealing.anneal(facts, *board, pace, budget.heat * _heat(share, rounds, len(problem.visits)), dice)
        rounds += pace
        pace = _next_pace(budget, rounds, pace, time.perf_counter() - sliced)


@cache
def warm_up() -> None:
    """Load or compile the kernel, so that no plan's budget pays for it."""
    one = np.zeros(1, np.int32)
    visit = Visits(
        place=one.copy(), service=np.zeros((1, 1), np.int32), windows=np.zeros((1, 1, 2), np.int32), due=one.copy(),
        late_rate=one.copy(), drop_cost=np.ones(1, np.int64), fit=np.zeros((1, 1), np.int32),
    )  # fmt: skip
    columns = {field.name: one.copy() for field in fields(Resources)} | {"lunch": np.zeros((1, 3), np.int32)}
    columns["stock"] = np.zeros((1, 0), np.int32)
    facts = facts_of(Problem(visits=visit, resources=Resources(**columns), travel=np.zeros((1, 1), np.int32)))
    with one_at_a_time():
        board, dice = _board(facts, Plan(())), dice_of(0)
        annealing.anneal(facts, *board, 0, 0.0, dice)
        annealing.anneal(facts, *board, 1, 1.0, dice)


def _board(facts: Facts, plan: Plan) -> tuple[Routes, Draft, Absent, Best]:
    """Return all that changes while planning, with the tours of this plan."""
    routes, visits = lay_out(facts, keepable(facts, plan)), len(facts.drop_cost)
    absent = Absent(np.zeros(visits, np.int32), np.full(visits, -1, np.int32), np.zeros(1, np.int32))
    best = Best(routes.stops.copy(), routes.size.copy(), routes.held.copy(), np.zeros(2, np.int64))
    return routes, empty_draft(routes), absent, best


def _share(budget: Budget, rounds: int, spent: float) -> float:
    used = [1.0 if not budget.seconds and not budget.rounds else 0.0]
    if budget.rounds:
        used.append(rounds / budget.rounds)
    if budget.seconds:
        used.append(spent / budget.seconds)
    return min(1.0, max(used))


def _heat(share: float, rounds: int, visits: int) -> float:
    expected = rounds / share if share else 0.0
    hot = min(HOTTEST, max(COOLEST_START, expected / visits / ROUNDS_A_DEGREE))
    return hot * (COLD / hot) ** share


def _next_pace(budget: Budget, rounds: int, pace: int, spent: float) -> int:
    if budget.rounds:
        return max(1, min(budget.rounds // SLICES, budget.rounds - rounds))
    return max(1, int(min(2.0 * pace, pace * budget.seconds / SLICES / max(spent, 1e-9))))
