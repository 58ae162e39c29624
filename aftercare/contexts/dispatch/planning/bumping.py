"""Who could make room for an urgent order: one booking that matters less goes elsewhere, all else stays as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np

from aftercare.contexts.dispatch.planning import drawing, scene
from aftercare.contexts.dispatch.planning.drawing import Asked, Drawn
from aftercare.contexts.dispatch.planning.outcome import GRID, lateness
from aftercare.contexts.dispatch.planning.profiles import MINUTE, PROFILES
from aftercare.contexts.dispatch.planning.scene import Job
from aftercare.contexts.dispatch.planning.workdays import Fixed
from aftercare.contexts.dispatch.solver.problem import BadProblem
from aftercare.contexts.people.public import EngineerCard
from aftercare.contexts.work_orders.public import OrderCard

if TYPE_CHECKING:
    from aftercare.contexts.dispatch.solver.live import Bump
    from aftercare.contexts.dispatch.solver.plan import Plan

# Today, and where to go instead until the day after tomorrow.
DAYS = 3
OVERTIME = timedelta(minutes=30)
NEVER_TAKEN_OFF = 100
# Nothing matters as much as what is settled.
NEVER_BUMPED = 99
Stop = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """Where the urgent order goes, which booking makes room for it, and where that goes instead."""

    engineer: EngineerCard
    start: datetime
    end: datetime
    late_minutes: int
    bumped: Job
    to_engineer: EngineerCard
    to_start: datetime
    to_end: datetime


def make_room(order: OrderCard, *, now: datetime) -> Room | None:
    """Return the cheapest way to get the order done today by putting off one that matters less. Thirteen queries."""
    from aftercare.contexts.dispatch.solver import keeping
    from aftercare.contexts.dispatch.solver.live import Live

    drawn = _drawn(order, now)
    if drawn is None:
        return None
    visit = next(n for n, job in enumerate(drawn.visits) if isinstance(job, Job) and job.booking_id is None)
    begin_with = keeping.keepable(drawn.problem, drawn.begin_with)
    live = Live(drawn.problem, begin_with, room=0)
    found = live.bump(visit, importance=_importance(drawn.visits))
    if found is None or found.elsewhere is None:
        return None
    live.carry_out(found)
    return _room(drawn, found, begin_with, live.plan, now)


def _drawn(order: OrderCard, now: datetime) -> Drawn | None:
    if order.region_id is None:
        return None
    try:
        today = now.astimezone(ZoneInfo(order.zone)).date()
        seen = scene.read(order.region_id, today, DAYS, now=now, waiting=[order.id])
        jobs = tuple(job for job in seen.jobs if not job.is_stranded)
        if not any(job.booking_id is None for job in jobs):
            return None
        # Booked times count like promises: what does not make room stays when it is, and nothing is taken off.
        weights = replace(PROFILES["few_changes"].weights, taken_off=NEVER_TAKEN_OFF)
        asked = Asked(weights=weights, overtime=OVERTIME, move_told=True)
        return drawing.draw(replace(seen, jobs=jobs), asked)
    except BadProblem:
        return None


def _importance(visits: Sequence[Job | Fixed]) -> np.ndarray:
    """Return how much each visit matters: what a person fixed stays."""
    worth = [
        5 - visit.order.priority if isinstance(visit, Job) and visit.lock == "none" else NEVER_BUMPED
        for visit in visits
    ]
    new = next(n for n, visit in enumerate(visits) if isinstance(visit, Job) and visit.booking_id is None)
    worth[new] = 5 - visits[new].order.priority  # type: ignore[union-attr]
    return np.array(worth)


def _room(drawn: Drawn, found: Bump, was: Plan, after: Plan, now: datetime) -> Room | None:
    assert found.elsewhere is not None
    new, bumped = drawn.visits[found.visit], drawn.visits[found.bumped]
    assert isinstance(new, Job) and isinstance(bumped, Job) and bumped.start
    touched = {found.offer.resource, found.elsewhere.resource}
    tours = {route.resource: route.visits for route in after.routes if route.resource in touched}
    if not _leaves_others(drawn, was, tours, touched, {found.visit, found.bumped}):
        return None
    start, to_start = (_start(drawn, tours[r], n) for r, n in (
        (found.offer.resource, found.visit), (found.elsewhere.resource, found.bumped)))  # fmt: skip
    is_today = start.astimezone(ZoneInfo(drawn.scene.zone)).date() == now.astimezone(ZoneInfo(drawn.scene.zone)).date()
    if not is_today or lateness(bumped, to_start) > lateness(bumped, bumped.start):
        return None
    return Room(
        engineer=drawn.days[found.offer.resource].engineer, start=start, end=start + timedelta(minutes=new.minutes),
        late_minutes=lateness(new, start), bumped=bumped, to_engineer=drawn.days[found.elsewhere.resource].engineer,
        to_start=to_start, to_end=to_start + timedelta(minutes=bumped.minutes),
    )  # fmt: skip


def _leaves_others(
    drawn: Drawn, was: Plan, tours: dict[int, tuple[Stop, ...]], touched: set[int], own: set[int]
) -> bool:
    """Tell whether all that is booked on these days is still on its tour, at its time."""
    before = {visit for route in was.routes if route.resource in touched for visit, _start in route.visits}
    booked = {visit for route in drawn.begin_with.routes if route.resource in touched for visit, _start in route.visits}
    if booked - before:
        # As booked a tour cannot be kept: what looks like room there is none.
        return False
    begins = {visit: start for stops in tours.values() for visit, start in stops}
    return all(begins.get(visit) == _booked_start(drawn, visit) for visit in booked - own)


def _booked_start(drawn: Drawn, visit: int) -> int:
    one = drawn.visits[visit]
    if isinstance(one, Fixed):
        return one.start
    assert one.start is not None
    return drawn.scene.seconds(one.start)


def _start(drawn: Drawn, stops: tuple[Stop, ...], visit: int) -> datetime:
    """Return when the visit begins, on five minutes where what follows leaves the time."""
    at = next(n for n, (one, _start) in enumerate(stops) if one == visit)
    begins, job = stops[at][1], drawn.visits[visit]
    free = -(-begins // GRID) * GRID
    if at + 1 < len(stops):
        behind, starts = drawn.visits[stops[at + 1][0]], stops[at + 1][1]
        assert isinstance(job, Job)
        if free + job.minutes * MINUTE + drawn.ways.between(job.place, behind.place) > starts:
            free = begins
    return drawn.scene.start + timedelta(seconds=free)
