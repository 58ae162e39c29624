"""How the compiled part sees a problem and a set of routes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from aftercare.contexts.dispatch.solver.problem import NEVER, UNFIT, Problem, Visits, joined

if TYPE_CHECKING:
    from aftercare.contexts.dispatch.solver.problem import Large, Whole

NEIGHBOURS = 256
LEAVES_AT, STARTS_AT, ENDS_AT, LUNCH_OPENS, LUNCH_CLOSES, LUNCH_LENGTH, PACE = range(7)
"""Columns of `Facts.shift`."""


class Facts(NamedTuple):
    """
    What does not change while planning.

    A *stop* is a visit, or an engineer's start or end of day: stop `visits + r` is where resource `r` ends; its promise
    is the end of the shift, so that overtime is lateness like any other.
    """

    go: Whole  # [from, to] seconds between stops
    come: Whole  # the same turned over, so that a column is read as quickly as a row
    windows: Whole  # [stop, window, (opens, closes)]; of a linked visit on a tour: its start alone
    given: Whole  # the windows as they were given
    due: Whole  # [stop]
    late_rate: Whole  # [stop]
    service: Whole  # [pace, stop]
    drop_cost: Large  # [visit]
    fit: Whole  # [visit, resource]
    has_links: Whole  # (1 when there are any,)
    partner: Whole  # [visit] the one it is linked with, or -1
    apart: Whole  # [visit, (least, most)] seconds from its start to its partner's
    options: Whole  # [visit, n] resources that fit, the nearest home first; -1 ends the list
    shift: Whole  # [resource, column]
    parts: Whole  # [visit, kind]
    stock: Whole  # [resource, kind]
    fair_load: Whole  # [resource]
    unfair_rate: Whole  # [resource]
    wait_rate: Whole  # [resource]
    passes: Whole  # [resource] its pass by the stores, a visit of its own after all others; -1: it fetches nothing
    near: Whole  # [visit, n] visits around it, itself first


class Routes(NamedTuple):
    """
    Tours with what is known about each of their stops, so that a change is judged without driving the tour again.

    On the way to a stop an engineer is *hungry* (lunch is to come) or *fed*; both are followed at once, because which
    one is better shows later. Times are when the stop's work is done.
    """

    stops: Whole  # [resource, n] from the start of the day to its end
    size: Whole  # [resource] visits on the tour
    leg: Whole  # [resource, n] travel from this stop to the next
    hungry: Whole  # [resource, n] earliest time done, lunch still to come; NEVER when it is too late for that
    fed: Whole  # [resource, n] earliest time done, lunch taken
    hungry_late: Large  # [resource, n] cost of lateness up to here
    fed_late: Large
    last_hungry: Whole  # [resource, n] latest time done from which the rest can be kept
    last_fed: Whole
    calm_hungry: Whole  # [resource, n] latest time done from which nothing later is late
    calm_fed: Whole
    load: Whole  # [resource] seconds of service
    used: Whole  # [resource, kind] parts, of those the van brought from home
    fetches: Whole  # [resource] which stop is the pass by the stores, 0: none
    spent: Whole  # [resource, n] travel and work since leaving home; what of waiting only where that has a price
    latest: Whole  # [resource, n] until when one may leave home, as far as the stops up to here go
    rest: Whole  # [resource, n] travel and work to come
    soonest: Whole  # [resource, n] when the day ends at the earliest, however early this stop is done
    wait: Whole  # [resource] seconds of standing idle
    cost: Large  # [resource]
    route_of: Whole  # [visit] -1: left out
    held: Whole  # [visit] start of a linked visit on a tour, else -1


def facts_of(problem: Problem, *, to_search: bool = True) -> Facts:
    """Lay a problem out for the compiled part; what only a search needs takes the longest and may be left out."""
    visits, people = _with_passes(problem), problem.resources
    at = np.concatenate([visits.place, people.ends_at, people.starts_at])
    go = _in_rows(problem.travel[np.ix_(at, at)])
    count, days = len(visits), np.arange(len(people), dtype=np.int32)
    ends = np.full((2 * len(people), visits.windows.shape[1], 2), (NEVER, -1), np.int32)
    ends[: len(people), 0, 0] = 0
    ends[: len(people), 0, 1] = people.latest_end
    windows = _in_rows(np.concatenate([visits.windows, ends]))
    silent = np.zeros(len(people), np.int32)
    given = len(problem.visits)
    partner, apart = _partners(problem, count)
    return Facts(
        go=go,
        come=_in_rows(go.T),
        windows=windows,
        given=windows.copy(),
        due=np.concatenate([visits.due, people.end, silent + NEVER]).astype(np.int32),
        late_rate=np.concatenate([visits.late_rate, people.overtime_rate, silent]).astype(np.int32),
        service=_in_rows(np.pad(visits.service, ((0, 0), (0, 2 * len(people))))),
        drop_cost=visits.drop_cost.astype(np.int64),
        fit=_in_rows(visits.fit),
        has_links=np.array([len(problem.links) > 0], np.int32),
        partner=partner,
        apart=apart,
        options=_options(visits.fit, go[count + len(people) :, :count], given) if to_search else _none(count),
        shift=_in_rows(
            np.column_stack([people.start, count + len(people) + days, count + days, people.lunch, people.pace])
        ),
        parts=_in_rows(visits.parts),
        stock=_in_rows(people.stock),
        fair_load=people.fair_load.astype(np.int32),
        unfair_rate=people.unfair_rate.astype(np.int32),
        wait_rate=people.wait_rate.astype(np.int32),
        passes=np.where(people.stores >= 0, given + np.cumsum(people.stores >= 0) - 1, -1).astype(np.int32),
        near=_neighbours(go[:count, :count]) if to_search else _none(count),
    )  # fmt: skip


def empty_routes(facts: Facts) -> Routes:
    """Return tours on which nobody goes anywhere yet."""
    people, visits = len(facts.shift), len(facts.drop_cost)
    shape = (people, _most_visits(facts) + 2)

    def times() -> Whole:
        return np.zeros(shape, np.int32)

    stops = times()
    stops[:, 0], stops[:, 1] = facts.shift[:, STARTS_AT], facts.shift[:, ENDS_AT]
    return Routes(
        stops=stops, size=np.zeros(people, np.int32), leg=times(), hungry=times(), fed=times(),
        hungry_late=np.zeros(shape, np.int64), fed_late=np.zeros(shape, np.int64), last_hungry=times(),
        last_fed=times(), calm_hungry=times(), calm_fed=times(), load=np.zeros(people, np.int32),
        used=np.zeros_like(facts.stock), fetches=np.zeros(people, np.int32), spent=times(), latest=times(),
        rest=times(), soonest=times(), wait=np.zeros(people, np.int32),
        cost=np.zeros(people, np.int64),
        route_of=np.full(visits, -1, np.int32), held=np.full(visits, -1, np.int32),
    )  # fmt: skip


def _in_rows(table: Whole) -> Whole:
    """Return a copy row by row: for every other order the whole kernel would be compiled once more."""
    return np.array(table, np.int32, order="C")


def _with_passes(problem: Problem) -> Visits:
    """Return the visits, and after them a pass by the stores for everybody who may fetch there: no work, any time."""
    visits, who = problem.visits, np.flatnonzero(problem.resources.stores >= 0)
    if not len(who):
        return visits
    count = len(who)
    windows = np.full((count, visits.windows.shape[1], 2), (NEVER, -1), np.int32)
    windows[:, 0] = 0, NEVER - 1
    fit = np.full((count, len(problem.resources)), UNFIT, np.int32)
    fit[np.arange(count), who] = 0
    nothing = np.zeros(count, np.int32)
    added = Visits(
        place=problem.resources.stores[who], service=np.zeros((len(visits.service), count), np.int32),
        windows=windows, due=nothing + NEVER, late_rate=nothing, drop_cost=nothing.astype(np.int64), fit=fit,
        parts=np.zeros((count, visits.parts.shape[1]), np.int32),
    )  # fmt: skip
    return joined([visits, added])


def _most_visits(facts: Facts) -> int:
    """Return how many of the shortest visits the longest day has room for, and a pass by the stores."""
    people = len(facts.shift)
    visits, passes = len(facts.drop_cost), int((facts.passes >= 0).sum())
    ends = facts.windows[visits : visits + people, 0, 1]
    longest = int((ends - facts.shift[:, LEAVES_AT]).max())
    shortest = np.sort(facts.service[:, : visits - passes].min(axis=0)).cumsum()
    return int(np.searchsorted(shortest, longest, side="right")) + 1 + min(passes, 1)


def _partners(problem: Problem, count: int) -> tuple[Whole, Whole]:
    partner, apart = np.full(count, -1, np.int32), np.zeros((count, 2), np.int32)
    first, second, least, most = problem.links.T
    partner[first], partner[second] = second, first
    apart[first], apart[second] = np.column_stack([least, most]), np.column_stack([-most, -least])
    return partner, apart


def _none(count: int) -> Whole:
    return np.full((count, 1), -1, np.int32)


def _options(fit: Whole, from_home: Whole, given: int) -> Whole:
    far = np.where(fit == UNFIT, NEVER, from_home.T)
    order = np.argsort(far, axis=1, kind="stable").astype(np.int32)
    most = int((fit != UNFIT).sum(axis=1).max(initial=0)) + 1
    order[np.take_along_axis(fit, order, axis=1) == UNFIT] = -1
    # A pass by the stores is never put on a tour for its own sake.
    order[given:] = -1
    ended = np.full((len(fit), 1), -1, np.int32)
    return np.ascontiguousarray(np.concatenate([order, ended], axis=1)[:, :most])


def _neighbours(between: Whole) -> Whole:
    keep = min(len(between), NEIGHBOURS)
    near = np.empty((len(between), keep), np.int32)
    for visit, row in enumerate(between):
        around = row.astype(np.int64) + between[:, visit]
        around[visit] = -1
        nearest = np.argpartition(around, keep - 1)[:keep] if keep else around[:0]
        near[visit] = nearest[np.argsort(around[nearest], kind="stable")]
    return near
