"""What happened since a plan was made: a person's edit always wins, and takes the days it touches out of the plan."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from aftercare.contexts.dispatch import crewing
from aftercare.contexts.dispatch.models import CHANGES, OCCUPYING, Booking, Change, Plan, PlannedVisit
from aftercare.contexts.dispatch.planning.scene import PLANNER, horizon
from aftercare.contexts.dispatch.wishes import wishing
from aftercare.contexts.people import public as people
from aftercare.contexts.work_orders import public as work_orders

CREW = 2
EngineerDay = tuple[int, date]
# What became of the visit that the plan had not known.
EDITED, TAKEN_BACK, BOOKED, NOT_BOOKABLE, AWAY, NEW, PASSED, UNWANTED = (
    "edited", "taken_back", "booked", "not_bookable", "away", "new", "passed", "unwanted",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """One thing that changed since: which visit (or which booking the plan knows nothing of), and how."""

    code: str
    visit: PlannedVisit | None = None
    booking: Booking | None = None


def clashes(plan: Plan, visits: Sequence[PlannedVisit], *, at: datetime) -> list[Clash]:
    """Return what changed since the plan was made. Six queries, eight with work for two."""
    bookings = Booking.objects.in_bulk([visit.booking_id for visit in visits if visit.booking_id])
    found = [
        Clash(code=code, visit=visit, booking=bookings.get(visit.booking_id or 0))
        for visit in visits
        if visit.booking_id and (code := _since(visit, bookings[visit.booking_id]))
    ]
    found += _of_crews(visits)
    found += _of_waiting([visit for visit in visits if visit.change == Change.GAINED])
    found += [Clash(code=PASSED, visit=visit) for visit in visits if visit.change in CHANGES and _is_past(visit, at)]
    found += _away(plan, visits)
    found += _unwanted(visits)
    return found + _unknown(plan, visits)


def _since(visit: PlannedVisit, now: Booking) -> str | None:
    """Return what became of a booking; that one stays where it is and was begun or ended early changes nothing."""
    is_gone = now.status not in OCCUPYING
    if visit.change == Change.KEPT:
        assert visit.during is not None
        stays = now.engineer_id == visit.engineer_id and _within(now.during, visit.during)
        return None if is_gone or stays else EDITED
    if is_gone:
        return TAKEN_BACK
    return None if now.version == visit.seen_version else EDITED


def _is_past(visit: PlannedVisit, at: datetime) -> bool:
    """Tell whether the visit would be put into the past; one under way may well end later."""
    if visit.during is None or (visit.was_during and visit.during.lower == visit.was_during.lower):
        return False
    return bool(visit.during.lower < at)


def _within(inner: DateTimeTZRange, outer: DateTimeTZRange) -> bool:
    return bool(outer.lower <= inner.lower and inner.upper <= outer.upper)


def _of_waiting(visits: Collection[PlannedVisit]) -> list[Clash]:
    cards = work_orders.order_cards([visit.work_order_id for visit in visits])
    coming = Booking.objects.coming().filter(work_order_id__in=cards)
    booked = set(coming.values_list("work_order_id", flat=True)) - {
        pk for pk, card in cards.items() if card.crew_size > 1
    }
    booked |= _whole_without_it(visits)
    found = []
    for visit in visits:
        card = cards[visit.work_order_id]
        if card.id in booked:
            found.append(Clash(code=BOOKED, visit=visit))
        elif card.status not in work_orders.BOOKABLE:
            found.append(Clash(code=NOT_BOOKABLE, visit=visit))
        elif card.version != visit.seen_version:
            found.append(Clash(code=EDITED, visit=visit))
    return found


def _whole_without_it(visits: Collection[PlannedVisit]) -> set[int]:
    """Return the orders for two for which somebody has been booked meanwhile, so that the plan sends too many."""
    sent = Counter(visit.work_order_id for visit in visits if visit.crew_size > 1)
    booked: dict[int, set[int]] = defaultdict(set)
    for mate in crewing.going(sent.keys()) if sent else ():
        booked[mate.work_order_id].add(mate.engineer_id)
    return {pk for pk, n in sent.items() if n + len(booked[pk]) > CREW}


def _of_crews(visits: Iterable[PlannedVisit]) -> list[Clash]:
    """Return the changes that rest on a partner who does not come as booked any more."""
    resting = [visit for visit in visits if visit.change in CHANGES and visit.inputs.get("mate")]
    mates = Booking.objects.in_bulk([visit.inputs["mate"]["booking"] for visit in resting])
    found = []
    for visit in resting:
        said, now = visit.inputs["mate"], mates[visit.inputs["mate"]["booking"]]
        comes = now.status in crewing.GOING and now.engineer_id == said["engineer"]
        if not comes or now.during.lower != datetime.fromisoformat(said["start"]):
            found.append(Clash(code=EDITED, visit=visit))
    return found


def _away(plan: Plan, visits: Iterable[PlannedVisit]) -> list[Clash]:
    """Return the visits whose engineer has left or takes leave by now."""
    placed = [visit for visit in visits if visit.change in CHANGES and visit.engineer_id]
    start, end = _days(plan)
    ids = {visit.engineer_id for visit in placed if visit.engineer_id}
    staff = {row.card.id: row.time.leave for row in people.roster(PLANNER, start=start, end=end, engineer_ids=ids)}
    return [
        Clash(code=AWAY, visit=visit)
        for visit in placed
        if visit.engineer_id not in staff or _overlaps(visit.during, staff[visit.engineer_id])
    ]


def _unwanted(visits: Iterable[PlannedVisit]) -> list[Clash]:
    """Return the visits whose customer wants somebody else by now than who would newly come."""
    sent = [visit for visit in visits if visit.change in CHANGES and visit.engineer_id and visit.during]
    sent = [visit for visit in sent if visit.engineer_id != visit.was_engineer_id]
    wishes = wishing.read([visit.work_order for visit in sent])
    return [Clash(code=UNWANTED, visit=visit) for visit in sent if _is_unwanted(visit, wishes)]


def _is_unwanted(visit: PlannedVisit, wishes: wishing.Wishes) -> bool:
    assert visit.engineer_id is not None and visit.during is not None
    on = wishing.day_of(visit.work_order, visit.during.lower)
    return wishes.for_order(visit.work_order, on).against(visit.engineer_id) is not None


def _overlaps(during: DateTimeTZRange | None, leave: Sequence[people.LeaveSpan]) -> bool:
    return during is not None and any(away.start < during.upper and during.lower < away.end for away in leave)


def _unknown(plan: Plan, visits: Sequence[PlannedVisit]) -> list[Clash]:
    """Return bookings of the engineers concerned that came after the plan."""
    staff = {pk for visit in visits for pk in (visit.engineer_id, visit.was_engineer_id) if pk}
    known = {visit.booking_id for visit in visits if visit.booking_id}
    there = Booking.objects.occupying().filter(engineer_id__in=staff, during__overlap=_days(plan))
    if "standing" in plan.inputs:
        # It knows its tours whole, and nothing else of the region.
        known |= {int(pk) for pk in plan.inputs["standing"]}
    else:
        there = there.filter(booked_at__gt=plan.seen_at)
    return [
        Clash(code=NEW, booking=row) for row in there.select_related("work_order").order_by("pk") if row.pk not in known
    ]


def _days(plan: Plan) -> tuple[datetime, datetime]:
    return horizon(plan.first_on, plan.days, plan.region.zone)


def untouched(plan: Plan, visits: Sequence[PlannedVisit], found: Sequence[Clash]) -> list[PlannedVisit]:
    """
    Return the changes that can still be made.

    Of a crew both change or neither. An engineer's day that somebody changed stays as it is now; so does every day that
    exchanges a visit with one of these, and so on, as half a plan keeps no rule.
    """
    zone = ZoneInfo(plan.region.zone)
    touched = {day for clash in found for day in _days_of(clash, zone)}
    left = [visit for visit in visits if visit.change in CHANGES]
    left = [visit for visit in left if not any(clash.visit is visit for clash in found)]
    halved = _crews_of(clash.visit for clash in found if clash.visit)
    while True:
        hit = [visit for visit in left if _both_days(visit, zone) & touched or visit.work_order_id in halved]
        if not hit:
            return left
        halved |= _crews_of(hit)
        touched |= {day for visit in hit for day in _both_days(visit, zone)}
        left = [visit for visit in left if visit not in hit]


def _crews_of(visits: Iterable[PlannedVisit]) -> set[int]:
    return {visit.work_order_id for visit in visits if visit.crew_size > 1}


def _days_of(clash: Clash, zone: ZoneInfo) -> set[EngineerDay]:
    days = _both_days(clash.visit, zone) if clash.visit else set()
    if clash.booking and clash.booking.status in OCCUPYING:
        days.add((clash.booking.engineer_id, clash.booking.during.lower.astimezone(zone).date()))
    return days


def _both_days(visit: PlannedVisit, zone: ZoneInfo) -> set[EngineerDay]:
    sides = [(visit.engineer_id, visit.during), (visit.was_engineer_id, visit.was_during)]
    return {(pk, during.lower.astimezone(zone).date()) for pk, during in sides if pk and during}
