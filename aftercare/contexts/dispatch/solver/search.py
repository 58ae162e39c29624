"""
Plans a problem: rounds of ruin and recreate, in slices between which a page can show progress or call it off.

The same problem, seed and number of rounds give the same plan; with a budget of seconds the machine has a say.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from aftercare.contexts.dispatch.solver.kernel import annealing
from aftercare.contexts.dispatch.solver.kernel.annealing import BEST, Absent, Best
from aftercare.contexts.dispatch.solver.kernel.chance import dice_of
from aftercare.contexts.dispatch.solver.kernel.layout import LUNCH_LENGTH, Facts, empty_routes, facts_of
from aftercare.contexts.dispatch.solver.kernel.ruin import empty_draft
from aftercare.contexts.dispatch.solver.kernel.timing import timetable
from aftercare.contexts.dispatch.solver.plan import Plan, Route
from aftercare.contexts.dispatch.solver.problem import Problem

if TYPE_CHECKING:
    from aftercare.contexts.dispatch.solver.problem import Whole

HOT, COLD = 100.0, 6.0
"""How much dearer a plan may become, about, in the first and in the last round: ten minutes, six seconds."""
SLICES = 200


@dataclass(frozen=True, slots=True)
class Budget:
    """How long to plan: seconds, or a number of rounds for the same plan every time."""

    seconds: float = 0.0
    rounds: int = 0


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
    began = time.perf_counter()
    facts = facts_of(problem)
    if not len(problem.visits):
        return Plan(())
    routes, dice = empty_routes(facts), dice_of(seed)
    for route in begin_with.routes if begin_with else ():
        _lay_out(routes.stops[route.resource], route, problem)
        routes.size[route.resource] = len(route.visits)
        routes.route_of[[visit for visit, _ in route.visits]] = route.resource
    draft = empty_draft(routes)
    absent = Absent(np.zeros(len(problem.visits), np.int32), np.full(len(problem.visits), -1, np.int32), np.zeros(1, np.int32))
    best = Best(routes.stops.copy(), routes.size.copy(), np.zeros(2, np.int64))
    annealing.start(facts, routes, draft, absent, best, dice)
    share, rounds, pace = 0.0, 0, 20
    while share < 1.0:
        share = _share(budget, rounds, time.perf_counter() - began)
        heat = HOT * (COLD / HOT) ** share
        if share >= 1.0 or (go_on and not go_on(Progress(share, rounds, int(best.cost[BEST])))):
            break
        sliced = time.perf_counter()
        annealing.anneal(facts, routes, draft, absent, best, pace, heat, dice)
        rounds += pace
        pace = _next_pace(budget, rounds, pace, time.perf_counter() - sliced)
    return read_off(facts, best.stops, best.size)


def _share(budget: Budget, rounds: int, spent: float) -> float:
    used = [1.0 if not budget.seconds and not budget.rounds else 0.0]
    if budget.rounds:
        used.append(rounds / budget.rounds)
    if budget.seconds:
        used.append(spent / budget.seconds)
    return min(1.0, max(used))


def _next_pace(budget: Budget, rounds: int, pace: int, spent: float) -> int:
    if budget.rounds:
        return max(1, min(budget.rounds // SLICES, budget.rounds - rounds))
    return max(1, int(min(2.0 * pace, pace * budget.seconds / SLICES / max(spent, 1e-9))))


def _lay_out(stops: Whole, route: Route, problem: Problem) -> None:
    end = stops[1]
    stops[1 : len(route.visits) + 1] = [visit for visit, _ in route.visits]
    stops[len(route.visits) + 1] = end


def read_off(facts: Facts, stops: Whole, size: Whole) -> Plan:
    """Return the tours with times, each with the lunch that costs least."""
    routes = []
    for r in np.flatnonzero(size):
        starts = np.zeros(int(size[r]) + 1, np.int32)
        fasting = facts.shift[r, LUNCH_LENGTH] < 0
        gaps = [-1] if fasting else range(size[r] + 1)
        timed = [(timetable(facts, stops[r], size[r], r, gap, starts)[1], gap) for gap in gaps]
        gap = min((late, gap) for late, gap in timed if late >= 0)[1]
        lunch, _ = timetable(facts, stops[r], size[r], r, gap, starts)
        visits = zip(stops[r, 1 : size[r] + 1].tolist(), starts.tolist(), strict=False)
        routes.append(Route(int(r), tuple(visits), None if fasting else int(lunch)))
    return Plan(tuple(routes))
