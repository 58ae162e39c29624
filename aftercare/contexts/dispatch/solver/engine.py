"""Plans with the best engine there is and hands out nothing that breaks a rule."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aftercare.contexts.dispatch.solver import search
from aftercare.contexts.dispatch.solver.checker import Violation, check
from aftercare.contexts.dispatch.solver.diagnosis import Reason, hopeless
from aftercare.contexts.dispatch.solver.kernel.compiled import IS_COMPILED
from aftercare.contexts.dispatch.solver.plan import Cost, Plan, penalty_of_hopeless
from aftercare.contexts.dispatch.solver.problem import Problem
from aftercare.contexts.dispatch.solver.search import Budget, Progress

OWN, VROOM = NAMES = ("own", "vroom")
MINUTE = 60


class BrokenPlan(RuntimeError):
    """An engine made a plan that breaks rules; nobody ever gets to see it."""

    def __init__(self, violations: tuple[Violation, ...]) -> None:
        super().__init__(f"The plan breaks {len(violations)} rules, the first: {violations[0]}.")
        self.violations = violations


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan without a violation, what it costs, and why some visits are in no plan."""

    plan: Plan
    cost: Cost
    unavoidable: int  # cost of visits nobody is fit for, whatever one does
    left_out: tuple[int, ...]
    hopeless: dict[int, Reason]
    engine: str
    seconds: float

    def summary(self) -> dict[str, Any]:
        """Return the plan in figures; costs are in minutes."""
        kinds = {name: round(getattr(self.cost, name) / MINUTE, 1) for name in Cost.__slots__}
        return {
            "engine": self.engine,
            "minutes": round(self.cost.total / MINUTE, 1),
            **kinds,
            "unavoidable": self.unavoidable / MINUTE,
            "tours": len(self.plan.routes),
            "visits_left_out": len(self.left_out),
            "hopeless": dict(sorted(Counter(self.hopeless.values()).items())),
            "violations": 0,
            "seconds": round(self.seconds, 2),
        }


def plan(
    problem: Problem,
    budget: Budget,
    *,
    seed: int = 0,
    begin_with: Plan | None = None,
    go_on: Callable[[Progress], bool] | None = None,
    by: str | None = None,
) -> Planned:
    """
    Plan with the own engine, or where it cannot be compiled with VROOM; `by` names one of them.

    :raises BrokenPlan: when the plan does not stand the check.
    """
    began = time.perf_counter()
    name = by or (OWN if IS_COMPILED else VROOM)
    if name == VROOM:
        from aftercare.contexts.dispatch.solver import vroom

        made = vroom.plan(problem, seconds=budget.seconds)
    else:
        made = search.plan(problem, budget, seed=seed, begin_with=begin_with, go_on=go_on)
    verdict = check(problem, made)
    if verdict.violations:
        raise BrokenPlan(verdict.violations)
    out = made.left_out(len(problem.visits))
    reasons = hopeless(problem, out)
    return Planned(
        made, verdict.cost, penalty_of_hopeless(problem), tuple(out), reasons, name, time.perf_counter() - began
    )
