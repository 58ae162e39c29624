"""
Promise: nine of a hundred engineers fall ill, and the plan is mended with a third of the moves of a plan made anew.

It may cost 8 % more than that one at most, and breaks no rule. Both get the same time; a move is a visit somebody else
does, or nobody, though its engineer is well. `again` is planned from the tours as they are without a price for moves.
One line.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from typing import Any

import numpy as np

from aftercare.contexts.dispatch.solver import engine
from aftercare.contexts.dispatch.solver.checker import check
from aftercare.contexts.dispatch.solver.instances import problem_of
from aftercare.contexts.dispatch.solver.keeping import MOVED_COST, Wishes, rest_of
from aftercare.contexts.dispatch.solver.plan import Plan, penalty_of_hopeless
from aftercare.contexts.dispatch.solver.problem import UNFIT, Problem
from aftercare.contexts.dispatch.solver.search import Budget
from aftercare.contexts.dispatch.tests.solver.town import town
from benchmarks.rig import asked

PEOPLE, VISITS, ILL = 100, 1000, 9
PROMISED_SHARE, PROMISED_COST = 1 / 3, 1.08
MINUTE = 60


def main() -> None:
    """Plan a day, let engineers fall ill, mend the plan and make it anew; print the line."""
    wishes = asked.of(sys.argv[1:], seconds=30.0)
    budget = Budget(seconds=wishes.seconds)
    everybody = problem_of(town(PEOPLE, VISITS, wishes.seed))
    plan = engine.plan(everybody, budget, seed=wishes.seed).plan
    ill = np.random.default_rng(wishes.seed).choice(PEOPLE, ILL, replace=False)
    problem = _without(everybody, ill)
    kept = Plan(tuple(route for route in plan.routes if route.resource not in ill))
    priced = rest_of(problem, kept, Wishes(moved_cost=MOVED_COST)).problem
    told = {
        "anew": _told(problem, kept, engine.plan(problem, budget, seed=2).plan),
        "again": _told(problem, kept, engine.plan(problem, budget, seed=2, begin_with=kept).plan),
        "mended": _told(problem, kept, engine.plan(priced, budget, seed=2, begin_with=kept).plan),
    }
    share = told["mended"]["moves"] / told["anew"]["moves"]
    ratio = told["mended"]["minutes"] / told["anew"]["minutes"]
    print(json.dumps({
        "name": "dispatch_illness", "people": PEOPLE, "visits": VISITS, "ill": ILL, "seconds": wishes.seconds,
        "price_minutes": MOVED_COST // MINUTE, **told, "share_of_moves": round(share, 3), "cost_ratio": round(ratio, 4),
        "kept": share <= PROMISED_SHARE and ratio <= PROMISED_COST,
    }))  # fmt: skip


def _without(problem: Problem, ill: np.ndarray) -> Problem:
    fit = problem.visits.fit.copy()
    fit[:, ill] = UNFIT
    return replace(problem, visits=replace(problem.visits, fit=fit))


def _told(problem: Problem, kept: Plan, plan: Plan) -> dict[str, Any]:
    cost = check(problem, plan).cost
    was, now = _with_whom(kept), _with_whom(plan)
    return {
        "moves": sum(now.get(visit) != r for visit, r in was.items()),
        "left_out_of_them": sum(visit not in now for visit in was),
        "minutes": round((cost.total - penalty_of_hopeless(problem)) / MINUTE, 1),
    }


def _with_whom(plan: Plan) -> dict[int, int]:
    return {visit: route.resource for route in plan.routes for visit, _ in route.visits}


if __name__ == "__main__":
    main()
