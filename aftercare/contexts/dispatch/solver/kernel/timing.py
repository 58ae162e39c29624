"""
When a tour reaches its stops, and what its lateness costs: the one cost function.

Planning, live insertion and explanations all ask here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aftercare.contexts.dispatch.solver.kernel.compiled import entry, inner, woven
from aftercare.contexts.dispatch.solver.kernel.layout import (
    LEAVES_AT,
    LUNCH_CLOSES,
    LUNCH_LENGTH,
    LUNCH_OPENS,
    PACE,
    Facts,
    Routes,
)
from aftercare.contexts.dispatch.solver.kernel.waiting import at_home, go_on, note_waiting
from aftercare.contexts.dispatch.solver.problem import NEVER

if TYPE_CHECKING:
    from aftercare.contexts.dispatch.solver.problem import Whole

    Moment = tuple[int, int, int, int]


@woven
def opening(facts: Facts, stop: int, arrival: int) -> int:
    """Return when service starts for whoever arrives then, or NEVER."""
    for k in range(facts.windows.shape[1]):
        if arrival <= facts.windows[stop, k, 1]:
            return max(arrival, facts.windows[stop, k, 0])
    return NEVER


@woven
def closing(facts: Facts, stop: int, start: int) -> int:
    """Return the latest arrival with which service starts by `start`; negative when there is none."""
    for k in range(facts.windows.shape[1] - 1, -1, -1):
        if facts.windows[stop, k, 0] <= start:
            return min(start, facts.windows[stop, k, 1])
    return -NEVER


@woven
def lateness(facts: Facts, stop: int, start: int) -> int:
    """Return what starting then costs."""
    return max(0, start - facts.due[stop]) * facts.late_rate[stop]


@woven
def unfairness(facts: Facts, r: int, load: int) -> int:
    """Return what so many seconds of service in a day cost beyond a fair share."""
    return max(0, load - facts.fair_load[r]) * facts.unfair_rate[r]


@woven
def after_lunch(facts: Facts, r: int, done: int, travel: int) -> int:
    """Return the arrival when lunch is taken between this work and the next, before, during or after the way."""
    return max(done + travel, facts.shift[r, LUNCH_OPENS]) + facts.shift[r, LUNCH_LENGTH]


@woven
def step(facts: Facts, r: int, stop: int, travel: int, moment: Moment) -> Moment:
    """Return when and at what cost of lateness resource `r` is done at the next stop, hungry and fed."""
    hungry, fed, hungry_late, fed_late = moment
    service = facts.service[facts.shift[r, PACE], stop]
    start = opening(facts, stop, fed + travel)
    fed_late += lateness(facts, stop, start)
    if hungry == NEVER:
        return NEVER, min(NEVER, start + service), 0, fed_late
    eaten = opening(facts, stop, after_lunch(facts, r, hungry, travel))
    eaten_late = hungry_late + lateness(facts, stop, eaten)
    # Earliest first: a minute gained is worth a minute at every stop to come.
    if eaten < start or (eaten == start and eaten_late < fed_late):
        start, fed_late = eaten, eaten_late
    still = opening(facts, stop, hungry + travel)
    hungry_late += lateness(facts, stop, still)
    if still + service > facts.shift[r, LUNCH_CLOSES]:
        return NEVER, min(NEVER, start + service), 0, fed_late
    return still + service, min(NEVER, start + service), hungry_late, fed_late


@woven
def moment_at(routes: Routes, r: int, i: int) -> Moment:
    """Return when the stop is done, hungry and fed."""
    return routes.hungry[r, i], routes.fed[r, i], routes.hungry_late[r, i], routes.fed_late[r, i]


@woven
def morning(facts: Facts, r: int) -> Moment:
    """Return the start of a day."""
    leaves = facts.shift[r, LEAVES_AT]
    if facts.shift[r, LUNCH_LENGTH] < 0:
        return NEVER, leaves, 0, 0
    return (leaves if leaves <= facts.shift[r, LUNCH_CLOSES] else NEVER), NEVER, 0, 0


@inner
def refresh(facts: Facts, routes: Routes, r: int) -> None:
    """Work out anew all that is known about a tour, after its stops have changed."""
    end = routes.size[r] + 1
    moment, driven, extra, load = morning(facts, r), 0, 0, 0
    routes.fetches[r] = 0
    for kind in range(facts.stock.shape[1]):
        routes.used[r, kind] = 0
    _note(routes, r, 0, moment)
    for i in range(1, end + 1):
        stop = routes.stops[r, i]
        travel = facts.go[routes.stops[r, i - 1], stop]
        routes.leg[r, i - 1] = travel
        driven += travel
        if i < end:
            extra += facts.fit[stop, r]
            load += facts.service[facts.shift[r, PACE], stop]
            if stop == facts.passes[r]:
                routes.fetches[r] = i
            if routes.fetches[r] == 0:
                for kind in range(facts.stock.shape[1]):
                    routes.used[r, kind] += facts.parts[stop, kind]
        moment = step(facts, r, stop, travel, moment)
        _note(routes, r, i, moment)
    routes.load[r] = load
    routes.cost[r] = driven + extra + routes.fed_late[r, end] + unfairness(facts, r, load)
    if end == 1:
        # Who has no visits stays at home and needs no lunch of ours.
        routes.leg[r, 0], routes.fed_late[r, 1], routes.cost[r] = 0, 0, 0
    _limits(facts, routes, r, False, routes.last_hungry, routes.last_fed)
    _limits(facts, routes, r, True, routes.calm_hungry, routes.calm_fed)
    if facts.wait_rate[r] > 0:
        note_waiting(facts, routes, r)
        routes.cost[r] += facts.wait_rate[r] * routes.wait[r]


@woven
def _note(routes: Routes, r: int, i: int, moment: Moment) -> None:
    routes.hungry[r, i], routes.fed[r, i], routes.hungry_late[r, i], routes.fed_late[r, i] = moment


@inner
def _limits(facts: Facts, routes: Routes, r: int, calm: bool, hungry, fed) -> None:  # type: ignore[no-untyped-def]
    """Fill in, from the end of the day backwards, until when a stop must be done for the rest to be kept (or calm)."""
    end, pace = routes.size[r] + 1, facts.shift[r, PACE]
    length, closes = facts.shift[r, LUNCH_LENGTH], facts.shift[r, LUNCH_CLOSES]
    hungry[r, end], fed[r, end] = -NEVER, NEVER - 1
    for i in range(end - 1, -1, -1):
        stop, travel = routes.stops[r, i + 1], routes.leg[r, i]
        latest = NEVER
        if calm:
            latest = facts.due[stop]
        service = facts.service[pace, stop]
        arrive_fed = closing(facts, stop, min(latest, fed[r, i + 1] - service))
        fed[r, i] = arrive_fed - travel
        eats = -NEVER
        if facts.shift[r, LUNCH_OPENS] + length <= arrive_fed:
            eats = arrive_fed - travel - length
        waits = closing(facts, stop, min(latest, hungry[r, i + 1] - service)) - travel
        hungry[r, i] = min(closes, max(eats, waits))


@woven
def lateness_from(facts: Facts, routes: Routes, r: int, i: int, moment: Moment) -> int:
    """Return what the whole tour's lateness costs when its stop `i` is done at this moment; -1 when it cannot be."""
    hungry, fed, hungry_late, fed_late = moment
    if fed > routes.last_fed[r, i] and hungry > routes.last_hungry[r, i]:
        return -1
    if fed <= routes.calm_fed[r, i]:
        return fed_late
    if hungry <= routes.calm_hungry[r, i]:
        return hungry_late
    end = routes.size[r] + 1
    total = routes.fed_late[r, end]
    for j in range(i, end):
        if moment[0] == NEVER:
            if moment[1] <= routes.calm_fed[r, j]:
                return moment[3]
            # The delay is absorbed: from here on everything is as it was.
            if moment[1] == routes.fed[r, j] and routes.hungry[r, j] == NEVER:
                return moment[3] + total - routes.fed_late[r, j]
        moment = step(facts, r, routes.stops[r, j + 1], routes.leg[r, j], moment)
    return moment[3] if moment[1] < NEVER else -1


