"""
Planning anew what is still open: done, begun and imminent visits stay, locks hold, and a move has its price.

What is kept becomes part of an ordinary problem: the day of an engineer on the way starts later and elsewhere, perhaps
after lunch; a locked visit fits one engineer alone, or has a window of a single second.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from aftercare.contexts.dispatch.solver.kernel.layout import ENDS_AT, STARTS_AT, Facts, facts_of
from aftercare.contexts.dispatch.solver.plan import Plan, Route
from aftercare.contexts.dispatch.solver.problem import NEVER, UNFIT, Problem, Resources, Visits, refuse_stores
from aftercare.contexts.dispatch.solver.reading import timed

MOVED_COST = 10 * 60
"""What a visit somebody else does is worth not to be, unless told: ten minutes behind the wheel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What of a plan is to stay."""

    now: int = 0
    frozen_seconds: int = 0  # visits that start within this time from now stay
    locked_engineer: frozenset[int] = frozenset()
    locked_time: frozenset[int] = frozenset()
    moved_cost: int = MOVED_COST  # of giving a visit to somebody else


@dataclass(frozen=True, slots=True)
class Rest:
    """What is still open, and what comes before it."""

    problem: Problem
    before: dict[int, Route]

    def whole(self, plan: Plan) -> Plan:
        """Return a plan of what was open, with what came before it."""
        open_ones = {route.resource: route for route in plan.routes}
        joined = (self._joined(r, open_ones.get(r)) for r in sorted(self.before.keys() | open_ones.keys()))
        return Plan(tuple(route for route in joined if route.visits))

    def _joined(self, r: int, later: Route | None) -> Route:
        kept = self.before.get(r, Route(r, (), None))
        lunch = kept.lunch if later is None or later.lunch is None else later.lunch
        return Route(r, kept.visits + (later.visits if later else ()), lunch)


def rest_of(problem: Problem, plan: Plan, wishes: Wishes) -> Rest:
    """
    Return what is open of a plan that breaks no rule.

    :raises BadProblem: `stores`.
    """
    refuse_stores(problem)
    fit, windows = problem.visits.fit.copy(), problem.visits.windows.copy()
    drop_cost, people = problem.visits.drop_cost.copy(), _copied(problem.resources)
    before = {r: Route(r, (), lunch) for r, lunch in _not_before(people, wishes.now)}
    done: dict[int, int] = {}
    for route in plan.routes:
        frozen = _frozen(problem, route, wishes)
        lunch = _set_out_after(problem, people, route, frozen, wishes.now)
        _deduct(problem, people, route, frozen)
        before[route.resource] = Route(route.resource, route.visits[:frozen], lunch)
        for visit, start in route.visits[frozen:]:
            _lock(fit[visit], windows[visit], route.resource, start, visit, wishes)
        gone = [visit for visit, _ in route.visits[:frozen]]
        fit[gone], drop_cost[gone] = UNFIT, 0
        done |= dict.fromkeys(gone, route.resource)
    links, waited_for = _open_links(problem, plan, done, fit, windows)
    drop_cost[waited_for] = NEVER
    fit[:, people.start > people.latest_end] = UNFIT
    people = replace(people, end=np.maximum(people.end, people.start))
    people = replace(people, latest_end=np.maximum(people.latest_end, people.end))
    visits: Visits = replace(problem.visits, fit=fit, windows=windows, drop_cost=drop_cost)
    return Rest(Problem(visits=visits, resources=people, travel=problem.travel, links=links), before)


def _copied(people: Resources) -> Resources:
    changed = ("start", "starts_at", "lunch", "fair_load", "stock")
    return replace(people, **{name: getattr(people, name).copy() for name in changed})


def _not_before(people: Resources, now: int) -> list[tuple[int, int]]:
    """Let no day start in the past; return who had nothing to do all lunchtime, and so has eaten, and when."""
    eaten = np.flatnonzero((people.lunch[:, 1] < now) & (people.lunch[:, 2] >= 0))
    people.lunch[eaten, 2] = -1
    np.maximum(people.start, now, out=people.start)
    return [(int(r), int(people.lunch[r, 0])) for r in eaten]


def _frozen(problem: Problem, route: Route, wishes: Wishes) -> int:
    """Return how many visits of the tour are done, begun, imminent, or already headed for."""
    visits, people, r = problem.visits, problem.resources, route.resource
    length, count = int(people.lunch[r, 2]), 0
    free, here = int(people.start[r]), int(people.starts_at[r])
    for n, (visit, start) in enumerate(route.visits, 1):
        place = int(visits.place[visit])
        eats = route.lunch is not None and free <= route.lunch < start
        leaves = start - int(problem.travel[here, place]) - (length if eats else 0)
        if start < wishes.now + wishes.frozen_seconds or leaves < wishes.now:
            count = n
        free, here = start + int(visits.service[people.pace[r], visit]), place
    return count


def _set_out_after(problem: Problem, people: Resources, route: Route, frozen: int, now: int) -> int | None:
    """Let the rest of the day begin after the frozen visits; return when lunch was, or is if nothing follows."""
    r, free = route.resource, int(problem.resources.start[route.resource])
    if frozen:
        visit, start = route.visits[frozen - 1]
        free = start + int(problem.visits.service[people.pace[r], visit])
        people.starts_at[r] = problem.visits.place[visit]
    people.start[r] = max(free, now)
    length = int(problem.resources.lunch[r, 2])
    if route.lunch is None or route.lunch >= max(free, now):
        people.lunch[r, 2] = length
        # On the way home, unless a later visit gets its own time for it.
        return None if length < 0 else max(free, now, int(problem.resources.lunch[r, 0]))
    people.lunch[r, 2] = -1
    if route.lunch >= free:
        people.start[r] = max(now, route.lunch + length)
    return route.lunch


def _deduct(problem: Problem, people: Resources, route: Route, frozen: int) -> None:
    """Take what is frozen off the van, and off the day's fair load: what is above that costs the same anyway."""
    r = route.resource
    for visit, _ in route.visits[:frozen]:
        people.stock[r] -= problem.visits.parts[visit]
    np.maximum(people.stock[r], 0, out=people.stock[r])
    done = sum(int(problem.visits.service[people.pace[r], visit]) for visit, _ in route.visits[:frozen])
    people.fair_load[r] = max(0, int(people.fair_load[r]) - done)


