"""
Replays a plan from its explicit times and finds every broken rule.

Written apart from the engine and without its arrays or functions, so that neither repeats the other's mistake. A plan
with a finding is never stored.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from aftercare.contexts.dispatch.solver.plan import Cost, Plan, Route
from aftercare.contexts.dispatch.solver.problem import NEVER, UNFIT, Problem


@dataclass(frozen=True, slots=True)
class Violation:
    """A broken rule: its code, whose tour, and the visit it shows at (-1: the tour as a whole)."""

    code: str
    resource: int
    visit: int = -1


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a plan costs and which rules it breaks."""

    cost: Cost
    violations: tuple[Violation, ...]


def check(problem: Problem, plan: Plan) -> Verdict:
    """Replay every tour; the cost means something only when there is no violation."""
    found = list(_doubles(plan))
    known = [route for route in plan.routes if _is_known(problem, route)]
    found += [Violation("unknown", route.resource) for route in plan.routes if route not in known]
    for route in known:
        found += _misfits(problem, route)
        found += _closed_stores(problem, route)
        found += _missing_parts(problem, route)
        found += _broken_windows(problem, route)
        found += _broken_times(problem, route)
        found += _broken_lunch(problem, route)
    found += _broken_links(problem, known)
    return Verdict(_cost(problem, known), tuple(found))


def _is_known(problem: Problem, route: Route) -> bool:
    return 0 <= route.resource < len(problem.resources) and all(
        0 <= visit < len(problem.visits) for visit, _ in route.visits
    )


def _doubles(plan: Plan) -> Iterator[Violation]:
    seen: set[int] = set()
    days: set[int] = set()
    for route in plan.routes:
        if route.resource in days:
            yield Violation("two_tours", route.resource)
        days.add(route.resource)
        for visit, _ in route.visits:
            if visit in seen:
                yield Violation("twice", route.resource, visit)
            seen.add(visit)


def _misfits(problem: Problem, route: Route) -> Iterator[Violation]:
    for visit, _ in route.visits:
        if problem.visits.fit[visit, route.resource] == UNFIT:
            yield Violation("misfit", route.resource, visit)


def _closed_stores(problem: Problem, route: Route) -> Iterator[Violation]:
    if route.fetches_after is not None and problem.resources.stores[route.resource] < 0:
        yield Violation("no_stores", route.resource)


def _missing_parts(problem: Problem, route: Route) -> Iterator[Violation]:
    left = problem.resources.stock[route.resource].tolist()
    for visit, _ in route.visits[: route.fetches_after]:
        left = [have - used for have, used in zip(left, problem.visits.parts[visit].tolist(), strict=True)]
        if left and min(left) < 0:
            yield Violation("out_of_parts", route.resource, visit)
            return


def _broken_windows(problem: Problem, route: Route) -> Iterator[Violation]:
    for visit, start in route.visits:
        windows = problem.visits.windows[visit].tolist()
        if not any(opens <= start <= closes for opens, closes in windows):
            yield Violation("window", route.resource, visit)


def _broken_links(problem: Problem, routes: list[Route]) -> Iterator[Violation]:
    where = {visit: (route.resource, start) for route in routes for visit, start in route.visits}
    for first, second, least, most in problem.links.tolist():
        if first not in where and second not in where:
            continue
        if first not in where or second not in where:
            alone = first if first in where else second
            yield Violation("half_crew", where[alone][0], alone)
            continue
        (one, begins), (other, follows) = where[first], where[second]
        if one == other:
            yield Violation("same_engineer", one, second)
        if not least <= follows - begins <= most:
            yield Violation("apart", other, second)


def _legs(problem: Problem, route: Route) -> list[tuple[int, int, int, int]]:
    """Return for each leg: when it can begin, its travel, by when it must be over, and the visit it leads to."""
    visits, people, r = problem.visits, problem.resources, route.resource
    free, here = int(people.start[r]), int(people.starts_at[r])
    legs = []
    for n, (visit, start) in enumerate(route.visits):
        there = int(visits.place[visit])
        legs.append((free, _way(problem, route, n, here, there), start, visit))
        free, here = start + int(visits.service[people.pace[r], visit]), there
    home = _way(problem, route, len(route.visits), here, int(people.ends_at[r]))
    legs.append((free, home, int(people.latest_end[r]), -1))
    return legs


