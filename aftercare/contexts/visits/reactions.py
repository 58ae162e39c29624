"""What follows on the phone from what dispatch does, and on paper from what the customer signs."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from aftercare.contexts.visits import notices
from aftercare.contexts.visits.commands import follow_booking, follow_lead, follow_order, issue_report
from aftercare.contexts.visits.models import Visit
from aftercare.contexts.work_orders import public as work_orders
from aftercare.platform.actor import Actor
from aftercare.platform.outbox import when
from aftercare.published.dispatch import BookingCanceled, BookingDispatched, BookingMoved, BookingRefused
from aftercare.published.visits import VisitCutShort, VisitDone, VisitSigned
from aftercare.published.work_orders import WorkOrderAccepted, WorkOrderReworked


@when(BookingDispatched)
def put_on_phone(event: BookingDispatched, by: Actor) -> None:
    """Make the booking a job on the engineer's phone, and say so."""
    visit = follow_booking.assign(
        booking_id=event.booking_id,
        work_order_id=event.work_order_id,
        engineer_id=event.engineer_id,
        by=by,
        at=event.at,
    )
    if visit is not None:
        notices.new_job(visit, event.start_at, at=event.at)
        notices.goes_along(visit, at=event.at)


@when(BookingMoved)
def follow_move(event: BookingMoved, by: Actor) -> None:
    """Give the job to its new engineer and tell both, or tell the same one about the new time."""
    before = Visit.objects.under_way().filter(booking_id=event.booking_id).first()
    if before is None:
        return
    visit = follow_booking.hand_over(booking_id=event.booking_id, engineer_id=event.engineer_id, by=by, at=event.at)
    if visit is None:
        notices.time_changed(before, event.start_at, at=event.at)
    else:
        notices.new_job(visit, event.start_at, at=event.at)
        notices.goes_along(visit, at=event.at)
        notices.fell_away(visit, before.engineer_id, at=event.at)


@when(BookingCanceled)
def take_off_phone(event: BookingCanceled, by: Actor) -> None:
    """Take the job off the phone, and say so."""
    visit = follow_booking.cancel(booking_id=event.booking_id, by=by, at=event.at)
    if visit is not None:
        notices.fell_away(visit, visit.engineer_id, at=event.at)
        notices.comes_no_more(visit, at=event.at)


@when(BookingRefused)
def tell_partner(event: BookingRefused, by: Actor) -> None:
    """Tell the other one of a crew that the partner does not come."""
    visit = Visit.objects.filter(booking_id=event.booking_id).first()
    if visit is not None:
        notices.comes_no_more(visit, at=event.at)


@when(VisitDone, VisitCutShort)
def end_help(event: VisitDone | VisitCutShort, by: Actor) -> None:
    """Let nobody's help stay open when the one who leads has ended the job."""
    follow_lead.end_help(work_order_id=event.work_order_id, by=Actor.system(_("System")), at=event.at)


@when(WorkOrderAccepted)
def settle_visits(event: WorkOrderAccepted, by: Actor) -> None:
    """Ask no second signature once the order is accepted."""
    follow_order.settle(work_order_id=event.work_order_id, by=by, at=event.at)


@when(WorkOrderReworked)
def take_visits_back(event: WorkOrderReworked, by: Actor) -> None:
    """Ask no signature for work that goes back."""
    follow_order.take_back(work_order_id=event.work_order_id, reason=event.reason, by=by, at=event.at)


@when(VisitSigned)
def issue_reports(event: VisitSigned, by: Actor) -> None:
    """Print the report in every language of the product."""
    for language, _label in settings.LANGUAGES:
        issue_report.issue(visit_id=event.visit_id, language=language, by=Actor.system("reports"), at=event.at)


@when(VisitSigned)
def open_follow_up_for_leftovers(event: VisitSigned, by: Actor) -> None:
    """Open an order for what is left over, so that it is not forgotten."""
    if event.leftovers:
        work_orders.open_follow_up(
            work_order_id=event.work_order_id, description=event.leftovers, by=Actor.system("follow-up"), at=event.at
        )
