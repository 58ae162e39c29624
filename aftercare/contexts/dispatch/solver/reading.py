"""Reads tours off the kernel's arrays: with times, and the lunch that costs least."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from aftercare.contexts.dispatch.solver.kernel.layout import LUNCH_LENGTH, Facts
from aftercare.contexts.dispatch.solver.kernel.timing import timetable
from aftercare.contexts.dispatch.solver.plan import Plan, Route

if TYPE_CHECKING:
    from aftercare.contexts.dispatch.solver.problem import Whole


def read_off(facts: Facts, stops: Whole, size: Whole) -> Plan:
    """Return the tours of those who go anywhere."""
    found = (timed(facts, int(r), stops[r], int(size[r])) for r in np.flatnonzero(size))
    return Plan(tuple(route for route in found if route))


def timed(facts: Facts, r: int, stops: Whole, size: int) -> Route | None:
    """Return the tour through these stops, `size` visits between a start and an end; None when it cannot be kept."""
    fasting = bool(facts.shift[r, LUNCH_LENGTH] < 0)
    starts = np.zeros(size + 1, np.int32)
    gaps = [-1] if fasting else range(size + 1)
    costs = [(timetable(facts, stops, size, r, gap, starts)[1], gap) for gap in gaps]
    kept = [(late, gap) for late, gap in costs if late >= 0]
    if not kept:
        return None
    lunch, _ = timetable(facts, stops, size, r, min(kept)[1], starts)
    visits = zip(stops[1 : size + 1].tolist(), starts.tolist(), strict=False)
    return Route(r, tuple(visits), None if fasting else int(lunch))