def _way(problem: Problem, route: Route, done: int, here: int, there: int) -> int:
    """Return the travel on from here once so many visits are done, by the stores where the tour says so."""
    stores = int(problem.resources.stores[route.resource])
    if route.fetches_after != done or stores < 0:
        return int(problem.travel[here, there])
    return int(problem.travel[here, stores]) + int(problem.travel[stores, there])


def _lunch_leg(problem: Problem, route: Route) -> int:
    """Return which leg has lunch within it, -1 when none has."""
    length = int(problem.resources.lunch[route.resource, 2])
    if route.lunch is None or length < 0:
        return -1
    for n, (free, _, over, _) in enumerate(_legs(problem, route)):
        if free <= route.lunch and route.lunch + length <= over:
            return n
    return -1


def _broken_times(problem: Problem, route: Route) -> Iterator[Violation]:
    length, lunch = int(problem.resources.lunch[route.resource, 2]), _lunch_leg(problem, route)
    for n, (free, travel, over, visit) in enumerate(_legs(problem, route)):
        if travel >= NEVER:
            yield Violation("no_way", route.resource, visit)
        elif free + travel + (length if n == lunch else 0) > over:
            yield Violation("too_early" if visit >= 0 else "too_long", route.resource, visit)


def _broken_lunch(problem: Problem, route: Route) -> Iterator[Violation]:
    opens, closes, length = problem.resources.lunch[route.resource].tolist()
    if not route.visits or length < 0:
        return
    if route.lunch is None or not opens <= route.lunch <= closes or _lunch_leg(problem, route) < 0:
        yield Violation("lunch", route.resource)


def _cost(problem: Problem, routes: list[Route]) -> Cost:
    visits = problem.visits
    travel = lateness = overtime = misfit = unfair = waiting = 0
    for route in routes:
        if not route.visits:
            continue
        travel += sum(leg for _, leg, _, _ in _legs(problem, route))
        overtime += _overtime(problem, route)
        unfair += _unfairness(problem, route)
        waiting += _waiting(problem, route)
        for visit, start in route.visits:
            lateness += max(0, start - int(visits.due[visit])) * int(visits.late_rate[visit])
            misfit += max(0, int(visits.fit[visit, route.resource]))
    out = Plan(tuple(routes)).left_out(len(visits))
    dropped = sum(int(visits.drop_cost[visit]) for visit in out)
    return Cost(travel, lateness, overtime, misfit, dropped, unfair, waiting)


def _unfairness(problem: Problem, route: Route) -> int:
    """Return the cost of more service in a day than is a fair share."""
    people, r = problem.resources, route.resource
    load = sum(int(problem.visits.service[people.pace[r], visit]) for visit, _ in route.visits)
    return max(0, load - int(people.fair_load[r])) * int(people.unfair_rate[r])


def _waiting(problem: Problem, route: Route) -> int:
    """Return the cost of standing idle between the stops of who leaves home just in time for the first."""
    rate = int(problem.resources.wait_rate[route.resource])
    between = _legs(problem, route)[1:-1]
    return rate * sum(over - free - travel for free, travel, over, _ in between)


def _overtime(problem: Problem, route: Route) -> int:
    """Return the cost of coming home after the shift: at once after the last visit, or after the lunch that follows."""
    people, r = problem.resources, route.resource
    legs = _legs(problem, route)
    free, travel, _, _ = legs[-1]
    home = free + travel
    if _lunch_leg(problem, route) == len(legs) - 1 and route.lunch is not None:
        # Lunch may be before, during or after the way: home is reached when both are over.
        home = max(home, route.lunch) + int(people.lunch[r, 2])
    return max(0, home - int(people.end[r])) * int(people.overtime_rate[r])
