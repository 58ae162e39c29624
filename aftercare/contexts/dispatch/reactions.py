"""What follows for bookings from what happens to orders and engineers."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from aftercare.contexts.dispatch import commands, jobs, notices
from aftercare.contexts.dispatch.answers import automatic
from aftercare.contexts.dispatch.appointments import notices as customer_notices
from aftercare.contexts.dispatch.lending import notices as help_notices
from aftercare.contexts.dispatch.planning import mending
from aftercare.platform import clock
from aftercare.platform.actor import Actor
from aftercare.platform.outbox import when
from aftercare.published.dispatch import (
    AnotherTimeWished,
    AppointmentAnnounced,
    AppointmentConfirmed,
    AppointmentFell,
    BookingCanceled,
    BookingDispatched,
    BookingMoved,
    BookingPinned,
    BookingProgressed,
    BookingRefused,
    BookingScheduled,
    BookingUnanswered,
    EngineerReminded,
    HelpAsked,
    HelpDecided,
    HelpEnded,
    PlanAsked,
)
from aftercare.published.people import LeaveApproved
from aftercare.published.work_orders import (
    WorkOrderAccepted,
    WorkOrderCanceled,
    WorkOrderCorrected,
    WorkOrderNotCompletable,
)

LONG_AGO = timedelta(minutes=15)
BookingEvent = (
    BookingScheduled | BookingMoved | BookingCanceled | BookingRefused | BookingDispatched | BookingPinned
)  # fmt: skip


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


@when(BookingScheduled, BookingMoved, BookingCanceled)
def mend_around_edit(event: BookingScheduled | BookingMoved | BookingCanceled, by: Actor) -> None:
    """Have the tours around a person's edit looked at in a moment; what is told of long after is nobody's edit now."""
    if not settings.MENDING or event.at < clock.now() - LONG_AGO:
        return
    was = (event.was_engineer_id, event.was_start_at) if isinstance(event, BookingMoved) else (None, None)
    for row in commands.mend(
        booking_id=event.booking_id, was_engineer_id=was[0], was_start_at=was[1], by=by, at=event.at
    ):
        jobs.hand_out(row.pk, wait=mending.QUIET)


@when(BookingScheduled, BookingMoved, BookingCanceled, BookingRefused, BookingDispatched, BookingPinned)
def let_proposals_fall(event: BookingEvent, by: Actor) -> None:
    """Throw away what was proposed around an edit for tours that have changed since."""
    commands.let_fall(booking_id=event.booking_id, by=Actor.system("dispatch"), at=event.at)


@when(BookingRefused)
def tell_about_refusal(event: BookingRefused, by: Actor) -> None:
    """Tell the region's dispatchers that an engineer cannot take a job."""
    notices.tell_refusal(event.booking_id, at=event.at)


@when(BookingDispatched, BookingMoved)
def announce_to_customer(event: BookingDispatched | BookingMoved, by: Actor) -> None:
    """Settle what the customer is told of the appointment."""
    commands.announce(booking_id=event.booking_id, by=Actor.system(_("System")), at=event.at)


@when(BookingCanceled, BookingRefused)
def take_announcement_back(event: BookingCanceled | BookingRefused, by: Actor) -> None:
    """Call the announced appointment off; after a refusal the customer hears of the next one instead."""
    is_told = isinstance(event, BookingCanceled)
    commands.take_back_announcement(
        booking_id=event.booking_id, is_told=is_told, by=Actor.system(_("System")), at=event.at
    )


@when(AppointmentAnnounced)
def tell_customer(event: AppointmentAnnounced, by: Actor) -> None:
    """Tell the customer who comes when, and what to prepare."""
    customer_notices.tell_customer(event.confirmation_id, is_change=event.is_change, at=event.at)


@when(AppointmentFell)
def tell_customer_it_fell(event: AppointmentFell, by: Actor) -> None:
    """Tell the customer that nobody comes at the announced time."""
    if event.is_told:
        customer_notices.tell_customer_it_fell(event.confirmation_id, at=event.at)


@when(AppointmentConfirmed, AnotherTimeWished)
def tell_dispatchers_the_answer(event: AppointmentConfirmed | AnotherTimeWished, by: Actor) -> None:
    """Tell the region's dispatchers what the customer answered."""
    customer_notices.tell_dispatchers(event.confirmation_id, at=event.at)


@when(HelpAsked)
def tell_lender(event: HelpAsked, by: Actor) -> None:
    """Tell the region that is asked for an engineer."""
    help_notices.asked(event.help_id, at=event.at)


@when(HelpDecided)
def tell_borrower(event: HelpDecided, by: Actor) -> None:
    """Tell the region that asked, and the engineer who goes."""
    help_notices.decided(event.help_id, at=event.at)


@when(HelpEnded)
def tell_both_regions(event: HelpEnded, by: Actor) -> None:
    """Tell both regions that the help is over, or no longer asked for."""
    help_notices.ended(event.help_id, at=event.at)


@when(EngineerReminded)
def remind_engineer(event: EngineerReminded, by: Actor) -> None:
    """Ask the engineer again for an answer."""
    notices.remind_engineer(event.booking_id, at=event.at)


@when(BookingUnanswered)
def tell_about_silence(event: BookingUnanswered, by: Actor) -> None:
    """Tell the region's dispatchers that an engineer does not answer."""
    notices.tell_silence(event.booking_id, at=event.at)


@when(BookingRefused, BookingUnanswered)
def send_on_where_allowed(event: BookingRefused | BookingUnanswered, by: Actor) -> None:
    """Send the job to the next best where the company lets the product do so and nothing speaks against it."""
    automatic.send_on(event.booking_id, at=event.at)


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
