"""Jobs nobody took at once, appointments customers answered, and engineers lent between regions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from aftercare.contexts.dispatch import commands, jobs
from aftercare.contexts.dispatch.answers import resending
from aftercare.contexts.dispatch.models import Booking, Confirmation
from aftercare.contexts.people import public as people
from aftercare.contexts.visits import commands as visits
from aftercare.contexts.visits.models import Visit
from aftercare.demo.company import data
from aftercare.demo.simulation.cast import Cast
from aftercare.demo.simulation.fieldwork import SOFT
from aftercare.demo.simulation.settling import Settler
from aftercare.platform.actor import NOBODY, Actor, Role
from aftercare.platform.outbox.gathering import gathering
from aftercare.platform.refusal import Refused

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
ZONE = ZoneInfo("Asia/Shanghai")
SOON = 2 * HOUR
PLANNED_DAYS = 3
BY = Actor.system("demo", via="demo")


@dataclass(frozen=True, slots=True)
class _Day:
    """Who plays today, and the present."""

    cast: Cast
    rng: Random
    settler: Settler
    now: datetime

    def dispatcher(self, region_id: int | None) -> Actor:
        """Return a dispatcher of the region."""
        return self.cast.of(Role.DISPATCHER, region_id, self.rng)


def make(*, now: datetime) -> None:
    """Let some engineers refuse or not answer, some customers confirm or wish, and regions help each other."""
    declared = data.read("dispatching")
    with gathering() as gathered:
        day = _Day(Cast(), Random("dispatching"), Settler(gathered), now)  # noqa: S311 - stories, not secrets
        coming = list(_coming(now))
        for told in declared["answer"]:
            _answer(told, coming, day)
        for told in declared["word"]:
            _word(told, now)
        for told in declared["help"]:
            _help(told, day)
        day.settler.settle()
    _plan(now)
    _mend(now)


def _mend(now: datetime) -> None:
    """Let a dispatcher have changed what is not sent yet; the worker proposes what to do beside it."""
    rows = Booking.objects.filter(status="scheduled", during__startswith__gt=now + DAY / 2).select_related("work_order")
    for row in rows.order_by("during", "pk"):
        by = Cast().of(Role.DISPATCHER, row.work_order.region_id, Random("mending"))  # noqa: S311 - stories
        plans = commands.mend(booking_id=row.pk, by=by, at=now)
        if plans:
            jobs.hand_out(plans[0].pk)
            return


def _plan(now: datetime) -> None:
    """Ask for the next days of the first great region; the worker plans while people look round."""
    region = next(region for region in people.regions() if region.parent_id is None)
    by = Cast().of(Role.DISPATCHER, region.id, Random("plans"))  # noqa: S311 - stories, not secrets
    first_on = now.astimezone(ZONE).date() + DAY
    commands.plan(region_id=region.id, first_on=first_on, days=PLANNED_DAYS, seconds=5, by=by, at=now)


def _coming(now: datetime) -> Iterable[Booking]:
    """Return the accepted bookings of the next days that were made some time ago, the most urgent first."""
    rows = Booking.objects.filter(status="accepted", during__startswith__gt=now + SOON, booked_at__lt=now - HOUR)
    return rows.select_related("work_order").order_by("work_order__priority", "pk")


def _answer(told: dict[str, Any], coming: list[Booking], day: _Day) -> None:
    """Give the next booking to another engineer, and let them answer as it is told."""
    booking = next(filter(None, (_to_another(coming.pop(0), day, told["sent_hours"]) for _turn in list(coming))), None)
    if booking is None or booking.dispatched_at is None:
        return
    sent_at = booking.dispatched_at
    day.settler.settle()
    if told["then"] == "refused":
        visit = Visit.objects.get(booking=booking)
        card = people.engineer_card(booking.engineer_id)
        assert card is not None
        visits.refuse(visit_id=visit.pk, code=told["code"], reason=told.get("reason", ""), by=day.cast.engineer(card),
                      at=sent_at + 20 * MINUTE)  # fmt: skip
        day.settler.settle()
        if told.get("sent_on"):
            _send_on(booking, day, day.now - 10 * MINUTE)
    elif told["then"] == "silent":
        commands.chase(booking_id=booking.pk, by=BY, at=sent_at + 40 * MINUTE)
        commands.chase(booking_id=booking.pk, by=BY, at=day.now)
    day.settler.settle()


def _to_another(booking: Booking, day: _Day, hours: float) -> Booking | None:
    """Return the booking after a colleague of the region got it, or None when nobody else can."""
    at = max(day.now - hours * HOUR, booking.booked_at + 10 * MINUTE)
    region_id = booking.work_order.region_id
    by = day.dispatcher(region_id)
    for card in people.engineers_in([region_id] if region_id else None):
        if card.id == booking.engineer_id:
            continue
        try:
            return commands.move(booking_id=booking.pk, engineer_id=card.id, accept_warnings=SOFT, by=by, at=at)
        except Refused:
            continue
    return None


def _send_on(booking: Booking, day: _Day, at: datetime) -> None:
    by = day.dispatcher(booking.work_order.region_id)
    found = resending.next_best(booking, by=by, now=at)
    if found is not None:
        commands.send_on(booking_id=booking.pk, engineer_id=found.engineer_id, start_at=found.start_at,
                         accept_warnings=found.codes, by=by, at=at)  # fmt: skip


def _word(told: dict[str, Any], now: datetime) -> None:
    """Let the customer of the next appointment answer it."""
    rows = Confirmation.objects.filter(status="asked", window_start__gt=now + HOUR, booking__status="accepted")
    row = rows.select_related("booking__work_order").order_by("window_start", "pk").first()
    if row is None:
        return
    by = Actor(id=None, name=row.booking.work_order.contact_name or NOBODY.name, via="portal")
    said = {"confirmation_id": row.pk, "seen": row.window_start, "by": by, "at": now - told["minutes"] * MINUTE}
    if "wish" in told:
        commands.wish_another_time(**said, wish=told["wish"])
    else:
        commands.confirm_appointment(**said)


def _help(told: dict[str, Any], day: _Day) -> None:
    """Ask another region for an engineer, and let it answer."""
    engineer = next(card for card in people.engineers_in(None) if card.name == told["engineer"])
    region = people.region_by_code(told["region"])
    assert region is not None
    first = day.now.astimezone(ZONE).date() + told["from_day"] * DAY
    row = commands.ask_help(
        engineer_id=engineer.id, borrower_id=region.id, first_day=first, last_day=first + (told["days"] - 1) * DAY,
        reason=told["reason"], by=day.dispatcher(region.id), at=day.now - 5 * HOUR,
    )  # fmt: skip
    if told["then"] == "approved":
        lender = day.dispatcher(engineer.region_id)
        commands.approve_help(help_id=row.pk, note=told.get("note", ""), by=lender, at=day.now - 4 * HOUR)
    elif told["then"] == "declined":
        lender = day.dispatcher(engineer.region_id)
        commands.decline_help(help_id=row.pk, note=told["note"], by=lender, at=day.now - 3 * HOUR)
