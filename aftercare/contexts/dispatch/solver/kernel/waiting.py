"""
Standing idle, where that has a price: how long somebody waits who leaves home as late as no visit suffers from it.

A *stay* is what must be known of a tour up to a stop: when that is done, how much travel and work that was, and until
when one may leave home without any stop so far being done late, or later than it is now.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aftercare.contexts.dispatch.solver.kernel.compiled import inner, woven
from aftercare.contexts.dispatch.solver.kernel.layout import LEAVES_AT, PACE, Facts, Routes
from aftercare.contexts.dispatch.solver.problem import NEVER

if TYPE_CHECKING:
    Stay = tuple[int, int, int]


@woven
def at_home(facts: Facts, r: int) -> Stay:
    """Return the stay at the start of a day."""
    return facts.shift[r, LEAVES_AT], 0, NEVER


@woven
def stay_at(routes: Routes, r: int, i: int) -> Stay:
    """Return the stay at a stop of a tour."""
    return routes.fed[r, i], routes.spent[r, i], routes.latest[r, i]


@woven
def go_on(facts: Facts, r: int, stop: int, travel: int, stay: Stay) -> Stay:
    """Return the stay at the next stop, which can be kept."""
    done, spent, latest = stay
    start, limit, spent = done + travel, facts.due[stop], spent + travel
    for k in range(facts.windows.shape[1]):
        if start <= facts.windows[stop, k, 1]:
            start = max(start, facts.windows[stop, k, 0])
            limit = min(limit, facts.windows[stop, k, 1])
            break
    service = facts.service[facts.shift[r, PACE], stop]
    return start + service, spent + service, min(latest, max(start, limit) - spent)


@woven
def idle(stay: Stay) -> int:
    """Return the seconds of waiting in a day that ends so."""
    done, spent, latest = stay
    return max(0, done - spent - latest)


@inner
def idle_from(facts: Facts, routes: Routes, r: int, i: int, stay: Stay) -> int:
    """Return the seconds of waiting of the whole tour when this is the stay at its stop `i`, and the rest is kept."""
    done, spent, latest = stay
    if facts.windows.shape[1] == 1 and done <= routes.calm_fed[r, i]:
        rest = routes.rest[r, i]
        return idle((
            max(done + rest, routes.soonest[r, i]), spent + rest, min(latest, routes.calm_fed[r, i] - spent)
        ))  # fmt: skip
    for j in range(i, routes.size[r] + 1):
        stay = go_on(facts, r, routes.stops[r, j + 1], routes.leg[r, j], stay)
    return idle(stay)


@inner
def note_waiting(facts: Facts, routes: Routes, r: int) -> None:
    """Work out anew what is known of a tour's waiting."""
    end, stay = routes.size[r] + 1, at_home(facts, r)
    for i in range(end + 1):
        if i > 0:
            stay = go_on(facts, r, routes.stops[r, i], routes.leg[r, i - 1], stay)
        routes.spent[r, i], routes.latest[r, i] = stay[1], stay[2]
    routes.wait[r] = idle(stay)
    routes.rest[r, end], routes.soonest[r, end] = 0, 0
    for i in range(end - 1, -1, -1):
        stop = routes.stops[r, i + 1]
        service = facts.service[facts.shift[r, PACE], stop]
        rest = service + routes.rest[r, i + 1]
        routes.soonest[r, i] = max(routes.soonest[r, i + 1], facts.windows[stop, 0, 0] + rest)
        routes.rest[r, i] = routes.leg[r, i] + rest
