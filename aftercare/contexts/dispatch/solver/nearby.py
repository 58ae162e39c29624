"""Local re-optimisation: the tours that changed and those around them, with few visits given to somebody else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace

import numpy as np

from aftercare.contexts.dispatch.solver import search
from aftercare.contexts.dispatch.solver.checker import check
from aftercare.contexts.dispatch.solver.plan import Plan, Route
from aftercare.contexts.dispatch.solver.problem import UNFIT, Problem, Resources, Visits
from aftercare.contexts.dispatch.solver.search import Budget

TOURS = 8
"""How many tours are looked at, the touched ones among them unless there are more of those."""
LEFT_OUT = 20
"""How many visits nobody does are tried again, the dearest to leave out."""
TRIES = ((60, True), (600, True), (300, False), (100_000, False))
"""
What giving a visit to somebody else costs, in seconds, and whether visits nobody does are tried again.

The next try when too many were given away.
"""
ONE_TRY = Budget(seconds=0.2)


@dataclass(frozen=True, slots=True)
class Reoptimised:
    """A better plan of the whole day, the visits somebody else does now or nobody, and what it saves in seconds."""

    plan: Plan
    moved: tuple[int, ...]
    saved: int


def reoptimise(
    problem: Problem, plan: Plan, touched: Iterable[int], *, most_moved: int = 3, budget: Budget | None = None
) -> Reoptimised:
    """
    Return a plan in which the touched tours and those nearest to them are better, all others as they are.

    At most so many visits move; sequence and times may change. The plan is as it was when nothing better is found. The
    budget is for each of at most four tries.
    """
    part = _part(problem, plan, _around(problem, plan, list(touched)))
    now = check(part.problem, part.plan).cost.total
    for price, with_left_out in TRIES:
        found = search.plan(_priced(part, price, with_left_out), budget or ONE_TRY, begin_with=part.plan)
        moved = _moved(part.plan, found)
        if len(moved) <= most_moved:
            verdict = check(part.problem, found)
            if verdict.violations or verdict.cost.total >= now:
                break
            gone = tuple(int(part.visits[visit]) for visit in moved)
            return Reoptimised(_put_back(plan, part, found), gone, now - verdict.cost.total)
    return Reoptimised(plan, (), 0)


@dataclass(frozen=True, slots=True)
class _Part:
    """Some tours as a problem of their own, and the numbers its visits and resources have in the whole."""

    problem: Problem
    plan: Plan
    visits: np.ndarray
    resources: np.ndarray


def _around(problem: Problem, plan: Plan, touched: list[int]) -> np.ndarray:
    """Return the touched resources and those whose tours of the same hours come nearest."""
    people, places = problem.resources, _places(problem, plan)
    mine = np.unique(np.concatenate([places[r] for r in touched])) if touched else np.zeros(0, np.int32)
    begin, end = people.start[touched].min(initial=1 << 30), people.latest_end[touched].max(initial=0)
    far = [
        (float(problem.travel[np.ix_(mine, there)].min(axis=1).mean()), r)
        for r, there in enumerate(places)
        if r not in touched and people.start[r] < end and people.latest_end[r] > begin
    ]
    nearest = [r for _, r in sorted(far)[: max(0, TOURS - len(touched))]]
    return np.array(sorted({*touched, *nearest}), int)


def _places(problem: Problem, plan: Plan) -> list[np.ndarray]:
    """Return for each resource where its day leads."""
    people = problem.resources
    places = [np.array([people.starts_at[r], people.ends_at[r]]) for r in range(len(people))]
    for route in plan.routes:
        stops = problem.visits.place[[visit for visit, _ in route.visits]]
        places[route.resource] = np.concatenate([places[route.resource], stops])
    return places


def _part(problem: Problem, plan: Plan, resources: np.ndarray) -> _Part:
    number = {int(r): n for n, r in enumerate(resources)}
    tours = [route for route in plan.routes if route.resource in number]
    planned = [visit for route in tours for visit, _ in route.visits]
    out = [v for v in plan.left_out(len(problem.visits)) if (problem.visits.fit[v, resources] != UNFIT).any()]
    out = sorted(out, key=lambda visit: -int(problem.visits.drop_cost[visit]))[:LEFT_OUT]
    visits = np.array(sorted(planned + out), int)
    where = {int(visit): n for n, visit in enumerate(visits)}
    own = Plan(
        tuple(
            Route(number[route.resource], tuple((where[visit], start) for visit, start in route.visits), route.lunch)
            for route in tours
        )
    )
    people = Resources(
        **{column.name: getattr(problem.resources, column.name)[resources] for column in fields(Resources)}
    )
    work = {
        column.name: getattr(problem.visits, column.name)[visits]
        for column in fields(Visits)
        if column.name not in ("service", "fit")
    }
    service, fit = problem.visits.service[:, visits], problem.visits.fit[np.ix_(visits, resources)]
    return _Part(
        _at_own_places(Visits(**work, service=service, fit=fit), people, problem.travel), own, visits, resources
    )


def _at_own_places(visits: Visits, people: Resources, travel: np.ndarray) -> Problem:
    """Return the problem with no places but its own."""
    at = np.unique(np.concatenate([visits.place, people.starts_at, people.ends_at]))

    def own(places: np.ndarray) -> np.ndarray:
        return np.searchsorted(at, places).astype(np.int32)

    return Problem(
        visits=replace(visits, place=own(visits.place)),
        resources=replace(people, starts_at=own(people.starts_at), ends_at=own(people.ends_at)),
        travel=travel[np.ix_(at, at)],
    )


def _priced(part: _Part, price: int, with_left_out: bool) -> Problem:
    """Return the problem with a price for giving a planned visit to somebody else."""
    fit = part.problem.visits.fit.copy()
    if not with_left_out:
        fit[part.plan.left_out(len(fit))] = UNFIT
    for route in part.plan.routes:
        for visit, _ in route.visits:
            mine = fit[visit, route.resource]
            fit[visit, fit[visit] != UNFIT] += price
            fit[visit, route.resource] = mine
    return replace(part.problem, visits=replace(part.problem.visits, fit=fit))


def _moved(was: Plan, now: Plan) -> list[int]:
    with_whom = {visit: route.resource for route in now.routes for visit, _ in route.visits}
    return [visit for route in was.routes for visit, _ in route.visits if with_whom.get(visit) != route.resource]


def _put_back(plan: Plan, part: _Part, found: Plan) -> Plan:
    """Return the whole plan with these tours instead of those they were."""
    kept = [route for route in plan.routes if route.resource not in part.resources]
    new = [
        Route(
            int(part.resources[route.resource]),
            tuple((int(part.visits[visit]), start) for visit, start in route.visits),
            route.lunch,
        )
        for route in found.routes
    ]
    return Plan(tuple(sorted(kept + new, key=lambda route: route.resource)))
