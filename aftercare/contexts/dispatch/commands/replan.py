"""When the day goes otherwise: an engineer drops out, nobody is on site, work takes longer, an emergency comes in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.contexts.dispatch import crewing, policies
from aftercare.contexts.dispatch.commands.assign import visible_engineer
from aftercare.contexts.dispatch.commands.locking import locked
from aftercare.contexts.dispatch.commands.plan import plan
from aftercare.contexts.dispatch.commands.unassign import unassign
from aftercare.contexts.dispatch.lifecycle import BOOKING, UNDERWAY
from aftercare.contexts.dispatch.models import Booking, Cause, Plan
from aftercare.contexts.people import public as people
from aftercare.contexts.work_orders import public as work_orders
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused

# Somebody waits at the telephone.
SECONDS = 5
FEW_CHANGES = "few_changes"
LONGEST = timedelta(hours=12)


@transaction.atomic
def drop_out(*, engineer_id: int, first_on: date, days: int = 1, by: Actor, at: datetime) -> Plan:
    """
    Propose who takes over from an engineer who drops out for some days; all else stays as far as it can.

    :raises Refused: `unknown` engineer, and what `plan` refuses.
    """
    begins = datetime.combine(first_on, time(), timezone.get_current_timezone())
    engineer = visible_engineer(engineer_id, by=by, during=(begins, begins + timedelta(days=days)))
    about = {"engineer": engineer.id}
    return _proposal(
        Cause.ILLNESS, engineer.region_id, about, first_on=first_on, days=days, without=[engineer.id], by=by, at=at
    )


@transaction.atomic
def overrun(*, booking_id: int, until: datetime, by: Actor, at: datetime) -> Plan:
    """
    Propose what becomes of the rest of the day when the work under way takes until a later time.

    :raises Refused: `not_found`, `not_allowed`, `wrong_state` before the engineer has set out, `bad_time`.
    """
    booking, region_id = locked(booking_id, by=by)
    policies.may_assign(by=by, region_id=region_id).or_refuse()
    if booking.status not in UNDERWAY:
        raise Refused("wrong_state", gettext_lazy("Only work under way can take longer; move what has not begun."))
    if not max(booking.during.upper, at) < until <= at + LONGEST:
        words = gettext_lazy("Say until when: later than booked, and within 12 hours.")
        raise Refused("bad_time", words, field="until")
    engineer = people.engineer_card(booking.engineer_id)
    assert engineer is not None
    about = {"booking": booking.pk, "until": until.isoformat(), "work_order": booking.work_order_id}
    return _proposal(Cause.OVERRUN, engineer.region_id, about, by=by, at=at)


@transaction.atomic
def no_show(*, booking_id: int, by: Actor, at: datetime) -> Plan:
    """
    Take the booking back as nobody is on site, that of who goes along too, and propose when somebody comes again.

    :raises Refused: `not_found`, `not_allowed`, `wrong_state` once the engineer has reported the arrival.
    """
    booking = unassign(booking_id=booking_id, reason=_("Nobody on site"), by=by, at=at)
    _take_back_mates(booking, by=by, at=at)
    engineer = people.engineer_card(booking.engineer_id)
    assert engineer is not None
    about = {"order": booking.work_order_id, "engineer": engineer.id}
    return _proposal(Cause.NO_SHOW, engineer.region_id, about, days=2, by=by, at=at)


def _take_back_mates(booking: Booking, *, by: Actor, at: datetime) -> None:
    """Take back who goes along at the same time: there is nobody for the two of them."""
    if work_orders.order_card(booking.work_order_id).crew_size == 1:
        return
    for mate in crewing.going([booking.work_order_id]):
        if BOOKING.can(mate.status, "unassign") and mate.start < booking.during.upper:
            unassign(booking_id=mate.booking_id, reason=_("Nobody on site"), by=by, at=at)


@transaction.atomic
def fit_in(*, work_order_id: int, by: Actor, at: datetime) -> Plan:
    """
    Propose how an urgent order gets somebody today, and whom that puts off.

    :raises Refused: `not_found`, `not_allowed`, `wrong_state` when nobody can be booked, `no_region`.
    """
    order = work_orders.lock_order(work_order_id, by=by)
    policies.may_assign(by=by, region_id=order.region_id).or_refuse()
    if order.status not in work_orders.BOOKABLE:
        raise Refused("wrong_state", gettext_lazy("Nobody can be booked in the order's present status."))
    if order.region_id is None:
        raise Refused("no_region", gettext_lazy("The order lies in no region; give its site one first."))
    return _proposal(Cause.EMERGENCY, order.region_id, {"order": order.pk}, move_told=True, by=by, at=at)


def _proposal(
    cause: str, region_id: int, about: Mapping[str, Any], *, first_on: date | None = None, by: Actor, at: datetime,
    **fields: Any,
) -> Plan:  # fmt: skip
    region = people.region_card(region_id)
    assert region is not None
    today = at.astimezone(ZoneInfo(region.zone)).date()
    return plan(
        region_id=region_id, first_on=first_on or today, cause=cause, about=about, profile=FEW_CHANGES, seconds=SECONDS,
        by=by, at=at, **fields,
    )  # fmt: skip
