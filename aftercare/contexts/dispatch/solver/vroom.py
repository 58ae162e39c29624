"""
VROOM behind the same interface: to look across at, and to plan with where the own engine cannot be compiled.

VROOM knows no promises that may be broken at a cost, no overtime that costs, no fair load and no crews: what is due
becomes a window that ends then, a shift ends where overtime begins, everybody works at the slower pace, visits for two
are left out. Only the order of its tours is taken:
their times are ours.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import vroom

from aftercare.contexts.dispatch.solver.kernel.layout import ENDS_AT, STARTS_AT, Facts, facts_of
from aftercare.contexts.dispatch.solver.plan import Plan, Route
from aftercare.contexts.dispatch.solver.problem import UNFIT, Problem
from aftercare.contexts.dispatch.solver.reading import timed

if TYPE_CHECKING:
    from aftercare.contexts.dispatch.solver.problem import Whole

THOROUGH = 5
MOST_PRIORITY = 100
NO_WAY = 30 * 24 * 3600
"""Longer than any horizon, and short enough for VROOM to add up."""


def plan(problem: Problem, *, seconds: float) -> Plan:
    """Return VROOM's plan, timed; it looks at the clock between its phases only and may take longer than asked."""
    if not len(problem.visits):
        return Plan(())
    # Who may do what is said in skills: one for each set of people that some visit fits.
    sets, crowds = np.unique(problem.visits.fit != UNFIT, axis=0, return_inverse=True)
    asked = vroom.Input()
    travel = np.minimum(problem.travel, NO_WAY).astype(np.uint32)
    asked.set_durations_matrix("car", travel)
    asked.set_distances_matrix("car", travel)
    for r in range(len(problem.resources)):
        asked.add_vehicle(_vehicle(problem, r, set(np.flatnonzero(sets[:, r]).tolist())))
    for job in _jobs(problem, crowds.reshape(-1).astype(np.int32)):
        asked.add_job(job)
    limit = datetime.timedelta(seconds=seconds)
    found = asked.solve(exploration_level=THOROUGH, nb_threads=1, timeout=limit).routes
    facts = facts_of(problem)
    return Plan(tuple(
        route
        for r, steps in found.groupby("vehicle_id")
        for route in _timed(facts, int(r), [int(visit) for visit in steps[steps["type"] == "job"]["id"]])
    ))  # fmt: skip


def _vehicle(problem: Problem, r: int, skills: set[int]) -> vroom.Vehicle:
    people = problem.resources
    opens, closes, length = people.lunch[r].tolist()
    lunch = [vroom.Break(1, time_windows=[vroom.TimeWindow(opens, closes)], service=length)] if length >= 0 else []
    return vroom.Vehicle(
        r,
        start=int(people.starts_at[r]),
        end=int(people.ends_at[r]),
        skills=skills,
        time_window=(int(people.start[r]), int(people.end[r])),
        capacity=people.stock[r].tolist(),
        breaks=lunch,
    )


def _jobs(problem: Problem, crowds: Whole) -> Iterator[vroom.Job]:
    visits = problem.visits
    dearest = max(1, int(visits.drop_cost.max(initial=1)))
    for visit in np.setdiff1d(np.arange(len(visits)), problem.links[:, :2]).tolist():
        yield vroom.Job(
            visit,
            location=int(visits.place[visit]),
            default_service=int(visits.service[:, visit].max()),
            priority=int(MOST_PRIORITY * visits.drop_cost[visit] // dearest),
            skills={int(crowds[visit])},
            delivery=visits.parts[visit].tolist(),
            time_windows=[vroom.TimeWindow(opens, closes) for opens, closes in _windows(problem, visit)],
        )


def _windows(problem: Problem, visit: int) -> list[tuple[int, int]]:
    """Return the windows that end when the visit is due, those that touch as one."""
    joined: list[tuple[int, int]] = []
    for opens, closes in problem.visits.windows[visit].tolist():
        last = max(opens, min(closes, int(problem.visits.due[visit])))
        if joined and opens <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        elif opens <= closes:
            joined.append((opens, last))
    return joined


def _timed(facts: Facts, r: int, visits: list[int]) -> Iterator[Route]:
    """Give the tour with times; where the rules leave no time for all of it, without what is cheapest to leave out."""
    while visits:
        stops = np.array([facts.shift[r, STARTS_AT], *visits, facts.shift[r, ENDS_AT]], np.int32)
        if route := timed(facts, r, stops, len(visits)):
            yield route
            return
        visits.remove(min(visits, key=lambda visit: int(facts.drop_cost[visit])))
