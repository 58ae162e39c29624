"""What a plan is made of, as it stands now: who works when, what is booked, what waits."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from aftercare.contexts.dispatch import crewing
from aftercare.contexts.dispatch.lending import helping
from aftercare.contexts.dispatch.lifecycle import SENT, UNDERWAY
from aftercare.contexts.dispatch.models import Booking, Lock
from aftercare.contexts.dispatch.solver.problem import BadProblem
from aftercare.contexts.dispatch.travel import Speeds
from aftercare.contexts.dispatch.ways import speeds_of
from aftercare.contexts.dispatch.wishes import wishing
from aftercare.contexts.dispatch.wishes.wishing import Wishes
from aftercare.contexts.people import public as people
from aftercare.contexts.people.public import RosterRow
from aftercare.contexts.work_orders import public as work_orders
from aftercare.contexts.work_orders.public import OrderCard
from aftercare.platform.actor import Actor
from aftercare.platform.geo import Place, place_of
from aftercare.platform.refusal import not_found

PLANNER = Actor.system("dispatch")
MOST_BOOKINGS, MOST_WAITING = 6000, 3000
# What begins within the hour is on its way in somebody's head.
FROZEN = timedelta(minutes=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One visit: booked already, or an order that waits."""

    order: OrderCard
    version: int
    minutes: int
    booking_id: int | None = None
    engineer_id: int | None = None
    start: datetime | None = None
    end: datetime | None = None
    status: str = ""
    lock: str = Lock.NONE
    # The work takes until then, longer than booked.
    until: datetime | None = None
    # Its engineer is away: somebody else has to go.
    is_stranded: bool = False
    # Who was there the last time, if known.
    knows_it: int | None = None
    # Work for two: which of the missing ones, who else is booked for it, and that one of these drops out.
    nth: int = 1
    mates: tuple[crewing.Mate, ...] = ()
    loses_mate: bool = False

    @property
    def place(self) -> Place | None:
        """Return where the work is, None when unknown."""
        return place_of(self.order.lat, self.order.lon)

    @property
    def is_told(self) -> bool:
        """Tell whether the engineer knows of it."""
        return self.status in SENT

    @property
    def is_begun(self) -> bool:
        """Tell whether the engineer is on the way, there, or done."""
        return self.status in UNDERWAY or self.status == "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A region's days between two instants."""

    region_id: int
    zone: str
    start: datetime
    end: datetime
    now: datetime
    people: tuple[RosterRow, ...]
    jobs: tuple[Job, ...]
    # Regions that count as one with each region here: itself, those it lies in, those within it.
    near: dict[int, frozenset[int]] = field(default_factory=dict)
    # Who helps here from another region.
    guests: frozenset[int] = frozenset()
    speeds: Speeds = field(default_factory=Speeds)
    # Whom the customers want and whom not.
    wishes: Wishes = field(default_factory=Wishes)

    def seconds(self, moment: datetime) -> int:
        """Return a moment as seconds from the start of the days."""
        return int((moment - self.start).total_seconds())


def horizon(first_on: date, days: int, zone: str) -> tuple[datetime, datetime]:
    """Return the two ends of local days as instants."""
    here = ZoneInfo(zone)
    return (
        datetime.combine(first_on, time(), here),
        datetime.combine(first_on + timedelta(days=days), time(), here),
    )


def read(
    region_id: int,
    first_on: date,
    days: int,
    *,
    now: datetime,
    without: Collection[int] = (),
    waiting: Collection[int] | None = None,
    until: Mapping[int, datetime] | None = None,
) -> Scene:
    """
    Read a region's days. Nine queries, ten with work for two.

    Engineers `without` are thought away, and somebody else has to go where they are booked; of the orders that wait
    only those named in `waiting` are heeded; bookings named in `until` take until then.
    :raises BadProblem: `too_large`, rather than to plan over bookings that were not read.
    """
    region = people.region_card(region_id)
    if region is None:
        raise not_found()
    start, end = horizon(first_on, days, region.zone)
    under = people.regions_under([region_id])
    staff = [
        row
        for row in helping.at_work(under, start=start, end=end)
        if row.card.id not in without and any(span.end > now for span in row.time.shifts)
    ]
    booked = _booked([row.card.id for row in staff], start, end)
    homeless = _booked(list(without), max(start, now), end) if without else []
    taken = {job.order.id for job in booked}
    found = _waiting(under) if waiting is None else _named(waiting)
    free = [card for card in found if card.crew_size > 1 or card.id not in taken]
    crews = _crews([*(job.order for job in (*booked, *homeless)), *free])
    away = {row.card.id: [(leave.start, leave.end) for leave in row.time.leave] for row in staff}
    here = [_stranded(job) if _is_away(job, away[job.engineer_id or 0], now) else job for job in booked]
    jobs = [*here, *(_stranded(job) for job in homeless if not job.is_begun), *_to_come(free, crews)]
    jobs = _released([_acquainted(job, crews) for job in jobs])
    jobs = [replace(job, until=late) if (late := (until or {}).get(job.booking_id or 0)) else job for job in jobs]
    return Scene(
        region_id=region_id, zone=region.zone, start=start, end=end, now=now, people=tuple(staff),
        jobs=tuple(_with_acquaintances(jobs)), near=near(staff, jobs),
        guests=frozenset(row.card.id for row in staff if row.card.region_id not in under), speeds=speeds_of(region_id),
        wishes=wishing.read(job.order for job in jobs),
    )  # fmt: skip


