"""The coming days: upkeep that is due, booked so that the board, its map and the planner have something to show."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from aftercare.contexts.dispatch import commands as dispatch
from aftercare.contexts.dispatch.models import Booking
from aftercare.contexts.installed_base.models import Equipment
from aftercare.contexts.work_orders import commands as orders
from aftercare.contexts.work_orders import public as work_orders
from aftercare.contexts.work_orders.models import Procedure
from aftercare.demo.simulation import mates
from aftercare.demo.simulation.cast import Cast
from aftercare.demo.simulation.fieldwork import SOFT
from aftercare.demo.simulation.roster import OPENS, Roster
from aftercare.platform.actor import Role

WORKDAYS = 3
# Of the upkeep of a day: how much is told to the engineers already, and how much must stay where it is.
TOLD, FIXED = 0.7, 0.08
EACH = 2
DAY = timedelta(hours=9)
# How often one of two is booked ahead, and the other one still sought.
HALF = 0.15
WORDS = {"lift-upkeep": "{name}半月保养", "general-upkeep": "{name}季度保养"}


def book(*, now: datetime) -> int:
    """Plan and book the upkeep of the next workdays; return how many visits that makes."""
    cast, rng = Cast(), Random("rounds")  # noqa: S311 - stories, not secrets
    roster = Roster(cast.engineers)
    for engineer_id, during in Booking.objects.occupying().values_list("engineer_id", "during"):
        roster.take(engineer_id, during.lower, during.upper)
    due = list(
        Equipment.objects.filter(project__lat__isnull=False)
        .select_related("project", "kind")
        .prefetch_related("project__customer__contacts")
        .order_by("pk")
    )
    rng.shuffle(due)
    count = min(len(due), EACH * WORKDAYS * len(cast.engineers))
    days = list(_workdays(now))
    return sum(_book(one, days[n % WORKDAYS], cast, roster, rng, now) for n, one in enumerate(due[:count]))


def _workdays(now: datetime) -> list[datetime]:
    local = now.astimezone(ZoneInfo("Asia/Shanghai"))
    days = [local.date() + timedelta(days=n) for n in range(1, 10)]
    return [datetime.combine(day, OPENS, local.tzinfo) for day in days if day.weekday() < 5][:WORKDAYS]


def _book(equipment: Equipment, morning: datetime, cast: Cast, roster: Roster, rng: Random, now: datetime) -> bool:
    """Book one upkeep; when nobody is free that day, it waits."""
    if not _has_a_crew(equipment, cast) and rng.random() > HALF:
        return False
    order_id = _plan(equipment, cast, rng, now)
    if order_id is None:
        return False
    order = work_orders.order_card(order_id)
    two = roster.find_two(order, morning, until=morning + DAY) if order.crew_size > 1 else None
    if order.crew_size > 1 and two is None and rng.random() > HALF:
        return False
    card, (start, end) = two or roster.find(order, morning, at_once=False, rng=rng)
    if start.date() != morning.date():
        return False
    by = cast.of(Role.DISPATCHER, order.region_id, rng, also=card.region_id)
    booking = dispatch.assign(
        work_order_id=order_id, engineer_id=card.id, start_at=start, end_at=end, accept_warnings=SOFT,
        send=rng.random() < TOLD, by=by, at=now,
    )  # fmt: skip
    roster.take(card.id, start, end)
    if rng.random() < FIXED:
        dispatch.pin(booking_id=booking.pk, lock="both", by=by, at=now)
    mate = mates.free(roster, order, card, start, end)
    if mate and rng.random() > HALF:
        dispatch.assign(
            work_order_id=order_id, engineer_id=mate.id, start_at=start, end_at=end, accept_warnings=SOFT,
            send=booking.status == "dispatched", by=by, at=now,
        )  # fmt: skip
        roster.take(mate.id, start, end)
    return True


def _has_a_crew(equipment: Equipment, cast: Cast) -> bool:
    """Tell whether the region has as many with the skill as its upkeep needs; elsewhere it is put off, mostly."""
    procedure = Procedure.objects.get(code=_code(equipment))
    needs = [(need.skill_id, need.level) for need in procedure.skills.all()]
    here = (card for card in cast.engineers if card.region_id == equipment.project.region_id)
    able = (all(card.skills.get(skill, 0) >= level for skill, level in needs) for card in here)
    return sum(able) >= procedure.crew_size


def _code(equipment: Equipment) -> str:
    return "lift-upkeep" if equipment.kind.code == "passenger-lift" else "general-upkeep"


def _plan(equipment: Equipment, cast: Cast, rng: Random, now: datetime) -> int | None:
    """Open and plan the order, unless nobody is known on site."""
    contact = equipment.project.customer.contacts.first()
    if contact is None:
        return None
    code = _code(equipment)
    procedure = Procedure.objects.get(code=code)
    by = cast.of(Role.DISPATCHER, equipment.project.region_id, rng)
    order = orders.open(
        kind="maintenance", subject=WORDS[code].format(name=equipment.name), equipment_id=equipment.pk,
        contact_name=contact.name, contact_phone=contact.phone, by=by, at=now,
    )  # fmt: skip
    orders.plan(
        work_order_id=order.pk, procedure_id=procedure.pk, estimated_minutes=rng.choice((45, 60, 60, 90, 120)),
        skills={need.skill_id: need.level for need in procedure.skills.all()}, certificate_kind_ids=[], by=by, at=now,
    )  # fmt: skip
    return int(order.pk)
