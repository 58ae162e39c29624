"""What follows for requests from what happens to clocks, orders, bookings, visits and surveys."""

from __future__ import annotations

from django.utils.translation import gettext as _

from aftercare.contexts.service_requests import commands, notices, policies, queries
from aftercare.contexts.service_requests.choices import Kind, Source
from aftercare.contexts.service_requests.models import ServiceRequest
from aftercare.platform.actor import Actor
from aftercare.platform.outbox import when
from aftercare.published.clocks import ClockStopped, DeadlineBroken, DeadlineEscalated, DeadlineNear, DeadlineSet
from aftercare.published.dispatch import (
    AppointmentAnnounced,
    AppointmentFell,
    BookingCanceled,
    BookingDispatched,
    BookingMoved,
    BookingRefused,
    BookingScheduled,
)
from aftercare.published.feedback import SurveyAnswered
from aftercare.published.service_requests import RequestCommented, RequestRegistered, RequestReopened
from aftercare.published.visits import EngineerArrived, EngineerSetOut
from aftercare.published.warranties import InspectionCalled
from aftercare.published.work_orders import (
    WorkOrderAccepted,
    WorkOrderBegun,
    WorkOrderCanceled,
    WorkOrderClosed,
    WorkOrderCompleted,
    WorkOrderHeld,
    WorkOrderNotCompletable,
    WorkOrderOpened,
    WorkOrderPlanned,
    WorkOrderResumed,
    WorkOrderReworked,
    WorkOrderScheduled,
    WorkOrderUnscheduled,
)

OWN = "service_request:"
# What each event says about the order's status.
STATUS = {
    WorkOrderOpened: "draft",
    WorkOrderPlanned: "unscheduled",
    WorkOrderUnscheduled: "unscheduled",
    WorkOrderReworked: "unscheduled",
    WorkOrderBegun: "in_progress",
    WorkOrderResumed: "in_progress",
    WorkOrderHeld: "on_hold",
    WorkOrderCompleted: "completed",
    WorkOrderClosed: "closed",
}


def _itself() -> Actor:
    """Return the product as the actor: nobody clicked."""
    return Actor.system(_("System"))


@when(*STATUS)
def follow_order(event: object, by: Actor) -> None:
    """Keep the order's status on the request."""
    if event.request_id is None:  # type: ignore[attr-defined]
        return
    commands.follow_order(
        request_id=event.request_id,  # type: ignore[attr-defined]
        work_order_id=event.work_order_id,  # type: ignore[attr-defined]
        number=getattr(event, "number", ""),
        status=STATUS[type(event)],
        at=event.at,  # type: ignore[attr-defined]
    )


@when(WorkOrderScheduled)
def follow_appointment(event: WorkOrderScheduled, by: Actor) -> None:
    """Keep who comes and when."""
    if event.request_id is None:
        return
    commands.follow_order(
        request_id=event.request_id,
        work_order_id=event.work_order_id,
        status="scheduled",
        engineer_name=event.engineer_name,
        start_at=event.start_at,
        end_at=event.end_at,
        at=event.at,
    )


@when(WorkOrderAccepted)
def resolve_when_accepted(event: WorkOrderAccepted, by: Actor) -> None:
    """Call the matter put right when the customer signed the last open order."""
    if event.request_id is None:
        return
    commands.follow_order(
        request_id=event.request_id,
        work_order_id=event.work_order_id,
        number=event.number,
        status="accepted",
        at=event.at,
    )
    commands.resolve_by_work(request_id=event.request_id, by=_itself(), at=event.at)


@when(WorkOrderCanceled, WorkOrderNotCompletable)
def take_back_when_given_up(event: WorkOrderCanceled | WorkOrderNotCompletable, by: Actor) -> None:
    """Hand the matter back to whoever handles it when its order fell away."""
    if event.request_id is None:
        return
    given_up = "canceled" if isinstance(event, WorkOrderCanceled) else "cannot_complete"
    commands.follow_order(request_id=event.request_id, work_order_id=event.work_order_id, status=given_up, at=event.at)
    row = ServiceRequest.objects.get(pk=event.request_id)
    told = f"{event.work_order_id}:{given_up}"
    notices.tell(row, notices.carers(row), "order_lost", body=event.reason, dedupe=told, at=event.at)


@when(AppointmentAnnounced)
def show_appointment(event: AppointmentAnnounced, by: Actor) -> None:
    """Show the customer on the page of the request when to expect the engineer."""
    commands.note_appointment(
        work_order_id=event.work_order_id, start_at=event.window_start_at, end_at=event.window_end_at, path=event.path
    )


@when(AppointmentFell)
def hide_appointment(event: AppointmentFell, by: Actor) -> None:
    """Show no window that does not hold."""
    commands.forget_appointment(work_order_id=event.work_order_id, path=event.path)


