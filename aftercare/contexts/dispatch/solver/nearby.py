"""Local re-optimisation: the tours that changed and those around them, with few visits given to somebody else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from aftercare.contexts.dispatch.solver import search
from aftercare.contexts.dispatch.solver.checker import check
from aftercare.contexts.dispatch.solver.plan import Plan, Route
from aftercare.contexts.dispatch.solver.problem import NEVER, UNFIT, Problem, Resources, Visits
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
IRREPLACEABLE = 1 << 40
"""Cost of leaving out what must stay."""
ONE_TRY = Budget(seconds=0.15)


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
    out = np.setdiff1d(np.array(plan.left_out(len(problem.visits)), int), problem.links[:, :2])
    out = out[(problem.visits.fit[np.ix_(out, resources)] != UNFIT).any(axis=1)]
    dearest = out[np.argsort(-problem.visits.drop_cost[out], kind="stable")[:LEFT_OUT]]
    visits = np.array(sorted([*planned, *dearest]), np.int32)
    where = {int(visit): n for n, visit in enumerate(visits)}
    own = Plan(
        tuple(
            Route(number[route.resource], tuple((where[visit], start) for visit, start in route.visits), route.lunch)
            for route in tours
        )
    )
    work = problem.visits.some(visits)
    work = replace(work, fit=np.ascontiguousarray(work.fit[:, resources]))
    work = _with_crews_as_they_are(work, own, np.flatnonzero(np.isin(visits, problem.links[:, :2])))
    return _Part(_at_own_places(work, problem.resources.some(resources), problem.travel), own, visits, resources)


def _with_crews_as_they_are(work: Visits, plan: Plan, linked: np.ndarray) -> Visits:
    """Return the work with linked visits where and when they are: a partner may be on a tour elsewhere."""
    fit, windows, drop_cost = work.fit.copy(), work.windows.copy(), work.drop_cost.copy()
    for route in plan.routes:
        for visit, start in route.visits:
            if visit in linked:
                windows[visit], fit[visit, np.arange(fit.shape[1]) != route.resource] = (NEVER, -1), UNFIT
                windows[visit, 0], drop_cost[visit] = start, IRREPLACEABLE
    return replace(work, fit=fit, windows=windows, drop_cost=drop_cost)


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