def _booked(engineer_ids: Collection[int], start: datetime, end: datetime) -> list[Job]:
    """Return what takes the engineers' time."""
    rows = Booking.objects.occupying().filter(engineer_id__in=engineer_ids, during__overlap=(start, end))
    columns = ("pk", "work_order_id", "engineer_id", "status", "during", "lock", "version")
    found = list(rows.order_by("pk").values_list(*columns)[: MOST_BOOKINGS + 1])
    if len(found) > MOST_BOOKINGS:
        raise BadProblem("too_large", f"More than {MOST_BOOKINGS} bookings on these days.")
    cards = work_orders.order_cards({row[1] for row in found})
    return [
        Job(
            order=cards[order_id], version=version, minutes=round((during.upper - during.lower).total_seconds() / 60),
            booking_id=pk, engineer_id=engineer_id, start=during.lower, end=during.upper, status=status, lock=lock,
        )
        for pk, order_id, engineer_id, status, during, lock, version in found
    ]  # fmt: skip


def _waiting(region_ids: Collection[int]) -> list[OrderCard]:
    found = work_orders.unscheduled(PLANNER, MOST_WAITING, region_ids=region_ids)
    mine = [card for card in found if card.region_id is not None]
    return _without_booked(mine)


def _named(work_order_ids: Collection[int]) -> list[OrderCard]:
    """Return these orders, as far as somebody may be booked for them and nobody is."""
    cards = work_orders.order_cards(work_order_ids)
    return _without_booked([card for card in cards.values() if card.status in work_orders.BOOKABLE])


def _without_booked(cards: Sequence[OrderCard]) -> list[OrderCard]:
    """Return the orders without those that are booked: an order hears of its booking a moment later."""
    coming = Booking.objects.coming().filter(work_order_id__in=[card.id for card in cards])
    booked = set(coming.values_list("work_order_id", flat=True))
    return [card for card in cards if card.crew_size > 1 or card.id not in booked]


def _crews(orders: Iterable[OrderCard]) -> dict[int, list[crewing.Mate]]:
    """Return who is booked for those of the orders that need two. One query, none without any."""
    found: dict[int, list[crewing.Mate]] = {order.id: [] for order in orders if order.crew_size > 1}
    for mate in crewing.going(found.keys()) if found else ():
        found[mate.work_order_id].append(mate)
    return found


def _to_come(cards: Iterable[OrderCard], crews: Mapping[int, list[crewing.Mate]]) -> list[Job]:
    return [job for card in cards for job in awaited(card, crews.get(card.id, []))]


def awaited(card: OrderCard, booked: Sequence[crewing.Mate] = ()) -> list[Job]:
    """Return the visits of an order for which somebody is still to be found."""
    missing = max(0, card.crew_size - crewing.engineers(booked))
    return [
        Job(order=card, version=card.version, minutes=card.estimated_minutes, nth=card.crew_size - missing + n,
            mates=tuple(booked))
        for n in range(1, missing + 1)
    ]  # fmt: skip


def _acquainted(job: Job, crews: Mapping[int, list[crewing.Mate]]) -> Job:
    """Return a booked job of a crew with who else is booked for it."""
    if job.booking_id is None or not crews.get(job.order.id):
        return job
    return replace(job, mates=tuple(mate for mate in crews[job.order.id] if mate.booking_id != job.booking_id))


def _released(jobs: Sequence[Job]) -> list[Job]:
    """Return the jobs: whoever loses the partner may go at another time, even when told of this one."""
    stranded = {job.booking_id for job in jobs if job.is_stranded}
    return [
        replace(job, loses_mate=True) if any(mate.booking_id in stranded for mate in job.mates) else job for job in jobs
    ]


def _stranded(job: Job) -> Job:
    """Return the visit of somebody who is away: whoever it was fixed to, it may go to anybody now."""
    return replace(job, lock=Lock.NONE, is_stranded=True)


def _is_away(job: Job, leave: list[tuple[datetime, datetime]], now: datetime) -> bool:
    if job.is_begun or job.start is None or job.end is None or job.start < now:
        return False
    return any(begins < job.end and job.start < ends for begins, ends in leave)


def _with_acquaintances(jobs: list[Job]) -> list[Job]:
    """Return the jobs with who was at the same equipment the last time."""
    wanted = {job.order.equipment_id for job in jobs if job.order.equipment_id}
    rows = Booking.objects.filter(status="done", work_order__equipment_id__in=wanted)
    last = rows.order_by("work_order__equipment_id", "-during").distinct("work_order__equipment_id")
    knows = dict(last.values_list("work_order__equipment_id", "engineer_id"))
    return [replace(job, knows_it=knows.get(job.order.equipment_id or 0)) for job in jobs]


def near(staff: Sequence[RosterRow], jobs: Sequence[Job]) -> dict[int, frozenset[int]]:
    """Return for each region concerned those that count as one with it: which it lies in, and which lie in it."""
    wanted = {job.order.region_id for job in jobs if job.order.region_id} | {row.card.region_id for row in staff}
    parents = {card.id: card.parent_id for card in people.regions()}
    above = {region: _line(region, parents) for region in parents}
    return {
        region: frozenset(other for other in parents if region in above[other] or other in above[region])
        for region in wanted
    }


def _line(region: int, parents: dict[int, int | None]) -> list[int]:
    """Return a region and those it lies in."""
    line: list[int] = []
    here: int | None = region
    while here is not None and here not in line:
        line.append(here)
        here = parents.get(here)
    return line
