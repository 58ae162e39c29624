"""From a plan to the kernel's arrays and back: with times, and the lunch that costs least."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from aftercare.contexts.dispatch.solver.kernel.holding import hold_all
from aftercare.contexts.dispatch.solver.kernel.layout import ENDS_AT, LUNCH_LENGTH, Facts, Routes, empty_routes
from aftercare.contexts.dispatch.solver.kernel.timing import timetable
from aftercare.contexts.dispatch.solver.plan import Plan, Route

if TYPE_CHECKING:
    from aftercare.contexts.dispatch.solver.problem import Whole


def lay_out(facts: Facts, plan: Plan) -> Routes:
    """Return the tours of a plan for the kernel; it has yet to `refresh` them."""
    routes, starts = empty_routes(facts), np.full(len(facts.partner), -1, np.int32)
    for route in plan.routes:
        r, tour = route.resource, [visit for visit, _ in route.visits]
        starts[tour] = [start for _, start in route.visits]
        if route.fetches_after is not None:
            tour.insert(route.fetches_after, int(facts.passes[r]))
        size = len(tour)
        routes.stops[r, size + 1] = facts.shift[r, ENDS_AT]
        routes.stops[r, 1 : size + 1] = tour
        routes.size[r] = size
        routes.route_of[tour] = r
    hold_all(facts, routes, starts)
    return routes


def keepable(facts: Facts, plan: Plan) -> Plan:
    """Return the plan without tours that cannot be kept, and without half a crew: a good plan as it is."""
    while True:
        where = {visit: (route.resource, start) for route in plan.routes for visit, start in route.visits}
        gone = {visit for visit in where if not _goes_with_its_partner(facts, visit, where)}
        if not gone:
            routes = lay_out(facts, plan)
            broken = [
                r for r in np.flatnonzero(routes.size) if not timed(facts, int(r), routes.stops[r], int(routes.size[r]))
            ]
            gone = {int(visit) for r in broken for visit in routes.stops[r, 1 : routes.size[r] + 1]}
        if not gone:
            return plan
        plan = Plan(tuple(_without(route, gone) for route in plan.routes))


def _without(route: Route, gone: set[int]) -> Route:
    kept = tuple(visit for visit in route.visits if visit[0] not in gone)
    fetches = route.fetches_after
    if fetches is not None:
        fetches = sum(visit not in gone for visit, _ in route.visits[:fetches])
    return Route(route.resource, kept, route.lunch, fetches if kept else None)


def _goes_with_its_partner(facts: Facts, visit: int, where: dict[int, tuple[int, int]]) -> bool:
    other = int(facts.partner[visit])
    if other < 0:
        return True
    (r, start), (s, follows) = where[visit], where.get(other, (-1, 0))
    return s not in {-1, r} and bool(facts.apart[visit, 0] <= follows - start <= facts.apart[visit, 1])


def read_off(facts: Facts, stops: Whole, size: Whole) -> Plan:
    """Return the tours of those who go anywhere."""
    found = (timed(facts, int(r), stops[r], int(size[r])) for r in np.flatnonzero(size))
    return Plan(tuple(route for route in found if route))


def timed(facts: Facts, r: int, stops: Whole, size: int) -> Route | None:
    """Return the tour through these stops, `size` visits between a start and an end; None when it cannot be kept."""
    if not _has_parts(facts, r, stops[1 : size + 1]):
        return None
    fasting = bool(facts.shift[r, LUNCH_LENGTH] < 0)
    starts = np.zeros(size + 1, np.int32)
    kept = []
    for gap in [-1] if fasting else range(size + 1):
        _, late = timetable(facts, stops, size, r, gap, starts)
        if late >= 0:
            # Of what costs the same, the tour that is done the earlier.
            kept.append((late, int(starts.sum()), gap))
    if not kept:
        return None
    lunch, _ = timetable(facts, stops, size, r, min(kept)[2], starts)
    visits = list(zip(stops[1 : size + 1].tolist(), starts.tolist(), strict=False))
    fetches = [n for n, (visit, _) in enumerate(visits) if visit == facts.passes[r]]
    for n in fetches:
        del visits[n]
    return Route(r, tuple(visits), None if fasting else int(lunch), fetches[0] if fetches else None)


def _has_parts(facts: Facts, r: int, visits: Whole) -> bool:
    """Tell whether the van has the parts of all visits up to the pass by the stores."""
    fetches = np.flatnonzero(visits == facts.passes[r])
    own = visits[: fetches[0]] if len(fetches) else visits
    return bool((facts.parts[own].sum(axis=0) <= facts.stock[r]).all())