@when(BookingScheduled, BookingDispatched, BookingMoved)
def let_engineer_read(event: BookingScheduled | BookingDispatched | BookingMoved, by: Actor) -> None:
    """Open the request to the engineer who is booked."""
    commands.follow_engineer(
        work_order_id=event.work_order_id, booking_id=event.booking_id, engineer_id=event.engineer_id
    )


@when(BookingRefused, BookingCanceled)
def shut_engineer_out(event: BookingRefused | BookingCanceled, by: Actor) -> None:
    """Close the request to the engineer who does not come."""
    commands.forget_engineer(booking_id=event.booking_id)


@when(EngineerSetOut)
def note_setting_out(event: EngineerSetOut, by: Actor) -> None:
    """Keep when the engineer set out."""
    commands.note_journey(work_order_id=event.work_order_id, set_out=True, at=event.at)


@when(EngineerArrived)
def note_arrival(event: EngineerArrived, by: Actor) -> None:
    """Keep when the engineer arrived."""
    commands.note_journey(work_order_id=event.work_order_id, arrived=True, at=event.at)


@when(SurveyAnswered)
def close_when_rated(event: SurveyAnswered, by: Actor) -> None:
    """Close the file of a resolved matter once the customer rated it."""
    request_id = commands.note_rating(work_order_id=event.work_order_id, at=event.at)
    if request_id is not None and queries.is_resolved(request_id):
        commands.close(request_id=request_id, by=_itself(), at=event.at)


@when(DeadlineSet, ClockStopped)
def note_deadlines(event: DeadlineSet | ClockStopped, by: Actor) -> None:
    """Keep the promised moments on the request."""
    if event.subject.startswith(OWN):
        commands.note_deadlines(request_id=int(event.subject.removeprefix(OWN)))


@when(DeadlineNear, DeadlineBroken, DeadlineEscalated)
def warn_about_promise(event: DeadlineNear | DeadlineBroken | DeadlineEscalated, by: Actor) -> None:
    """Tell those whom the contract's warning ladder names."""
    if not event.subject.startswith(OWN):
        return
    row = ServiceRequest.objects.get(pk=int(event.subject.removeprefix(OWN)))
    told = f"{event.clock_id}:{event.due_at.isoformat()}"
    whom = notices.audiences(row, event.tells)
    if isinstance(event, DeadlineBroken):
        notices.tell(row, whom, "promise_broken", dedupe=told, at=event.at, by_mail=event.by_mail)
    else:
        kind = "promise_near" if isinstance(event, DeadlineNear) else "promise_escalated"
        notices.tell(row, whom, kind, dedupe=f"{told}:{event.percent}", at=event.at, by_mail=event.by_mail)


@when(RequestRegistered)
def tell_the_desk(event: RequestRegistered, by: Actor) -> None:
    """Tell the region's desk about a matter that nobody took down by phone."""
    if event.source in {"hotline", "import"}:
        return
    row = ServiceRequest.objects.get(pk=event.request_id)
    notices.tell(row, notices.carers(row), "new", dedupe="", at=event.at)


@when(RequestCommented)
def tell_about_customers_word(event: RequestCommented, by: Actor) -> None:
    """Tell whoever handles the matter that the customer wrote."""
    if event.is_internal or by.is_staff:
        return
    row = ServiceRequest.objects.get(pk=event.request_id)
    notices.tell(row, notices.carers(row), "comment", body=event.text, dedupe=event.at.isoformat(), at=event.at)


@when(RequestCommented)
def tell_the_mentioned(event: RequestCommented, by: Actor) -> None:
    """Tell the colleagues named in the comment, as far as they may still see the request."""
    if not event.mentions:
        return
    row = ServiceRequest.objects.get(pk=event.request_id)
    named = {user_id for user_id, _written in event.mentions} - {by.id}
    notices.tell_mentioned(row, named & policies.readers(row), who=by.name, text=event.text, at=event.at)


@when(RequestReopened)
def tell_about_reopening(event: RequestReopened, by: Actor) -> None:
    """Tell whoever handles the matter that it is not right yet."""
    row = ServiceRequest.objects.get(pk=event.request_id)
    told = event.at.isoformat()
    notices.tell(row, notices.carers(row), "reopened", body=event.reason, dedupe=told, at=event.at)


@when(InspectionCalled)
def register_inspection(event: InspectionCalled, by: Actor) -> None:
    """Register the inspection of a part before its warranty ends, once."""
    words = _("Inspection before the warranty ends: %(part)s") % {"part": event.name}
    said = _(
        "The warranty of %(part)s in %(project)s ends on %(day)s. Inspect it and note every defect before that day."
    )
    commands.register(
        kind=Kind.MAINTENANCE,
        source=Source.CAMPAIGN,
        subject=words[:200],
        description=said % {"part": event.name, "project": event.project, "day": event.until},
        customer_id=event.customer_id,
        project_id=event.project_id,
        urgency=4,
        impact=4,
        source_system="warranties",
        source_key=f"inspection:{event.inspection_id}",
        by=_itself(),
        at=event.at,
    )
