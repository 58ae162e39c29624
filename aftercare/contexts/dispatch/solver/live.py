"""
A day as it is: whom to send on top of what is planned, why not somebody else, and who could make room.

The same function judges here as when a plan is made, at every position of every tour. A visit nobody knew of when the
tours were laid out is learned in a moment.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from aftercare.contexts.dispatch.solver.crews import CrewOffer, Place, together
from aftercare.contexts.dispatch.solver.diagnosis import Reason, reason_against
from aftercare.contexts.dispatch.solver.kernel import bumping, scanning
from aftercare.contexts.dispatch.solver.kernel.chance import dice_of
from aftercare.contexts.dispatch.solver.kernel.layout import facts_of
from aftercare.contexts.dispatch.solver.nearby import Reoptimised, reoptimise
from aftercare.contexts.dispatch.solver.newcomers import Newcomers
from aftercare.contexts.dispatch.solver.plan import Plan
from aftercare.contexts.dispatch.solver.problem import NEVER, Problem, Visits, refuse_stores
from aftercare.contexts.dispatch.solver.reading import lay_out, read_off, timed
from aftercare.contexts.dispatch.solver.search import Budget

ROOM = 16
"""How many visits a day can learn before it has to be laid out anew."""


class Busy(StrEnum):
    """Fit and able on a free day, but not on this one."""

    TOUR_FULL = "tour_full"
    PARTS_USED_UP = "parts_used_up"


@dataclass(frozen=True, slots=True)
class Offer:
    """One engineer-day that has a place for the visit."""

    resource: int
    start: int  # of service
    extra: int  # cost in all, seconds
    detour: int  # seconds of travel among it
    after: int  # stop of the tour it follows, 0: the start of the day


@dataclass(frozen=True, slots=True)
class Appointment:
    """A window to offer the customer, and who would come then."""

    opens: int
    closes: int
    offer: Offer


@dataclass(frozen=True, slots=True)
class Bump:
    """One visit makes room for another: where the new one goes, and what becomes of the one that was there."""

    visit: int
    offer: Offer  # on the tour without the bumped visit
    bumped: int
    elsewhere: Offer | None  # once the new one has its place; None: it is left out
    extra: int  # cost of all of it, seconds


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why a resource is not the one to send: the first rule in the way, or how much dearer than the best it is."""

    reason: Reason | Busy | None
    dearer: int = 0


