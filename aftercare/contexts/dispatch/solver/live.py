"""
A day as it is: whom to send on top of what is planned, and why not somebody else.

The same function judges here as when a plan is made, at every position of every tour.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from aftercare.contexts.dispatch.solver.diagnosis import Reason, reason_against
from aftercare.contexts.dispatch.solver.kernel import scanning
from aftercare.contexts.dispatch.solver.kernel.chance import dice_of
from aftercare.contexts.dispatch.solver.kernel.layout import facts_of
from aftercare.contexts.dispatch.solver.plan import Plan
from aftercare.contexts.dispatch.solver.problem import NEVER, Problem
from aftercare.contexts.dispatch.solver.reading import lay_out, read_off, timed


class Busy(StrEnum):
    """Fit and able on a free day, but not on this one."""

    TOUR_FULL = "tour_full"


@dataclass(frozen=True, slots=True)
class Offer:
    """One engineer-day that has a place for the visit."""

    resource: int
    start: int  # of service
    extra: int  # cost in all, seconds
    detour: int  # seconds of travel among it
    after: int  # stop of the tour it follows, 0: the start of the day


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why a resource is not the one to send: the first rule in the way, or how much dearer than the best it is."""

    reason: Reason | Busy | None
    dearer: int = 0


class Live:
    """Tours under way, kept ready to be asked about."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self._problem, self._facts = problem, facts_of(problem)
        self._routes = lay_out(self._facts, plan)
        scanning.refresh_all(self._facts, self._routes)
        self._costs = np.zeros(len(problem.resources), np.int64)
        self._after = np.zeros(len(problem.resources), np.int32)
        self._dice = dice_of(0)

    @property
    def plan(self) -> Plan:
        """Return the tours as they are now."""
        return read_off(self._facts, self._routes.stops, self._routes.size)

    def offers(self, visit: int, *, most: int = 3) -> list[Offer]:
        """Return the cheapest places for a visit that is on no tour, at most one for each resource."""
        self._scan(visit)
        cheapest = np.argsort(self._costs, kind="stable")[:most]
        return [self._offer(visit, int(r)) for r in cheapest if self._costs[r] < NEVER]

    def why_not(self, visit: int, resource: int) -> WhyNot:
        """Return what speaks against sending this one to a visit that is on no tour."""
        self._scan(visit)
        if self._costs[resource] < NEVER:
            return WhyNot(None, int(self._costs[resource] - self._costs.min()))
        never = reason_against(self._problem, self._facts, visit, np.array([resource]))
        return WhyNot(never or Busy.TOUR_FULL)

    def take(self, visit: int, offer: Offer) -> None:
        """Put the visit where it was offered; the offer must be of the tours as they are."""
        scanning.insert(self._facts, self._routes, offer.resource, offer.after, visit)

    def _scan(self, visit: int) -> None:
        if self._routes.route_of[visit] >= 0:
            raise ValueError(f"visit {visit} is on a tour already")
        scanning.scan(self._facts, self._routes, visit, self._costs, self._after, self._dice)

    def _offer(self, visit: int, r: int) -> Offer:
        facts, routes, after = self._facts, self._routes, int(self._after[r])
        before, behind = routes.stops[r, after], routes.stops[r, after + 1]
        detour = int(facts.go[before, visit]) + int(facts.go[visit, behind]) - int(routes.leg[r, after])
        size = int(routes.size[r]) + 1
        tour = timed(facts, r, np.insert(routes.stops[r, : size + 1], after + 1, visit), size)
        assert tour is not None, "a place that was found is a place that can be kept"
        return Offer(r, tour.visits[after][1], int(self._costs[r]), detour, after)