@entry
def timetable(facts: Facts, stops: Whole, size: int, r: int, lunch_after: int, starts: Whole) -> tuple[int, int]:
    """
    Fill in when each stop's work starts with lunch after the given stop (negative: no lunch).

    Return the start of lunch and what lateness costs; the cost is -1 when the tour cannot be kept so.
    """
    leaves = facts.shift[r, LEAVES_AT]
    lunch, late = _drive(facts, stops, size, r, lunch_after, leaves, starts)
    if late >= 0 and facts.wait_rate[r] > 0:
        stay = at_home(facts, r)
        for i in range(size + 1):
            stay = go_on(facts, r, stops[i + 1], facts.go[stops[i], stops[i + 1]], stay)
        leaves = max(leaves, min(stay[2], stay[0] - stay[1]))
        lunch, late = _drive(facts, stops, size, r, lunch_after, leaves, starts)
    return lunch, late


@inner
def _drive(
    facts: Facts, stops: Whole, size: int, r: int, lunch_after: int, leaves: int, starts: Whole
) -> tuple[int, int]:
    done, lunch, late = leaves, -1, 0
    for i in range(size + 1):
        stop, travel = stops[i + 1], facts.go[stops[i], stops[i + 1]]
        arrival = done + travel
        if i == lunch_after:
            if done > facts.shift[r, LUNCH_CLOSES]:
                return -1, -1
            lunch = max(done, facts.shift[r, LUNCH_OPENS])
            arrival = after_lunch(facts, r, done, travel)
        start = opening(facts, stop, arrival)
        if start == NEVER:
            return -1, -1
        starts[i] = start
        late += lateness(facts, stop, start)
        done = start + facts.service[facts.shift[r, PACE], stop]
    return lunch, late
