"""From a region's days to a problem for the engine: places, ways, who fits what, what it costs."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from aftercare.contexts.dispatch.planning.crews.belonging import Crews, crews_of
from aftercare.contexts.dispatch.planning.profiles import MINUTE, Weights
from aftercare.contexts.dispatch.planning.scene import Job, Scene
from aftercare.contexts.dispatch.planning.suiting import fits
from aftercare.contexts.dispatch.planning.workdays import Fixed, Workday, reconciled, workdays
from aftercare.contexts.dispatch.solver.checker import check
from aftercare.contexts.dispatch.solver.plan import Plan, Route
from aftercare.contexts.dispatch.solver.problem import NEVER, UNFIT, Problem, Resources, Visits
from aftercare.contexts.dispatch.travel.roads import Roads
from aftercare.contexts.dispatch.travel.tables import table
from aftercare.platform.geo import Place

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Whole = NDArray[np.int32]

# The way to a place nobody wrote down.
UNKNOWN = 30 * MINUTE
# An old debt weighs no more than one of two hours: what is long overdue must not push out all that is due today.
OLDEST_DEBT = 2 * 3600
# Settled stretches are never left out.
SETTLED = 10**7
# So much above the mean is still fair.
FAIR_ENOUGH = 1.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked of a plan besides the region and its days."""

    weights: Weights
    overtime: timedelta = timedelta(minutes=60)
    move_told: bool = False


