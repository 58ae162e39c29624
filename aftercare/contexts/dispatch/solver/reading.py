"""From a plan to the kernel's arrays and back: with times, and the lunch that costs least."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from aftercare.contexts.dispatch.solver.kernel.layout import ENDS_AT, LUNCH_LENGTH, Facts, Routes, empty_routes
from aftercare.contexts.dispatch.solver.kernel.timing import timetable
from aftercare.contexts.dispatch.solver.plan import Plan, Route

if TYPE_CHECKING:
    from aftercare.contexts.dispatch.solver.problem import Whole


def lay_out(facts: Facts, plan: Plan) -> Routes:
    """Return the tours of a plan for the kernel; it has yet to `refresh` them."""
    routes = empty_routes(facts)
    for route in plan.routes:
        r, size = route.resource, len(route.visits)
        routes.stops[r, size + 1] = facts.shift[r, ENDS_AT]
        routes.stops[r, 1 : size + 1] = [visit for visit, _ in route.visits]
        routes.size[r] = size
        routes.route_of[routes.stops[r, 1 : size + 1]] = r
    return routes


def read_off(facts: Facts, stops: Whole, size: Whole) -> Plan:
    """Return the tours of those who go anywhere."""
    found = (timed(facts, int(r), stops[r], int(size[r])) for r in np.flatnonzero(size))
    return Plan(tuple(route for route in found if route))


def timed(facts: Facts, r: int, stops: Whole, size: int) -> Route | None:
    """Return the tour through these stops, `size` visits between a start and an end; None when it cannot be kept."""
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
    visits = zip(stops[1 : size + 1].tolist(), starts.tolist(), strict=False)
    return Route(r, tuple(visits), None if fasting else int(lunch))
