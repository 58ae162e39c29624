"""Who else could have gone: for every visit that a plan places anew, what the next best would cost more."""

from __future__ import annotations

from aftercare.contexts.dispatch.solver.live import Live
from aftercare.contexts.dispatch.solver.plan import Plan
from aftercare.contexts.dispatch.solver.problem import Problem

MOST = 300
"""So many visits are explained; a plan that moves more is looked at as a whole."""
NAMED = 3


def others(problem: Problem, plan: Plan, before: Plan) -> dict[int, tuple[tuple[int, int], ...]]:
    """
    Return resources and how many seconds dearer each would be, for the visits not placed so before.

    All else stays as planned; crews are left unexplained, as one of them never goes alone.
    """
    crews = set(problem.links[:, :2].ravel().tolist())
    was = {visit: route.resource for route in before.routes for visit, _ in route.visits}
    placed = [(visit, route.resource) for route in plan.routes for visit, _ in route.visits]
    anew = [(visit, r) for visit, r in placed if visit not in crews and was.get(visit) != r]
    live, found = Live(problem, plan), {}
    for visit, r in anew[:MOST]:
        live.leave_out(visit)
        offers = live.offers(visit, most=NAMED)
        own = next((offer.extra for offer in offers if offer.resource == r), offers[0].extra if offers else 0)
        found[visit] = tuple((o.resource, max(0, o.extra - own)) for o in offers if o.resource != r)
        live.adopt(plan)
    return found
