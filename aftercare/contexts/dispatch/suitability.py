"""Why an engineer does not suit an order at a time: what people know of them, and what the plan knows."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.contexts.dispatch import crewing, rules, ways
from aftercare.contexts.dispatch.answers import answering
from aftercare.contexts.dispatch.lending import helping
from aftercare.contexts.dispatch.lending import words as helpwords
from aftercare.contexts.dispatch.models import Booking
from aftercare.contexts.dispatch.wishes import wishing
from aftercare.contexts.dispatch.wishes import words as wishwords
from aftercare.contexts.people import public as people
from aftercare.contexts.people.public import EngineerCard, Misfit
from aftercare.contexts.work_orders.public import OrderCard
from aftercare.platform import geo
from aftercare.platform.refusal import Refused, Text

NEARBY = timedelta(hours=6)


class Warned(Refused):
    """A no that becomes a yes when the dispatcher has seen and accepted the warnings."""

    def __init__(self, warnings: list[Misfit]) -> None:
        super().__init__("warnings", " ".join(warning.text for warning in warnings))
        self.warnings = warnings


def misfits(
    order: OrderCard, engineer: EngineerCard, start: datetime, end: datetime, *, except_booking_id: int | None = None
) -> list[Misfit]:
    """Return why not, hard reasons first."""
    found = people.misfits(
        engineer.id,
        skills=order.skills,
        certificate_kind_ids=order.certificate_kind_ids,
        start_at=start,
        end_at=end,
    )
    found += _of_customer(order, engineer, start)
    found += _of_order(order, start, end)
    found += _of_crew(order, engineer, start, except_booking_id)
    found += _passed_up(order, engineer, except_booking_id)
    found += _of_way(order, engineer, start, end, except_booking_id)
    found += _of_region(order, engineer, start, end)
    return found


def judge(found: list[Misfit], *, accepted: Collection[str]) -> list[str]:
    """
    Return the codes of the warnings gone over.

    :raises Refused: the code of the first hard reason; `warnings` while soft ones are not accepted.
    """
    hard = [misfit for misfit in found if misfit.is_hard]
    if hard:
        raise Refused(hard[0].code, " ".join(misfit.text for misfit in hard), field="engineer_id")
    open_ones = [misfit for misfit in found if misfit.code not in accepted]
    if open_ones:
        raise Warned(open_ones)
    return sorted({misfit.code for misfit in found})


def soft(code: str, text: Text) -> Misfit:
    """Return a reason that asks for a decision."""
    return Misfit(code=code, text=str(text), is_hard=False)


def _of_order(order: OrderCard, start: datetime, end: datetime) -> list[Misfit]:
    """Return what the order's promises and wishes say against the time."""
    found = []
    broken = rules.promise_warning(start, end, arrive_by=order.arrive_by, resolve_by=order.resolve_by)
    if broken == "late_arrival" and order.arrive_by:
        text = _("Arrival was promised by %(time)s.") % {"time": clock_time(order.arrive_by)}
        found.append(soft("late_arrival", text))
    elif broken == "late_finish" and order.resolve_by:
        text = _("The repair was promised by %(time)s.") % {"time": clock_time(order.resolve_by)}
        found.append(soft("late_finish", text))
    if order.earliest_at is not None and start < order.earliest_at:
        text = _("The customer asked not to come before %(time)s.") % {"time": clock_time(order.earliest_at)}
        found.append(soft("too_early", text))
    return found


def _of_customer(order: OrderCard, engineer: EngineerCard, start: datetime) -> list[Misfit]:
    """Return a warning when the customer does not want the engineer."""
    heed = wishing.for_order(order, start)
    code = heed.against(engineer.id)
    return [soft(code, wishwords.against(heed, engineer.id, engineer.name))] if code else []


def _of_crew(order: OrderCard, engineer: EngineerCard, start: datetime, except_booking_id: int | None) -> list[Misfit]:
    """Return a warning when enough are booked for the order already, or when the crew would not start together."""
    others = [mate for mate in crewing.going([order.id]) if mate.booking_id != except_booking_id]
    if order.crew_size == 1:
        # Who has begun comes again another day where one visit is not enough.
        others = [mate for mate in others if not mate.is_begun]
    if not others:
        return []
    is_one_too_many = crewing.engineers(others) >= order.crew_size or any(m.engineer_id == engineer.id for m in others)
    first = others[0]
    words = {"name": first.name, "time": clock_time(first.start)}
    if is_one_too_many:
        return [soft("already_booked", _("%(name)s is booked for this order already, %(time)s.") % words)]
    if start != first.start:
        text = _("Two go together: %(name)s comes for this order at another time, %(time)s.")
        return [soft("crew_apart", text % words)]
    return []


def _of_region(order: OrderCard, engineer: EngineerCard, start: datetime, end: datetime) -> list[Misfit]:
    """Return warnings when the engineer belongs to another region and does not help here, or helps elsewhere."""
    if order.region_id is None:
        return []
    loan = helping.lent([engineer.id], start, end).get(engineer.id)
    if loan is not None and loan.covers(start, end) and _same_area(order.region_id, loan.borrower_id):
        return []
    words = {"name": engineer.name, "region": engineer.region_name}
    found = []
    if not _same_area(order.region_id, engineer.region_id):
        found.append(soft("other_region", _("%(name)s belongs to another region: %(region)s.") % words))
    if loan is not None and not _same_area(order.region_id, loan.borrower_id):
        words = {"name": engineer.name, "region": loan.borrower.name, "days": helpwords.days(*loan.both_days)}
        found.append(soft("lent_out", _("%(name)s is lent to %(region)s: %(days)s.") % words))
    return found


def _passed_up(order: OrderCard, engineer: EngineerCard, except_booking_id: int | None) -> list[Misfit]:
    """Return a warning when the engineer handed this very order back, or let it lie."""
    past = answering.passed_up(order.id).get(engineer.id)
    if past is None or past.pk == except_booking_id:
        return []
    words = {"name": engineer.name, "reason": past.refusal}
    text = (
        _("%(name)s refused this order: %(reason)s") if past.refused_code else _("%(name)s did not answer this order.")
    )
    return [soft("refused_before", text % words)]


def _of_way(
    order: OrderCard, engineer: EngineerCard, start: datetime, end: datetime, except_booking_id: int | None
) -> list[Misfit]:
    """Return a warning when the way from or to the neighbouring bookings takes longer than the gap."""
    near = Booking.objects.occupying().filter(engineer_id=engineer.id, during__overlap=(start - NEARBY, end + NEARBY))
    stops = [
        rules.Stop(start=during.lower, end=during.upper, where=geo.place_of(lat, lon))
        for during, lat, lon in near.exclude(pk=except_booking_id or 0).values_list(
            "during", "work_order__lat", "work_order__lon"
        )
    ]
    if not stops:
        return []
    missing = rules.travel_shortfall(
        start, end, geo.place_of(order.lat, order.lon), stops, ways.speeds_of(engineer.region_id)
    )
    if missing <= 0:
        return []
    words = {"name": engineer.name, "minutes": missing}
    text = _("The way from or to the next job of %(name)s needs about %(minutes)d minutes more.") % words
    return [soft("travel_gap", text)]


def _same_area(one: int, other: int) -> bool:
    """Tell whether one region is the other, or lies in it."""
    return one == other or one in people.regions_under([other]) or other in people.regions_under([one])


def clock_time(moment: datetime) -> str:
    """Return a moment as the dispatcher reads it."""
    return timezone.localtime(moment).strftime("%m-%d %H:%M")
