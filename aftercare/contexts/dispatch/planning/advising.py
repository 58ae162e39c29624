"""Whom to send to one order, while somebody waits: every position of every tour, and what speaks against the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from aftercare.contexts.dispatch import helping, rules
from aftercare.contexts.dispatch.models import Booking
from aftercare.contexts.dispatch.planning import scene as scenes
from aftercare.contexts.dispatch.planning.drawing import Asked, Drawn, draw
from aftercare.contexts.dispatch.planning.outcome import lateness
from aftercare.contexts.dispatch.planning.profiles import BALANCED, PROFILES
from aftercare.contexts.dispatch.planning.scene import Job, Scene
from aftercare.contexts.dispatch.planning.suiting import obstacle
from aftercare.contexts.dispatch.planning.workdays import Taken, Workday, days_as_booked
from aftercare.contexts.dispatch.solver.problem import BadProblem
from aftercare.contexts.dispatch.ways import roads_of, speeds_of
from aftercare.contexts.people.public import EngineerCard
from aftercare.contexts.work_orders.public import OrderCard
from aftercare.platform.actor import Actor

AHEAD = timedelta(days=3)
BEFORE = timedelta(hours=12)
OVERTIME = timedelta(minutes=30)
# Tours do not touch each other while nothing moves: small tables of ways are quicker than one large one.
AT_ONCE = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place for the visit on somebody's tour; `extra_minutes` weighs the way, lateness, overtime and an even load."""

    engineer: EngineerCard
    start: datetime
    end: datetime
    extra_minutes: int
    detour_minutes: int
    late_minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """Whom to send, best first, one place for each engineer; `against` says why not, by engineer and code."""

    places: list[Place]
    against: dict[int, str]


def advise(order: OrderCard, *, by: Actor, now: datetime, ahead: timedelta = AHEAD) -> Advice:
    """Return where the order has a place in the next days as they are booked. Six queries."""
    begin = rules.round_up(max(now, order.earliest_at) if order.earliest_at else now)
    job = Job(order=order, version=order.version, minutes=order.estimated_minutes)
    staff = helping.roster(by, start=begin, end=begin + ahead)
    seen = Scene(
        region_id=order.region_id or 0, zone=order.zone, start=begin, end=begin + ahead, now=begin,
        people=tuple(staff), jobs=(job,), near=scenes.near(staff, [job]), speeds=speeds_of(order.region_id),
    )  # fmt: skip
    taken = _taken([row.card.id for row in staff], begin, begin + ahead)
    days = days_as_booked(seen, taken, overtime=OVERTIME)
    fit = [(day, obstacle(seen, job, day)) for day in days]
    able = [day for day, why in fit if why is None]
    against = {day.engineer.id: why for day, why in fit if why is not None}
    found: list[Place] = []
    for n in range(0, len(able), AT_ONCE):
        found += _places(seen, job, able[n : n + AT_ONCE])
    best: dict[int, Place] = {}
    for place in sorted(found, key=lambda one: (one.extra_minutes, one.start)):
        best.setdefault(place.engineer.id, place)
    full = {day.engineer.id: "tour_full" for day in able if day.engineer.id not in best}
    without = {row.card.id: "off" for row in staff}
    reasons = {**without, **against, **full}
    return Advice(places=list(best.values()), against={pk: why for pk, why in reasons.items() if pk not in best})


def _taken(engineer_ids: list[int], begin: datetime, end: datetime) -> dict[int, list[Taken]]:
    rows = Booking.objects.occupying().filter(engineer_id__in=engineer_ids, during__overlap=(begin - BEFORE, end))
    found: dict[int, list[Taken]] = defaultdict(list)
    columns = ("engineer_id", "during", "work_order__lat", "work_order__lon")
    for engineer_id, during, lat, lon in rows.values_list(*columns):
        found[engineer_id].append(Taken(during.lower, during.upper, None if lat is None else (lat, lon)))
    return found


def _places(seen: Scene, job: Job, days: Sequence[Workday]) -> list[Place]:
    # Numba takes a second to load: only who asks pays for it.
    from aftercare.contexts.dispatch.solver.live import Live

    asked = Asked(weights=PROFILES[BALANCED].weights, overtime=OVERTIME)
    try:
        drawn = draw(seen, asked, days=days, roads=roads_of(seen.region_id or None))
    except BadProblem:
        return []
    live, visit = Live(drawn.problem, drawn.begin_with, room=0), len(drawn.visits) - 1
    offers = live.offers(visit, most=len(drawn.days))
    return [_place(drawn, job, offer.resource, offer.start, offer.extra, offer.detour) for offer in offers]


def _place(drawn: Drawn, job: Job, r: int, start: int, extra: int, detour: int) -> Place:
    begins = drawn.scene.start + timedelta(seconds=start)
    return Place(
        engineer=drawn.days[r].engineer, start=begins, end=begins + timedelta(minutes=job.minutes),
        extra_minutes=round(extra / 60), detour_minutes=round(detour / 60), late_minutes=lateness(job, begins),
    )  # fmt: skip
