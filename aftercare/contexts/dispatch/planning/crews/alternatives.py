"""Which two could have gone instead of a crew that a plan places anew. Pure, as the planning process runs it."""

from __future__ import annotations

from aftercare.contexts.dispatch.solver.live import Live
from aftercare.contexts.dispatch.solver.plan import Plan
from aftercare.contexts.dispatch.solver.problem import Problem

MOST, NAMED = 100, 3


def pairs(problem: Problem, plan: Plan, before: Plan) -> dict[int, tuple[tuple[int, int, int], ...]]:
    """Return for the first of each crew placed anew other pairs of resources, and how many seconds dearer each is."""
    was = {visit: route.resource for route in before.routes for visit, _ in route.visits}
    now = {visit: route.resource for route in plan.routes for visit, _ in route.visits}
    links = [(one, two) for one, two, *_gap in problem.links.tolist() if one in now]
    anew = [(one, two) for one, two in links if any(was.get(visit) != now[visit] for visit in (one, two))]
    live, found = Live(problem, plan), {}
    for one, two in anew[:MOST]:
        live.leave_out(one)
        offers = live.crews(one, most=NAMED)
        own = {now[one], now[two]}
        cheapest = min((o.extra for o in offers if {o.one.resource, o.other.resource} == own), default=None)
        least = offers[0].extra if offers and cheapest is None else cheapest or 0
        found[one] = tuple(
            (o.one.resource, o.other.resource, max(0, o.extra - least))
            for o in offers
            if {o.one.resource, o.other.resource} != own
        )
        live.adopt(plan)
    return found