@dataclass(frozen=True, slots=True)
class Ways:
    """Ways between the places of a plan; an unknown place is half an hour from everywhere."""

    at: dict[Place, int]
    seconds: Whole
    metres: Whole

    def index(self, place: Place | None) -> int:
        """Return the row of a place."""
        return self.at[place] if place is not None else len(self.at)

    def between(self, a: Place | None, b: Place | None) -> int:
        """Return the seconds from one place to another."""
        return int(self.seconds[self.index(a), self.index(b)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A problem, and what its numbers stand for."""

    scene: Scene
    problem: Problem
    ways: Ways
    days: tuple[Workday, ...]  # by resource
    visits: tuple[Job | Fixed, ...]  # by visit: a loose job, or a settled stretch
    begin_with: Plan
    aside: tuple[Workday, ...]  # days as booked break rules in themselves: they stay as they are
    version: int  # of the speeds
    crews: Crews  # by loose job


def draw(scene: Scene, asked: Asked, *, roads: Roads | None = None, days: Sequence[Workday] | None = None) -> Drawn:
    """
    Return the problem of a scene, or of some days of it.

    :raises BadProblem: `no_engineers`, and what else the engine refuses.
    """
    if days is None:
        days = workdays(scene, overtime=asked.overtime, move_told=asked.move_told)
    ways, version = _ways(scene, days, roads or Roads(scene.speeds))
    days = [reconciled(day, ways.between) for day in days]
    drawn = _drawn(scene, days, ways, asked, version)
    broken = {found.resource for found in check(drawn.problem, _settled_tours(drawn)).violations}
    if not broken:
        return drawn
    kept = [day for n, day in enumerate(days) if n not in broken]
    again = _drawn(scene, kept, ways, asked, version)
    return replace(again, aside=tuple(day for n, day in enumerate(days) if n in broken))


def _drawn(scene: Scene, days: Sequence[Workday], ways: Ways, asked: Asked, version: int) -> Drawn:
    settled = [(one, r) for r, day in enumerate(days) for one in day.fixed]
    loose = _loose(scene, days)
    visits: tuple[Job | Fixed, ...] = (*(one for one, _ in settled), *loose)
    crews = crews_of(loose)
    problem = Problem(
        visits=_visits(scene, days, settled, loose, ways, asked, crews), resources=_resources(days, loose, ways, asked),
        travel=ways.seconds, links=_links(crews, len(settled)),
    )  # fmt: skip
    drawn = Drawn(
        scene=scene, problem=problem, ways=ways, days=tuple(days), visits=visits, begin_with=Plan(()), aside=(),
        version=version, crews=crews,
    )  # fmt: skip
    return replace(drawn, begin_with=_as_it_is(drawn))


def _links(crews: Crews, first: int) -> Whole:
    """Return the pairs as the engine knows them; the jobs to be placed follow the `first` visits."""
    rows = [(first + one, first + other, gap, gap) for one, other, gap in crews.pairs]
    return np.array(rows, np.int32).reshape(-1, 4)


def _loose(scene: Scene, days: Sequence[Workday]) -> list[Job]:
    """Return the jobs to be placed: those booked on these days, and those on nobody's."""
    free = [job for job in scene.jobs if job.booking_id is None or job.is_stranded]
    return [*(job for day in days for job in day.loose), *free]


def _ways(scene: Scene, days: Collection[Workday], roads: Roads) -> tuple[Ways, int]:
    seen: dict[Place, int] = {}
    spots = [place for day in days for place in (day.home, day.sets_out_from, *(one.place for one in day.fixed))]
    spots += [job.place for job in scene.jobs]
    for place in spots:
        if place is not None:
            seen.setdefault(place, len(seen))
    known = table(roads, list(seen))
    size = len(seen) + 1
    seconds, metres = np.full((size, size), UNKNOWN, np.int32), np.zeros((size, size), np.int32)
    # People live by the minute.
    seconds[:-1, :-1] = -(-np.where(known.unreachable, NEVER - MINUTE, known.seconds) // MINUTE) * MINUTE
    metres[:-1, :-1] = known.metres
    seconds[-1, -1] = 0
    return Ways(seen, seconds, metres), known.version


def _resources(days: Sequence[Workday], loose: Sequence[Job], ways: Ways, asked: Asked) -> Resources:
    def column(values: list[int]) -> Whole:
        return np.array(values, np.int32)

    return Resources(
        starts_at=column([ways.index(day.sets_out_from) for day in days]),
        ends_at=column([ways.index(day.home) for day in days]),
        start=column([day.start for day in days]),
        end=column([max(day.end, day.start) for day in days]),
        latest_end=column([max(day.latest, day.end, day.start) for day in days]),
        overtime_rate=np.full(len(days), asked.weights.overtime, np.int32),
        lunch=np.array([day.lunch for day in days], np.int32).reshape(-1, 3),
        pace=np.zeros(len(days), np.int32),
        fair_load=_fair_shares(days, loose),
        unfair_rate=np.array(asked.weights.unfair, np.int32),
    )


def _fair_shares(days: Sequence[Workday], loose: Sequence[Job]) -> Whole:
    """Return how much work would be an even share of each day, by its length, and a little more."""
    lengths = np.array([max(day.end - day.start, 0) for day in days], float)
    work = sum(one.seconds for day in days for one in day.fixed) + sum(job.minutes * MINUTE for job in loose)
    shares: Whole = (lengths / max(lengths.sum(), 1) * work * FAIR_ENOUGH).astype(np.int32)
    return shares


def _visits(
    scene: Scene, days: Sequence[Workday], settled: list[tuple[Fixed, int]], loose: list[Job], ways: Ways, asked: Asked,
    crews: Crews,
) -> Visits:  # fmt: skip
    count = len(settled)
    fit = np.full((count + len(loose), len(days)), UNFIT, np.int32)
    for n, (_one, r) in enumerate(settled):
        fit[n, r] = 0
    for n, job in enumerate(loose, count):
        fit[n] = fits(scene, job, days, asked.weights)
        if mate := crews.met.get(n - count):
            fit[n, [r for r, day in enumerate(days) if day.engineer.id == mate.engineer_id]] = UNFIT
    fixed_windows = [(one.start, one.start) for one, _ in settled]
    stays = asked.weights.keeps_times
    windows = [*fixed_windows, *(_window_of(scene, crews, n, job, stays=stays) for n, job in enumerate(loose))]
    dues = [_due(scene, job, stays=stays) for job in loose]
    lengths = [*(one.seconds for one, _ in settled), *(job.minutes * MINUTE for job in loose)]
    places = [*(one.place for one, _ in settled), *(job.place for job in loose)]
    return Visits(
        place=np.array([ways.index(place) for place in places], np.int32),
        service=np.array([lengths], np.int32),
        windows=np.array(windows, np.int32).reshape(-1, 1, 2),
        due=np.array([NEVER] * count + dues, np.int32),
        late_rate=np.array([0] * count + [asked.weights.late[_rank(job)] for job in loose], np.int32),
        drop_cost=np.array(
            [SETTLED] * count + [_drop_of(scene, crews, n, job, asked.weights) for n, job in enumerate(loose)], np.int64
        ),
        fit=fit,
    )


def _window_of(scene: Scene, crews: Crews, n: int, job: Job, *, stays: bool) -> tuple[int, int]:
    """Return when the work may begin; beside somebody whom the plan does not move at their time alone."""
    mate = crews.met.get(n)
    start = job.start or (mate.start if mate else None)
    if start is not None and start >= scene.now and crews.keeps_start(n):
        return scene.seconds(start), scene.seconds(start)
    return _window(scene, job, stays=stays)


def _drop_of(scene: Scene, crews: Crews, n: int, job: Job, weights: Weights) -> int:
    """Return what leaving it out costs; nobody is taken off whose partner stays."""
    is_half = crews.keeps_start(n) and job.booking_id is not None and not job.is_stranded
    return SETTLED if is_half else _drop(scene, job, weights)


def _window(scene: Scene, job: Job, *, stays: bool) -> tuple[int, int]:
    """Return when the work may begin."""
    opens, closes = max(scene.now, scene.start), scene.end
    if job.order.earliest_at is not None:
        opens = max(opens, job.order.earliest_at)
    if job.lock == "time" and job.start is not None:
        opens = closes = job.start
    elif stays and job.start is not None and not job.is_stranded:
        opens = max(opens, job.start)
    elif job.is_told and job.start is not None:
        # The customer expects somebody about then.
        opens = max(min(opens, job.start), job.start - timedelta(hours=1))
    return scene.seconds(opens), scene.seconds(closes)


def _due(scene: Scene, job: Job, *, stays: bool) -> int:
    """Return by when the work must begin to keep every promise."""
    order, length = job.order, timedelta(minutes=job.minutes)
    moments = [order.arrive_by] if order.arrive_by and not order.begun_at else []
    moments += [order.resolve_by - length] if order.resolve_by else []
    moments += [job.start + timedelta(hours=2)] if job.is_told and job.start else []
    if stays and job.start and not job.is_stranded:
        moments = [job.start]
    if not moments:
        return NEVER
    soonest = max(scene.seconds(scene.now), 0) - OLDEST_DEBT
    return min(max(scene.seconds(min(moments)), soonest), NEVER)


def _drop(scene: Scene, job: Job, weights: Weights) -> int:
    cost = weights.left_out[_rank(job)]
    if job.booking_id is not None:
        return cost * weights.taken_off
    promised = job.order.promised_by
    return int(cost * weights.due_later) if promised and promised > scene.end else cost


def _rank(job: Job) -> int:
    return min(max(job.order.priority, 1), 4) - 1


def _settled_tours(drawn: Drawn) -> Plan:
    """Return the tours through what is settled alone, to see whether each can be kept."""
    routes = []
    first = 0
    for r, day in enumerate(drawn.days):
        if day.fixed:
            stops = tuple((first + n, one.start) for n, one in enumerate(day.fixed))
            routes.append(Route(r, stops, _lunch_between(drawn, day)))
        first += len(day.fixed)
    return Plan(tuple(routes))


def _lunch_between(drawn: Drawn, day: Workday) -> int | None:
    opens, closes, length = day.lunch
    free, here = day.start, day.sets_out_from
    for one in (*day.fixed, Fixed(day.latest, 0, day.home)):
        begins = max(free, opens)
        if length >= 0 and begins <= closes and begins + length + drawn.ways.between(here, one.place) <= one.start:
            return begins
        free, here = one.end, one.place
    return None


def _as_it_is(drawn: Drawn) -> Plan:
    """Return the tours as they are booked, in order; what of them cannot be kept is for the engine to find."""
    number = {id(visit): n for n, visit in enumerate(drawn.visits)}
    routes = []
    for r, day in enumerate(drawn.days):
        stops = [(number[id(one)], one.start) for one in day.fixed]
        stops += [(number[id(job)], drawn.scene.seconds(job.start)) for job in day.loose if job.start]
        if stops:
            routes.append(Route(r, tuple(sorted(stops, key=lambda stop: stop[1])), None))
    return Plan(tuple(routes))
