"""What follows for bookings from what happens to orders and engineers."""

from __future__ import annotations

from django.utils.translation import gettext as _

from aftercare.contexts.dispatch import commands, jobs, notices
from aftercare.platform.actor import Actor
from aftercare.platform.outbox import when
from aftercare.published.dispatch import BookingProgressed, BookingRefused, PlanAsked
from aftercare.published.people import LeaveApproved
from aftercare.published.work_orders import (
    WorkOrderAccepted,
    WorkOrderCanceled,
    WorkOrderCorrected,
    WorkOrderNotCompletable,
)


@when(WorkOrderCanceled, WorkOrderNotCompletable)
def call_off_when_given_up(event: WorkOrderCanceled | WorkOrderNotCompletable, by: Actor) -> None:
    """Take back what is still booked for an order nobody works on any more."""
    _call_off(event.work_order_id, event.reason, event)


@when(WorkOrderAccepted)
def call_off_when_accepted(event: WorkOrderAccepted, by: Actor) -> None:
    """Take back further visits of an order the customer accepted."""
    _call_off(event.work_order_id, _("The customer accepted the work already."), event)


def _call_off(
    work_order_id: int, reason: str, event: WorkOrderCanceled | WorkOrderNotCompletable | WorkOrderAccepted
) -> None:
    itself = Actor.system(_("System"))
    commands.call_off(work_order_id=work_order_id, reason=reason, by=itself, at=event.at)


@when(PlanAsked)
def have_plan_worked_out(event: PlanAsked, by: Actor) -> None:
    """Queue the planning for whichever worker is free."""
    jobs.hand_out(event.plan_id)


@when(BookingRefused)
def tell_about_refusal(event: BookingRefused, by: Actor) -> None:
    """Tell the region's dispatchers that an engineer cannot take a job."""
    notices.tell_refusal(event.booking_id, at=event.at)


@when(BookingProgressed)
def learn_from_arrival(event: BookingProgressed, by: Actor) -> None:
    """Keep how long the way took."""
    if event.status == "on_site":
        commands.note_trip(booking_id=event.booking_id, arrived_at=event.at)


@when(WorkOrderCorrected)
def tell_about_correction(event: WorkOrderCorrected, by: Actor) -> None:
    """Tell the engineer booked for the wrong thing, and the dispatchers whose order another region's engineer has."""
    notices.tell_correction(event.work_order_id, at=event.at)


@when(LeaveApproved)
def tell_about_leave(event: LeaveApproved, by: Actor) -> None:
    """Tell the dispatchers which bookings need another engineer because this one will be away."""
    notices.tell_leave(event.engineer_id, event.start_at, event.end_at, at=event.at, leave_id=event.leave_id)
