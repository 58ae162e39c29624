"""Why a visit can be in no plan at all, in the order in which a dispatcher would mend it."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

import numpy as np

from aftercare.contexts.dispatch.solver.kernel.layout import ENDS_AT, STARTS_AT, Facts, facts_of
from aftercare.contexts.dispatch.solver.problem import NEVER, UNFIT, Problem
from aftercare.contexts.dispatch.solver.reading import timed


class Reason(StrEnum):
    """What stands in the way, whoever else is busy or free."""

    NOBODY_FIT = "nobody_fit"
    WINDOW_PASSED = "window_passed"
    LONGER_THAN_ANY_SHIFT = "longer_than_any_shift"
    NO_WAY_THERE = "no_way_there"
    NO_TIME_FOR_IT = "no_time_for_it"


def hopeless(problem: Problem, visits: Iterable[int]) -> dict[int, Reason]:
    """Return the reason for each of these visits that nobody could do even with nothing else to do."""
    wanted = list(visits)
    facts = facts_of(problem) if wanted else None
    everybody = np.arange(len(problem.resources))
    found = ((visit, reason_against(problem, facts, visit, everybody)) for visit in wanted if facts)
    return {visit: reason for visit, reason in found if reason}


def reason_against(problem: Problem, facts: Facts, visit: int, candidates: np.ndarray) -> Reason | None:
    """Return why none of these resources could do the visit even with nothing else to do; None when one could."""
    visits, people, travel = problem.visits, problem.resources, problem.travel
    fit = candidates[visits.fit[visit, candidates] != UNFIT]
    if not len(fit):
        return Reason.NOBODY_FIT
    if int(visits.windows[visit, :, 1].max()) < int(people.start[fit].min()):
        return Reason.WINDOW_PASSED
    service = visits.service[people.pace[fit], visit]
    if (service > people.latest_end[fit] - people.start[fit]).all():
        return Reason.LONGER_THAN_ANY_SHIFT
    place = visits.place[visit]
    if (np.maximum(travel[people.starts_at[fit], place], travel[place, people.ends_at[fit]]) >= NEVER).all():
        return Reason.NO_WAY_THERE
    alone = (np.array([facts.shift[r, STARTS_AT], visit, facts.shift[r, ENDS_AT]], np.int32) for r in fit)
    if not any(timed(facts, int(r), stops, 1) for r, stops in zip(fit, alone, strict=True)):
        return Reason.NO_TIME_FOR_IT
    return None
