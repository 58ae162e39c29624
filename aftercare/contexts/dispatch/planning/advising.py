"""Whom to send to one order, while somebody waits: every position of every tour, and what speaks against the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from aftercare.contexts.dispatch import crewing, rules
from aftercare.contexts.dispatch.lending import helping
from aftercare.contexts.dispatch.models import Booking, Help
from aftercare.contexts.dispatch.planning import scene as scenes
from aftercare.contexts.dispatch.planning.crews.pairing import Pair, Together
from aftercare.contexts.dispatch.planning.drawing import Asked, Drawn, draw
from aftercare.contexts.dispatch.planning.outcome import lateness, said
from aftercare.contexts.dispatch.planning.profiles import BALANCED, PROFILES
from aftercare.contexts.dispatch.planning.scene import Job, Scene
from aftercare.contexts.dispatch.planning.suiting import obstacle
from aftercare.contexts.dispatch.planning.visiting_hours import SPARE, window_beside, windows_of
from aftercare.contexts.dispatch.planning.workdays import Taken, Workday, days_as_booked
from aftercare.contexts.dispatch.travel import Roads
from aftercare.contexts.dispatch.ways import speeds_of
from aftercare.contexts.dispatch.wishes import wishing
from aftercare.contexts.people import public as people
from aftercare.contexts.people.public import EngineerCard, RosterRow
from aftercare.contexts.work_orders.public import OrderCard
from aftercare.platform import geo
from aftercare.platform.actor import Actor

if TYPE_CHECKING:
    from aftercare.contexts.dispatch.solver.live import Live, Offer

AHEAD = timedelta(days=3)
BEFORE = timedelta(hours=12)
OVERTIME = timedelta(minutes=30)
# Tours do not touch each other while nothing moves: small tables of ways are quicker than one large one.
AT_ONCE = 40
# Two hours behind the wheel are the end of being neighbours.
NEAR_M = 100_000
# So many of each handful are looked at closely; the rest are dearer.
NAMED = 12
# Of so many who would be cheapest alone the two are chosen.
TWO_OF = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place for the visit on somebody's tour; `extra_minutes` weighs the way, lateness, overtime and an even load."""

    engineer: EngineerCard
    start: datetime
    end: datetime
    extra_minutes: int
    detour_minutes: int | None  # of two it is in the whole
    late_minutes: int
    # Who goes along where the order needs two.
    mate: EngineerCard | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """Whom to send, best first, one place for each engineer; `against` says why not, by engineer and code."""

    places: list[Place]
    against: dict[int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """A window to offer the customer, and the place somebody has in it."""

    opens: datetime
    closes: datetime
    place: Place


def advise(order: OrderCard, *, by: Actor, now: datetime, ahead: timedelta = AHEAD) -> Advice:
    """Return where the order has a place in the next days as they are booked, of two who with whom. Seven queries."""
    return _answered(_question(order, by, now, ahead))


def advise_of(
    order: OrderCard, staff: Sequence[RosterRow], loans: Collection[Help], *, begin: datetime, end: datetime
) -> Advice:
    """Return the same of a roster the caller has read, between two instants. Four queries."""
    return _answered(
        _asked(order, staff, rules.round_up(begin), end, guests=_guests(order, loans), mate=crewing.partner(order))
    )


def _answered(asked: _Question) -> Advice:
    if asked.is_for_two:
        return _advise_two(asked)
    found: list[Place] = []
    reasons = {**{row.card.id: "off" for row in asked.scene.people}, **asked.against}
    reasons |= {day.engineer.id: "tour_full" for day in asked.able}
    for drawn, live in asked.handfuls():
        visit = len(drawn.visits) - 1
        found += [_place(drawn, asked.job, offer) for offer in live.offers(visit, most=NAMED)]
        reasons |= {drawn.days[r].engineer.id: "dearer" for r in live.with_room(visit)}
    best: dict[int, Place] = {}
    for place in sorted(found, key=lambda one: (one.extra_minutes, one.start)):
        best.setdefault(place.engineer.id, place)
    return Advice(places=list(best.values()), against={pk: why for pk, why in reasons.items() if pk not in best})


def appointments(
    order: OrderCard, *, by: Actor, now: datetime, ahead: timedelta = AHEAD, most: int = 5
) -> list[Appointment]:
    """Return the windows of the next days that cost least, by time: what to offer a customer on the phone."""
    asked = _question(order, by, now, ahead)
    windows = windows_of(asked.scene) if asked.mate is None else [window_beside(asked.mate, asked.scene)]
    spans = [(asked.scene.seconds(opens), asked.scene.seconds(closes)) for opens, closes in windows]
    best: dict[int, Appointment] = _for_two(asked, windows, spans) if asked.is_for_two else {}
    for drawn, live in () if asked.is_for_two else asked.handfuls():
        for offered in live.windows(len(drawn.visits) - 1, spans, most=len(spans)):
            place = _place(drawn, asked.job, offered.offer)
            known = best.get(offered.opens)
            if known is None or place.extra_minutes < known.place.extra_minutes:
                opens, closes = windows[spans.index((offered.opens, offered.closes))]
                best[offered.opens] = _offered(asked, opens, closes, place)
    cheapest = sorted(best.values(), key=lambda one: (one.place.late_minutes > 0, one.place.extra_minutes, one.opens))
    return sorted(cheapest[:most], key=lambda one: one.opens)


def _advise_two(asked: _Question) -> Advice:
    """Return who could go with whom; alone nobody does."""
    costs = asked.reachable()
    together = asked.together(costs)
    found = [_place_of(asked, pair) for pair in together.pairs(most=NAMED)] if together else []
    going = {card.id for place in found for card in (place.engineer, place.mate) if card}
    reasons = {row.card.id: "off" for row in asked.scene.people} | asked.against
    reasons |= {day.engineer.id: "tour_full" for day in asked.able}
    reasons |= dict.fromkeys(costs, "dearer")
    return Advice(places=found, against={pk: why for pk, why in reasons.items() if pk not in going})


def _for_two(
    asked: _Question, windows: Sequence[tuple[datetime, datetime]], spans: Sequence[tuple[int, int]]
) -> dict[int, Appointment]:
    """Return for each window, by its beginning, the two it costs least to send."""
    together = asked.together(asked.reachable())
    found = together.in_windows(spans) if together else {}
    return {
        span[0]: _offered(asked, *windows[n], _place_of(asked, found[span]))
        for n, span in enumerate(spans)
        if span in found
    }


def _offered(asked: _Question, opens: datetime, closes: datetime, place: Place) -> Appointment:
    """Return the window as the customer is told it; beside somebody who is booked it is the one announced."""
    if asked.mate is not None:
        first, last = rules.arrival_window(asked.mate.start)
        return Appointment(opens=first, closes=last, place=place)
    return Appointment(opens=opens, closes=closes + SPARE, place=place)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    """An order among the days of those who could go."""

    scene: Scene
    job: Job
    able: list[Workday]
    against: dict[int, str]
    # Who is booked of a crew already.
    mate: crewing.Mate | None = None
    is_for_two: bool = False

    def reachable(self) -> dict[int, int]:
        """Return by engineer what going alone would cost at least."""
        costs: dict[int, int] = {}
        for drawn, live in self.handfuls():
            for offer in live.offers(len(drawn.visits) - 1, most=NAMED):
                pk = drawn.days[offer.resource].engineer.id
                costs[pk] = min(offer.extra, costs.get(pk, offer.extra))
        return costs

    def together(self, costs: Mapping[int, int]) -> Together | None:
        """Lay out the days of those who are cheapest alone for two that go together; None when nobody is left."""
        near = set(sorted(costs, key=lambda pk: (costs[pk], pk))[:TWO_OF])
        days = [day for day in self.able if day.engineer.id in near]
        if not days:
            return None
        seen = replace(self.scene, jobs=(self.job, replace(self.job, nth=2)))
        return Together(seen, Asked(weights=PROFILES[BALANCED].weights, overtime=OVERTIME), Roads(seen.speeds), days)

    def handfuls(self) -> Iterator[tuple[Drawn, Live]]:
        """Lay out a few days at a time; tours do not touch each other while nothing moves."""
        # Numba takes a second to load: only who asks pays for it.
        from aftercare.contexts.dispatch.solver.live import Live

        asked, roads = Asked(weights=PROFILES[BALANCED].weights, overtime=OVERTIME), Roads(self.scene.speeds)
        for n in range(0, len(self.able), AT_ONCE):
            drawn = draw(self.scene, asked, days=self.able[n : n + AT_ONCE], roads=roads)
            yield drawn, Live(drawn.problem, drawn.begin_with, room=0)


def neighbours(order: OrderCard, *, beyond: Collection[int], start: datetime, end: datetime) -> list[Place]:
    """Return the best places with engineers of other regions who live near: whom one could ask for help."""
    site = geo.place_of(order.lat, order.lon)
    if site is None:
        return []
    elsewhere = [region.id for region in people.regions() if region.id not in beyond]
    near = [
        row
        for row in helping.at_work(elsewhere, start=start, end=end)
        if (home := geo.place_of(row.card.lat, row.card.lon)) and geo.distance_m(*home, *site) <= NEAR_M
    ]
    asked = _asked(order, near, start, end, guests=frozenset(row.card.id for row in near))
    found = [
        _place(drawn, asked.job, offer)
        for drawn, live in asked.handfuls()
        for offer in live.offers(len(drawn.visits) - 1, most=NAMED)
    ]
    return sorted(found, key=lambda one: (one.extra_minutes, one.start))


def _question(order: OrderCard, by: Actor, now: datetime, ahead: timedelta) -> _Question:
    mate = crewing.partner(order)
    begin = rules.round_up(max(now, order.earliest_at) if order.earliest_at else now)
    if mate is not None:
        begin = max(begin, mate.start - BEFORE)
    end = begin + ahead
    loans = helping.approved(begin, end)
    staff = helping.roster(by, start=begin, end=end, loans=loans)
    return _asked(order, staff, begin, end, guests=_guests(order, loans), mate=mate)


def _guests(order: OrderCard, loans: Collection[Help]) -> frozenset[int]:
    """Return who is lent to the order's region."""
    if not loans or order.region_id is None:
        return frozenset()
    here = people.regions_above(order.region_id)
    return frozenset(loan.engineer_id for loan in loans if loan.borrower_id in here)


def _asked(
    order: OrderCard,
    staff: Sequence[RosterRow],
    begin: datetime,
    end: datetime,
    *,
    guests: frozenset[int] = frozenset(),
    mate: crewing.Mate | None = None,
) -> _Question:
    mates = (mate,) if mate else ()
    staff = [row for row in staff if mate is None or row.card.id != mate.engineer_id]
    job = Job(order=order, version=order.version, minutes=order.estimated_minutes, mates=mates)
    seen = Scene(
        region_id=order.region_id or 0, zone=order.zone, start=begin, end=end, now=begin, guests=guests,
        people=tuple(staff), jobs=(job,), near=scenes.near(staff, [job]), speeds=speeds_of(order.region_id),
        wishes=wishing.read([order]),
    )  # fmt: skip
    taken = _taken([row.card.id for row in staff], begin, end)
    days = [(day, obstacle(seen, job, day)) for day in days_as_booked(seen, taken, overtime=OVERTIME)]
    against = {day.engineer.id: why for day, why in days if why is not None}
    is_for_two = order.crew_size > 1 and mate is None
    able = [day for day, why in days if why is None]
    return _Question(scene=seen, job=job, able=able, against=against, mate=mate, is_for_two=is_for_two)


def _taken(engineer_ids: list[int], begin: datetime, end: datetime) -> dict[int, list[Taken]]:
    rows = Booking.objects.occupying().filter(engineer_id__in=engineer_ids, during__overlap=(begin - BEFORE, end))
    found: dict[int, list[Taken]] = defaultdict(list)
    columns = ("engineer_id", "during__startswith", "during__endswith", "work_order__lat", "work_order__lon")
    for engineer_id, starts, ends, lat, lon in rows.order_by("during").values_list(*columns):
        found[engineer_id].append(Taken(starts, ends, geo.place_of(lat, lon)))
    return found


def _place_of(asked: _Question, pair: Pair) -> Place:
    begins = asked.scene.start + timedelta(seconds=pair.start)
    return Place(
        engineer=pair.one, mate=pair.other, start=begins, end=begins + timedelta(minutes=asked.job.minutes),
        extra_minutes=round(pair.extra / 60), detour_minutes=None, late_minutes=lateness(asked.job, begins),
    )  # fmt: skip


def _place(drawn: Drawn, job: Job, offer: Offer) -> Place:
    begins = drawn.scene.start + timedelta(seconds=offer.start)
    if not job.mates:
        # Beside somebody who is booked the time is theirs to the minute.
        begins = said(drawn, job, offer.resource, begins)
    return Place(
        engineer=drawn.days[offer.resource].engineer, start=begins, end=begins + timedelta(minutes=job.minutes),
        extra_minutes=round(offer.extra / 60), detour_minutes=round(offer.detour / 60),
        late_minutes=lateness(job, begins),
    )  # fmt: skip
