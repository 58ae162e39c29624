"""Why a visit can be in no plan at all, in the order in which a dispatcher would mend it."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

import numpy as np

from aftercare.contexts.dispatch.solver.kernel.layout import ENDS_AT, LEAVES_AT, PACE, STARTS_AT, Facts, facts_of
from aftercare.contexts.dispatch.solver.problem import NEVER, UNFIT, Problem
from aftercare.contexts.dispatch.solver.reading import timed

CREW = 2


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
    facts = facts_of(problem, to_search=False) if wanted else None
    everybody = np.arange(len(problem.resources))
    found = ((visit, _reason(facts, visit, everybody)) for visit in wanted if facts)
    return {visit: reason for visit, reason in found if reason}


def _reason(facts: Facts, visit: int, everybody: np.ndarray) -> Reason | None:
    """Return what stands in the way of the visit, or of the one it is linked with."""
    other = int(facts.partner[visit])
    if other >= 0 and (facts.fit[[visit, other]] != UNFIT).any(axis=0).sum() < CREW:
        return Reason.NOBODY_FIT
    return reason_against(facts, visit, everybody) or (reason_against(facts, other, everybody) if other >= 0 else None)


def reason_against(facts: Facts, visit: int, candidates: np.ndarray) -> Reason | None:
    """Return why none of these resources could do the visit even with nothing else to do; None when one could."""
    fit = candidates[facts.fit[visit, candidates] != UNFIT]
    if not len(fit):
        return Reason.NOBODY_FIT
    shift = facts.shift[fit]
    starts_at, ends_at, leaves_at = shift[:, STARTS_AT], shift[:, ENDS_AT], shift[:, LEAVES_AT]
    if int(facts.windows[visit, :, 1].max()) < int(leaves_at.min()):
        return Reason.WINDOW_PASSED
    if (facts.service[shift[:, PACE], visit] > facts.windows[ends_at, 0, 1] - leaves_at).all():
        return Reason.LONGER_THAN_ANY_SHIFT
    if (np.maximum(facts.go[starts_at, visit], facts.go[visit, ends_at]) >= NEVER).all():
        return Reason.NO_WAY_THERE
    alone = (np.array([facts.shift[r, STARTS_AT], visit, facts.shift[r, ENDS_AT]], np.int32) for r in fit)
    if not any(timed(facts, int(r), stops, 1) for r, stops in zip(fit, alone, strict=True)):
        return Reason.NO_TIME_FOR_IT
    return None
