"""The engine's times as people say them: on five minutes, and what stays with its engineer when it was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from aftercare.contexts.dispatch.planning.drawing import Drawn
from aftercare.contexts.dispatch.planning.scene import Job
from aftercare.contexts.dispatch.planning.workdays import Fixed, Workday
from aftercare.contexts.dispatch.solver.checker import check
from aftercare.contexts.dispatch.solver.plan import Plan, Route

GRID = 5 * 60
Stops = tuple[tuple[int, int], ...]
# By visit: when the two of a crew are said to start.
Agreed = Mapping[int, int]


def spoken(drawn: Drawn, routes: Sequence[Route]) -> list[Route]:
    """
    Return the tours at times people say: what stays with its engineer keeps its time, the rest begins on five minutes.

    Where that would break a rule or cost more, the times stay as they were reckoned; the two of a crew agree on theirs.
    """
    raw = {visit: start for route in routes for visit, start in route.visits}
    partner = {a: b for one, two, *_gap in drawn.problem.links.tolist() for a, b in ((one, two), (two, one))}
    agreed = _agreed(drawn, routes, raw)
    while True:
        tried = [_spoken(drawn, route, agreed) for route in routes]
        stuck = {
            visit
            for route, found in zip(routes, tried, strict=True)
            for visit, start in route.visits
            if found is None and agreed.get(visit, start) != start
        }
        if not stuck:
            break
        agreed |= {visit: raw[visit] for one in stuck for visit in (one, partner.get(one, one))}
    said = [found or route for route, found in zip(routes, tried, strict=True)]
    return list(routes) if check(drawn.problem, Plan(tuple(said))).violations else said


def _agreed(drawn: Drawn, routes: Sequence[Route], raw: Mapping[int, int]) -> dict[int, int]:
    """Return when crews start: as booked where both stay with it, else on the next five minutes together."""
    resource = {visit: route.resource for route in routes for visit, _start in route.visits}
    agreed = {visit: start for visit, start in raw.items() if _is_crew(drawn.visits[visit])}
    for one, two, gap, _most in drawn.problem.links.tolist():
        if one not in raw or two not in raw:
            continue
        was = _as_booked(drawn, one, resource[one])
        stays = was is not None and was >= raw[one] and _as_booked(drawn, two, resource[two]) is not None
        start = was if stays and was is not None else -(-raw[one] // GRID) * GRID
        agreed |= {one: start, two: start + gap}
    return agreed


def _is_crew(visit: Job | Fixed) -> bool:
    return isinstance(visit, Job) and visit.order.crew_size > 1


def _as_booked(drawn: Drawn, visit: int, resource: int) -> int | None:
    """Return when the visit was to start, if its engineer keeps it."""
    job = drawn.visits[visit]
    is_kept = isinstance(job, Job) and job.engineer_id == drawn.days[resource].engineer.id
    return drawn.scene.seconds(job.start) if is_kept and isinstance(job, Job) and job.start else None


def _spoken(drawn: Drawn, route: Route, agreed: Agreed) -> Route | None:
    """Return one tour at such times, crews as agreed; None where that breaks a rule or costs more."""
    raw = check(drawn.problem, Plan((route,))).cost.total
    for keeps in (True, False):
        visits = _later(drawn, route, agreed, keeps=keeps)
        for lunch in _lunches(drawn, route, visits):
            verdict = check(drawn.problem, Plan((tried := Route(route.resource, visits, lunch),)))
            # A tour alone has never the whole of a crew.
            broken = [found for found in verdict.violations if found.code != "half_crew"]
            if not broken and verdict.cost.total <= raw:
                return tried
    return None


def _later(drawn: Drawn, route: Route, agreed: Agreed, *, keeps: bool) -> Stops:
    """Return the stops with each start put off to a round time, one after the other."""
    problem, day = drawn.problem, drawn.days[route.resource]
    stops = []
    free_as_was, free, here = day.start, day.start, int(problem.resources.starts_at[route.resource])
    for visit, start in route.visits:
        there = int(problem.visits.place[visit])
        rests = route.lunch is not None and free_as_was <= route.lunch < start
        arrives = free + int(problem.travel[here, there]) + (day.lunch[2] if rests else 0)
        begins = agreed.get(visit)
        if begins is None:
            begins = _at_a_round_time(drawn, day, drawn.visits[visit], max(start, arrives), keeps=keeps)
        stops.append((visit, begins))
        length = int(problem.visits.service[0, visit])
        free_as_was, free, here = start + length, begins + length, there
    return tuple(stops)


def _at_a_round_time(drawn: Drawn, day: Workday, visit: Job | Fixed, earliest: int, *, keeps: bool) -> int:
    if isinstance(visit, Fixed):
        return visit.start
    if keeps and visit.start is not None and visit.engineer_id == day.engineer.id:
        was = drawn.scene.seconds(visit.start)
        if was >= earliest:
            return was
    return -(-earliest // GRID) * GRID


def _lunches(drawn: Drawn, route: Route, visits: Stops) -> Iterable[int | None]:
    """Return when lunch might begin: as it was, or at the end of some visit."""
    opens, closes, length = drawn.days[route.resource].lunch
    if length < 0 or route.lunch is None:
        return [route.lunch]
    ends = [start + int(drawn.problem.visits.service[0, visit]) for visit, start in visits]
    begins = sorted({max(opens, end) for end in [drawn.days[route.resource].start, *ends]})
    return [route.lunch, *(moment for moment in begins if moment <= closes)]