def _lock(fit: np.ndarray, windows: np.ndarray, r: int, start: int, visit: int, wishes: Wishes) -> None:
    """Write into the visit's row what is wished for it."""
    mine = int(fit[r])
    if visit in wishes.locked_engineer:
        fit[:] = UNFIT
    else:
        fit[fit != UNFIT] += wishes.moved_cost
    fit[r] = mine
    if visit in wishes.locked_time:
        _fix(windows, start)


def _fix(windows: np.ndarray, start: int) -> None:
    windows[:] = (NEVER, -1)
    windows[0] = start


def _open_links(
    problem: Problem, plan: Plan, done: dict[int, int], fit: np.ndarray, windows: np.ndarray
) -> tuple[np.ndarray, list[int]]:
    """Return the links that are open, and who meets somebody already there: held to that time, not to be left out."""
    starts = {visit: start for route in plan.routes for visit, start in route.visits}
    waited_for: list[int] = []
    is_open = np.array([first not in done and second not in done for first, second, _, _ in problem.links], bool)
    for pair in problem.links[~is_open, :2].tolist():
        for one, other in (pair, pair[::-1]):
            if one not in done and one in starts:
                _fix(windows[one], starts[one])
                fit[one, done[other]] = UNFIT
                waited_for.append(one)
    return problem.links[is_open].reshape(-1, 4), waited_for


def keepable(problem: Problem, plan: Plan) -> Plan:
    """
    Return as much of a plan as can be kept, tour by tour: what comes too late or fits nobody is left out.

    What is tied to its time goes first; the rest follows in its order, where the tour still bears it.
    """
    facts = facts_of(problem)
    routes = (_kept_tour(problem, facts, route) for route in plan.routes)
    return Plan(tuple(route for route in routes if route and route.visits))


def _kept_tour(problem: Problem, facts: Facts, route: Route) -> Route | None:
    r = route.resource
    windows, starts = problem.visits.windows, dict(route.visits)
    fitting = [visit for visit, _ in route.visits if problem.visits.fit[visit, r] != UNFIT]
    tied = [visit for visit in fitting if windows[visit, 0, 0] == windows[visit, 0, 1]]
    kept: list[int] = []
    tour = None
    for visit in [*tied, *(visit for visit in fitting if visit not in set(tied))]:
        tried = sorted([*kept, visit], key=starts.__getitem__)
        stops = np.array([facts.shift[r, STARTS_AT], *tried, facts.shift[r, ENDS_AT]], np.int32)
        if found := timed(facts, r, stops, len(tried)):
            kept, tour = tried, found
    return tour