class Live:
    """Tours under way, kept ready to be asked about."""

    def __init__(self, problem: Problem, plan: Plan, *, room: int = ROOM) -> None:
        refuse_stores(problem)
        self._newcomers = Newcomers(problem, room)
        self._facts = facts_of(self._newcomers.with_room, to_search=False)
        self._costs = np.zeros(len(problem.resources), np.int64)
        self._after = np.zeros(len(problem.resources), np.int32)
        self._dice = dice_of(0)
        self.adopt(plan)

    def adopt(self, plan: Plan) -> None:
        """Go on with the tours of another plan of the same visits."""
        self._routes = lay_out(self._facts, plan)
        scanning.refresh_all(self._facts, self._routes)

    @property
    def plan(self) -> Plan:
        """Return the tours as they are now."""
        return read_off(self._facts, self._routes.stops, self._routes.size)

    @property
    def problem(self) -> Problem:
        """Return what is planned, with the visits learned since."""
        return self._newcomers.problem

    def learn(self, newcomer: Visits, *, there: np.ndarray | None = None, back: np.ndarray | None = None) -> int:
        """
        Learn of one more visit and return its number.

        A place that is new is the one after the last; `there` and `back` are then the seconds from and to every place
        known so far.

        :raises BadProblem: `no_room`, or when it makes no sense.
        """
        return self._newcomers.learn(self._facts, newcomer, there, back)

    def offers(self, visit: int, *, most: int = 3) -> list[Offer]:
        """Return the cheapest places for a visit that is on no tour, at most one for each resource."""
        self._refuse_crews(visit)
        return self._cheapest(visit, most)

    def with_room(self, visit: int) -> list[int]:
        """Return the resources that have a place for a visit that is on no tour."""
        self._scan(visit)
        return np.flatnonzero(self._costs < NEVER).tolist()

    def crews(self, visit: int, *, most: int = 3) -> list[CrewOffer]:
        """Return the cheapest ways to send two to a linked visit and its partner, neither of which is on a tour."""

        def places(one: int, many: int) -> list[Place]:
            found = self._cheapest(one, many)
            return [Place(one, offer.resource, offer.start, offer.extra, offer.after) for offer in found]

        return together(self._facts, visit, places, most)

    def send(self, crew: CrewOffer) -> None:
        """Put both visits where they were offered; the offer must be of the tours as they are."""
        for place in (crew.one, crew.other):
            scanning.insert_at(self._facts, self._routes, place.resource, place.after, place.visit, place.start)

    def windows(self, visit: int, candidates: Iterable[tuple[int, int]], *, most: int = 5) -> list[Appointment]:
        """Return the windows in which a visit that is on no tour costs least, each with the best engineer for it."""
        mine = self._facts.windows[visit]
        given, found = mine.copy(), []
        try:
            for opens, closes in candidates:
                mine[:] = (NEVER, -1)
                mine[0] = opens, closes
                found += [Appointment(opens, closes, offer) for offer in self.offers(visit, most=1)]
        finally:
            mine[:] = given
        return sorted(found, key=lambda one: (one.offer.extra, one.opens))[:most]

    def why_not(self, visit: int, resource: int) -> WhyNot:
        """Return what speaks against sending this one to a visit that is on no tour."""
        self._scan(visit)
        if self._costs[resource] < NEVER:
            return WhyNot(None, int(self._costs[resource] - self._costs.min()))
        facts = self._facts
        never = reason_against(facts, visit, np.array([resource]))
        if never is None and (self._routes.used[resource] + facts.parts[visit] > facts.stock[resource]).any():
            return WhyNot(Busy.PARTS_USED_UP)
        return WhyNot(never or Busy.TOUR_FULL)

    def take(self, visit: int, offer: Offer) -> None:
        """Put the visit where it was offered; the offer must be of the tours as they are."""
        scanning.insert(self._facts, self._routes, offer.resource, offer.after, visit)

    def leave_out(self, visit: int) -> None:
        """Take a planned visit off its tour, and whoever was to come along."""
        bumping.leave_out(self._facts, self._routes, visit)

    def bump(self, visit: int, *, importance: np.ndarray | None = None) -> Bump | None:
        """
        Return the cheapest way to make room for the visit by moving one that matters less, or leaving that out.

        Importance is a number a visit, the cost of leaving it out unless given. Nothing moves that is as important.
        """
        self._refuse_planned(visit)
        self._refuse_crews(visit)
        facts, routes = self._facts, self._routes
        worth = facts.drop_cost.copy()
        if importance is not None:
            worth[: len(importance)] = importance
        may_go = (worth < worth[visit]) & (facts.partner < 0)
        costs, after = np.full(len(worth), NEVER, np.int64), np.full(len(worth), -1, np.int32)
        bumping.instead_of_each(facts, routes, visit, may_go, costs, after, self._dice)
        best: tuple[int, int, int, int] | None = None
        for other in np.argsort(costs, kind="stable").tolist():
            so_far, limit = int(costs[other]), best[0] if best else NEVER
            if so_far >= limit:
                break
            out = int(facts.drop_cost[other])
            cap = min(out, limit - so_far)
            cost, home, behind = bumping.elsewhere(facts, routes, visit, other, int(after[other]), cap, self._dice)
            if home >= 0 or so_far + out < limit:
                best = so_far + int(cost), other, int(home), int(behind)
        if best is None:
            return None
        extra, other, home, behind = best
        return self._as_bump(visit, int(after[other]), extra, other, home, behind)

    def carry_out(self, bump: Bump) -> None:
        """Make room as proposed; the proposal must be of the tours as they are."""
        self.leave_out(bump.bumped)
        self.take(bump.visit, bump.offer)
        if bump.elsewhere:
            self.take(bump.bumped, bump.elsewhere)

    def reoptimise(self, touched: Iterable[int], *, most_moved: int = 3, budget: Budget | None = None) -> Reoptimised:
        """Return a plan in which the touched tours and those around them are better, few visits with somebody else."""
        return reoptimise(self.problem, self.plan, touched, most_moved=most_moved, budget=budget)

    def _as_bump(self, visit: int, after: int, extra: int, bumped: int, home: int, behind: int) -> Bump:
        r, cost = int(self._routes.route_of[bumped]), self._routes.cost
        at = int(np.flatnonzero(self._routes.stops[r, 1 : self._routes.size[r] + 1] == bumped)[0])
        with_it = int(cost[r])
        self.leave_out(bumped)
        without, offer = int(cost[r]), self._offer(visit, r, after, 0)
        self.take(visit, offer)
        offer = replace(offer, extra=int(cost[r]) - without)
        moved = self._offer(bumped, home, behind, extra - int(cost[r]) + with_it) if home >= 0 else None
        self.leave_out(visit)
        scanning.insert(self._facts, self._routes, r, at, bumped)
        return Bump(visit, offer, bumped, moved, extra)

    def _cheapest(self, visit: int, most: int) -> list[Offer]:
        self._scan(visit)
        cheapest = np.argsort(self._costs, kind="stable")[:most]
        return [
            self._offer(visit, int(r), int(self._after[r]), int(self._costs[r]))
            for r in cheapest
            if self._costs[r] < NEVER
        ]

    def _refuse_crews(self, visit: int) -> None:
        if self._facts.partner[visit] >= 0:
            raise ValueError(f"visit {visit} needs a crew: ask for `crews`")

    def _refuse_planned(self, visit: int) -> None:
        if self._routes.route_of[visit] >= 0:
            raise ValueError(f"visit {visit} is on a tour already")

    def _scan(self, visit: int) -> None:
        self._refuse_planned(visit)
        scanning.scan(self._facts, self._routes, visit, self._costs, self._after, self._dice)

    def _offer(self, visit: int, r: int, after: int, extra: int) -> Offer:
        facts, routes = self._facts, self._routes
        before, behind = routes.stops[r, after], routes.stops[r, after + 1]
        detour = int(facts.go[before, visit]) + int(facts.go[visit, behind]) - int(routes.leg[r, after])
        size = int(routes.size[r]) + 1
        tour = timed(facts, r, np.insert(routes.stops[r, : size + 1], after + 1, visit), size)
        assert tour is not None, "a place that was found is a place that can be kept"
        return Offer(r, tour.visits[after][1], extra, detour, after)
