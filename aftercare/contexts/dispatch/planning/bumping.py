"""
Who could make room for an urgent order: one booking that matters less goes elsewhere, all else stays as it is.

All that is booked is settled here, so that nothing can shift. Each booking that matters less is thought away in turn:
the order takes its place, and the booking, once more as a visit that is free, the best place that is left.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from aftercare.contexts.dispatch.models import Lock
from aftercare.contexts.dispatch.planning import scene
from aftercare.contexts.dispatch.planning.drawing import Asked, Drawn, draw
from aftercare.contexts.dispatch.planning.outcome import lateness, said
from aftercare.contexts.dispatch.planning.profiles import BALANCED, PROFILES
from aftercare.contexts.dispatch.planning.scene import Job, Scene
from aftercare.contexts.dispatch.planning.workdays import is_settled, workdays
from aftercare.contexts.dispatch.solver.problem import BadProblem
from aftercare.contexts.people.public import EngineerCard
from aftercare.contexts.work_orders.public import OrderCard

if TYPE_CHECKING:
    from aftercare.contexts.dispatch.solver.live import Live, Offer

# Today, and where to go instead until the day after tomorrow.
DAYS = 3
OVERTIME = timedelta(minutes=30)
# Those that come first; who looks further asks for a plan.
MOST_LOOKED_AT = 60
# For less nobody is disturbed.
SOONER = timedelta(hours=1)
ALL = 1000


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
    """
    Return the cheapest way to get the order done an hour sooner or more by putting off one that matters less.

    None when there is none; a booking is never put off beyond its promise. Fourteen queries.
    """
    # Numba takes a second to load: only who asks pays for it.
    from aftercare.contexts.dispatch.solver.live import Live

    drawn = _drawn(order, now)
    if drawn is None:
        return None
    live = Live(drawn.problem, drawn.begin_with, room=0)
    visit = next(n for n, job in enumerate(drawn.visits) if isinstance(job, Job) and job.order.id == order.id)
    plain = min((offer.start for offer in live.offers(visit, most=ALL)), default=None)
    latest = None if plain is None else drawn.scene.start + timedelta(seconds=plain) - SOONER
    found = [(cost, n, room) for n, (cost, room) in enumerate(_rooms(drawn, live, visit, latest))]
    return min(found, key=lambda one: one[:2])[2] if found else None


def _drawn(order: OrderCard, now: datetime) -> Drawn | None:
    """Return the region's next days, all booked visits settled, with the order and the bookings as free ones."""
    # Room for two at once is more than one booking can make.
    if order.region_id is None or order.crew_size > 1:
        return None
    today = now.astimezone(ZoneInfo(order.zone)).date()
    try:
        seen = scene.read(order.region_id, today, DAYS, now=now, waiting=[order.id])
        booked = [job for job in seen.jobs if job.booking_id and not job.is_stranded]
        new = [job for job in seen.jobs if job.booking_id is None]
        if not new:
            return None
        stays = replace(seen, jobs=tuple(replace(job, lock=Lock.BOTH) for job in booked))
        days = workdays(stays, overtime=OVERTIME)
        may_go = sorted(
            (job for job in booked if _may_go(job, order, now)), key=lambda job: (job.start, job.booking_id)
        )
        again = [replace(job, booking_id=None) for job in may_go[:MOST_LOOKED_AT]]
        asked = Asked(weights=PROFILES[BALANCED].weights, overtime=OVERTIME)
        return draw(replace(seen, jobs=(*new, *again)), asked, days=days)
    except BadProblem:
        return None


def _may_go(job: Job, order: OrderCard, now: datetime) -> bool:
    is_free = job.lock == Lock.NONE and not is_settled(job, now, move_told=True)
    return is_free and job.order.crew_size == 1 and job.order.priority > order.priority


def _rooms(drawn: Drawn, live: Live, visit: int, latest: datetime | None) -> Iterator[tuple[int, Room]]:
    """Yield the ways to make room, each with what it costs."""
    new = drawn.visits[visit]
    assert isinstance(new, Job)
    again = {job.order.id: n for n, job in enumerate(drawn.visits) if isinstance(job, Job) and n != visit}
    first = 0
    for r, day in enumerate(drawn.days):
        for n, one in enumerate(day.fixed, first):
            bumped = one.jobs[0] if len(one.jobs) == 1 else None
            if bumped and bumped.order.id in again:
                live.leave_out(n)
                found = _both(drawn, live, r, visit, again[bumped.order.id])
                live.adopt(drawn.begin_with)
                room = found and _room(drawn, new, replace(bumped, lock=Lock.NONE), *found, n)
                if found and room and (latest is None or room.start <= latest):
                    yield found[0].extra + found[1].extra, room
        first += len(day.fixed)


def _both(drawn: Drawn, live: Live, r: int, visit: int, again: int) -> tuple[Offer, Offer] | None:
    """Return where both go, the order on this day."""
    here = next((offer for offer in live.offers(visit, most=ALL) if offer.resource == r), None)
    if here is None:
        return None
    live.take(visit, here)
    there = live.offers(again, most=1)
    return (here, there[0]) if there else None


def _room(drawn: Drawn, new: Job, bumped: Job, here: Offer, there: Offer, gone: int) -> Room | None:
    start, to_start = _moment(drawn.scene, here), _moment(drawn.scene, there)
    if there.resource != here.resource:
        to_start = said(drawn, bumped, there.resource, to_start)
        start = said(drawn, new, here.resource, start, without=gone)
    elif start < to_start:
        to_start = said(drawn, bumped, there.resource, to_start, without=gone)
        start = said(drawn, new, here.resource, start, without=gone, before=(bumped, to_start))
    else:
        start = said(drawn, new, here.resource, start, without=gone)
        to_start = said(drawn, bumped, there.resource, to_start, without=gone, before=(new, start))
    if bumped.start is None or lateness(bumped, to_start) > lateness(bumped, bumped.start):
        return None
    return Room(
        engineer=drawn.days[here.resource].engineer, start=start, end=start + timedelta(minutes=new.minutes),
        late_minutes=lateness(new, start), bumped=bumped, to_engineer=drawn.days[there.resource].engineer,
        to_start=to_start, to_end=to_start + timedelta(minutes=bumped.minutes),
    )  # fmt: skip


def _moment(seen: Scene, offer: Offer) -> datetime:
    return seen.start + timedelta(seconds=offer.start)
