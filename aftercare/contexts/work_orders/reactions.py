"""What follows for orders from what happens to requests, promises and bookings."""

from __future__ import annotations

from django.utils.translation import gettext as _

from aftercare.contexts.work_orders import commands, notices, policies
from aftercare.contexts.work_orders.models import WorkOrder
from aftercare.platform.actor import Actor
from aftercare.platform.outbox import when
from aftercare.published.clocks import ClockStopped, DeadlineSet
from aftercare.published.dispatch import (
    BookingCanceled,
    BookingMoved,
    BookingProgressed,
    BookingRefused,
    BookingScheduled,
)
from aftercare.published.service_requests import (
    RequestCanceled,
    RequestChanged,
    RequestMerged,
    RequestResolved,
    RequestTriaged,
)
from aftercare.published.work_orders import (
    WorkOrderCommented,
    WorkOrderPlanned,
    WorkOrderReworked,
    WorkOrderUnscheduled,
)

REQUEST = "service_request:"
# What a step of the engineer says about the appointment.
STATES = {
    "traveling": "underway",
    "on_site": "underway",
    "on_break": "underway",
    "done": "over",
    "cannot_complete": "over",
}


def _itself() -> Actor:
    """Return the product as the actor: nobody clicked."""
    return Actor.system(_("System"))


@when(RequestTriaged)
def open_order_when_visit_needed(event: RequestTriaged, by: Actor) -> None:
    """Open the order a visit needs and plan it where nothing is missing."""
    if event.needs_visit:
        commands.open_for_request(request_id=event.request_id, by=_itself(), at=event.at)


@when(RequestCanceled, RequestMerged, RequestResolved)
def call_off_what_nobody_began(event: RequestCanceled | RequestMerged | RequestResolved, by: Actor) -> None:
    """Call off orders whose reason fell away before anybody set out."""
    reasons = {
        RequestCanceled: _("The request was cancelled."),
        RequestMerged: _("The request goes on inside another one."),
        RequestResolved: _("The request was resolved without a visit."),
    }
    # What a signed visit left over is still to be done when the request is resolved.
    commands.cancel_not_begun(
        request_id=event.request_id,
        reason=reasons[type(event)],
        spare_follow_ups=isinstance(event, RequestResolved),
        by=_itself(),
        at=event.at,
    )


@when(RequestChanged)
def follow_correction(event: RequestChanged, by: Actor) -> None:
    """Let the open orders be about whose matter it really is, and lead to where it is."""
    commands.follow_correction(request_id=event.request_id, fields=event.fields, by=_itself(), at=event.at)


@when(DeadlineSet)
def note_deadline(event: DeadlineSet, by: Actor) -> None:
    """Keep the promised moments on the order."""
    if event.subject.startswith(REQUEST):
        request_id = int(event.subject.removeprefix(REQUEST))
        commands.note_promise(request_id=request_id, promise=event.promise, due_at=event.due_at)


@when(ClockStopped)
def drop_arrival_promise(event: ClockStopped, by: Actor) -> None:
    """Take the arrival promise off the order once somebody is there."""
    if event.subject.startswith(REQUEST) and event.promise == "arrive":
        request_id = int(event.subject.removeprefix(REQUEST))
        commands.note_promise(request_id=request_id, promise=event.promise, due_at=None)


@when(BookingScheduled, BookingMoved)
def follow_booking(event: BookingScheduled | BookingMoved, by: Actor) -> None:
    """Show who comes and when; the order has an appointment."""
    commands.mark_scheduled(
        work_order_id=event.work_order_id,
        booking_id=event.booking_id,
        engineer_id=event.engineer_id,
        engineer_name=event.engineer_name,
        start_at=event.start_at,
        end_at=event.end_at,
        by=_itself(),
        at=event.at,
    )


@when(BookingCanceled, BookingRefused)
def follow_lost_booking(event: BookingCanceled | BookingRefused, by: Actor) -> None:
    """Let the order wait for dispatch again when its only booking fell away."""
    commands.mark_unscheduled(work_order_id=event.work_order_id, booking_id=event.booking_id, by=_itself(), at=event.at)


@when(BookingProgressed)
def follow_progress(event: BookingProgressed, by: Actor) -> None:
    """Note that the engineer set out, or that the visit is over."""
    state = STATES.get(event.status)
    if state is not None:
        commands.note_progress(booking_id=event.booking_id, state=state, at=event.at)


@when(WorkOrderPlanned, WorkOrderReworked, WorkOrderUnscheduled)
def tell_dispatch(event: WorkOrderPlanned | WorkOrderReworked | WorkOrderUnscheduled, by: Actor) -> None:
    """Tell the region's dispatchers about an order that cannot wait for them to look at the board."""
    notices.tell_dispatch(event.work_order_id, type(event).__name__, at=event.at)


@when(WorkOrderCommented)
def tell_the_mentioned(event: WorkOrderCommented, by: Actor) -> None:
    """Tell the colleagues named in the comment, as far as they may still see the order."""
    if not event.mentions:
        return
    order = WorkOrder.objects.get(pk=event.work_order_id)
    named = {user_id for user_id, _written in event.mentions} - {by.id}
    notices.tell_mentioned(order, named & policies.readers(order), who=by.name, text=event.text, at=event.at)
