"""Have the tours around a person's edit looked at again; what the engine proposes is kept until somebody is quicker."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q

from aftercare.contexts.dispatch.commands.locking import TOPIC, queue_up
from aftercare.contexts.dispatch.commands.work_out import mine, planned_visit
from aftercare.contexts.dispatch.lending import helping
from aftercare.contexts.dispatch.lifecycle import PLAN
from aftercare.contexts.dispatch.models import Booking, Cause, Change, Plan, PlannedVisit
from aftercare.contexts.dispatch.planning.outcome import Outcome
from aftercare.contexts.dispatch.planning.profiles import BALANCED
from aftercare.contexts.dispatch.planning.standing import Standing, engineers_of, is_overtaken
from aftercare.contexts.people import public as people
from aftercare.platform import live, outbox
from aftercare.platform.actor import Actor
from aftercare.published.dispatch import PlanDiscarded, PlanReady

FARTHEST = timedelta(days=14)
OVERTIME_MINUTES = 30


@transaction.atomic
def mend(
    *,
    booking_id: int,
    was_engineer_id: int | None = None,
    was_start_at: datetime | None = None,
    by: Actor,
    at: datetime,
) -> list[Plan]:
    """
    Note that a person changed a booking; return what waits to be mended for it, one for each region's day.

    Nothing for what the product does by itself, for what comes of a plan, and for days that are over or far.
    """
    booking = Booking.objects.select_related("planned").get(pk=booking_id)
    if by.is_system or _is_as_planned(booking):
        return []
    days: dict[tuple[int, date], set[int]] = defaultdict(set)
    sides = [(booking.engineer_id, booking.during.lower), (was_engineer_id, was_start_at)]
    for engineer_id, start in sides:
        if engineer_id and start and (day := _day_of(engineer_id, start, at)):
            days[day].add(engineer_id)
    return [_noted(*day, engineers, booking_id, by, at) for day, engineers in sorted(days.items())]


def _is_as_planned(booking: Booking) -> bool:
    """Tell whether the booking stands where a plan put it."""
    line = booking.planned
    if line is None:
        return False
    if booking.status == "canceled":
        return line.change == Change.LOST
    return (line.engineer_id, line.during) == (booking.engineer_id, booking.during)


def _day_of(engineer_id: int, start: datetime, at: datetime) -> tuple[int, date] | None:
    """Return the region that has the engineer's time then, and the day by its clock."""
    loan = helping.lent([engineer_id], start, start + timedelta(minutes=1)).get(engineer_id)
    card = people.engineer_card(engineer_id)
    assert card is not None
    region = people.region_card(loan.borrower_id if loan else card.region_id)
    assert region is not None
    here = ZoneInfo(region.zone)
    on, today = start.astimezone(here).date(), at.astimezone(here).date()
    return (region.id, on) if today <= on <= today + FARTHEST else None


def _noted(region_id: int, on: date, engineers: Collection[int], booking_id: int, by: Actor, at: datetime) -> Plan:
    asked = {"asked_by": by.name[:80], "asked_by_id": by.id, "asked_at": at}
    facts: dict[str, Any] = {
        "profile": BALANCED, "seconds": 1, **asked,
        "assumed": {"without": [], "overtime_minutes": OVERTIME_MINUTES, "move_told": False},
    }  # fmt: skip
    row, _is_new = Plan.objects.select_for_update(of=("self",)).get_or_create(
        region_id=region_id, first_on=on, cause=Cause.MENDING, status="waiting", defaults=facts
    )
    about = {
        "edited": sorted({booking_id, *row.about.get("edited", [])}),
        "engineers": sorted({*engineers, *row.about.get("engineers", [])}),
        "last_at": at.isoformat(),
    }
    return row.change(about=about)


@transaction.atomic
def propose_mending(
    row: Plan, found: Outcome, *, standing: Standing, inputs: dict[str, Any], by: Actor, at: datetime
) -> Plan | None:
    """
    Keep what the engine proposes around an edit; None when somebody changed these tours meanwhile, or edits them now.

    An older proposal for one of the tours falls away.
    """
    plan = mine(row)
    if plan is None:
        return None
    visits = [planned_visit(plan, line) for line in found.lines]
    _hold_still(visits)
    plan.inputs = {**inputs, "standing": standing}
    if is_overtaken(plan, visits, at=plan.seen_at or at):
        drop_mending(plan, at=at)
        return None
    for older in _ready().filter(region_id=plan.region_id, first_on=plan.first_on):
        if engineers_of(older.visits.all()) & engineers_of(visits):
            _fall(older, by=by, at=at)
    PlannedVisit.objects.bulk_create(visits)
    plan.change(status=PLAN.after(plan.status, "finish"), figures=found.figures, inputs=plan.inputs, ready_at=at)
    outbox.publish(PlanReady(plan_id=plan.pk, region_id=plan.region_id, cause=plan.cause, at=at), about=plan.key, by=by)
    live.tell(TOPIC, {"plan": plan.pk})
    return plan


def _hold_still(visits: Collection[PlannedVisit]) -> None:
    """Lock bookings, then engineers, as every verb does: who edits these tours is done, or waits for the proposal."""
    ids = [visit.booking_id for visit in visits if visit.booking_id]
    list(Booking.objects.filter(pk__in=ids).select_for_update(of=("self",)).order_by("pk").values_list("pk"))
    for engineer_id in sorted(engineers_of(visits)):
        queue_up(engineer_id)


def drop_mending(row: Plan, *, at: datetime) -> None:
    """Let go of what came to nothing; nobody had heard of it."""
    Plan.objects.filter(pk=row.pk, status__in=("waiting", "working")).update(status="discarded", ended_at=at)


@transaction.atomic
def let_fall(*, booking_id: int, by: Actor, at: datetime) -> int:
    """Throw away the proposals around edits whose tours the booking changed; return how many."""
    booking = Booking.objects.get(pk=booking_id)
    day = timedelta(days=1)
    days = (booking.during.lower.date() - day, booking.during.upper.date() + day)
    on_tour = Q(visits__engineer_id=booking.engineer_id) | Q(visits__was_engineer_id=booking.engineer_id)
    rows = _ready().filter(Q(visits__booking_id=booking_id) | Q(on_tour, first_on__range=days))
    return sum(let_fall_if_overtaken(pk, by=by, at=at) for pk in sorted(set(rows.values_list("pk", flat=True))))


@transaction.atomic
def let_fall_if_overtaken(plan_id: int, *, by: Actor, at: datetime) -> bool:
    """Throw a proposal around an edit away when its tours have changed, or its time has come."""
    plan = Plan.objects.locked(plan_id)
    if plan.status != "ready" or not is_overtaken(plan, list(plan.visits.order_by("pk")), at=at):
        return False
    _fall(plan, by=by, at=at)
    return True


def _ready() -> Any:
    return Plan.objects.filter(cause=Cause.MENDING, status="ready")


def _fall(plan: Plan, *, by: Actor, at: datetime) -> None:
    plan.change(status=PLAN.after(plan.status, "discard"), ended_at=at)
    outbox.publish(PlanDiscarded(plan_id=plan.pk, region_id=plan.region_id, at=at), about=plan.key, by=by)
    live.tell(TOPIC, {"plan": plan.pk})
