"""What happens to requests and orders moves their clocks; every moment is the event's own."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from aftercare.contexts.clocks import commands, late_news
from aftercare.contexts.clocks.jobs import recount_calendar
from aftercare.contexts.clocks.moments import UNDONE
from aftercare.contexts.contracts.public import Moment
from aftercare.platform.actor import Actor
from aftercare.platform.outbox import when
from aftercare.published.calendars import CalendarChanged
from aftercare.published.service_requests import (
    RequestAcknowledged,
    RequestCanceled,
    RequestChanged,
    RequestClosed,
    RequestHeld,
    RequestMerged,
    RequestReopened,
    RequestResolved,
    RequestRestored,
    RequestResumed,
    RequestTriaged,
)
from aftercare.published.visits import EngineerArrived, ReportIssued, VisitDone, VisitSigned
from aftercare.published.work_orders import (
    WorkOrderAccepted,
    WorkOrderCanceled,
    WorkOrderCompleted,
    WorkOrderHeld,
    WorkOrderNotCompletable,
    WorkOrderResumed,
    WorkOrderReworked,
    WorkOrderScheduled,
)

# What decides which terms bind, and where the promise is filed.
DECIDES_TERMS = ("customer_id", "project_id", "equipment_id", "region_id")


def _request(request_id: int) -> str:
    return f"service_request:{request_id}"


def _reach(request_id: int | None, moment: Moment, by: Actor, at: datetime) -> None:
    if request_id is not None:
        commands.reach(subject=_request(request_id), moment=moment, by=by, at=at)


@when(RequestAcknowledged)
def note_taken_on(event: RequestAcknowledged, by: Actor) -> None:
    """A person took the matter on."""
    _reach(event.request_id, Moment.ACKNOWLEDGED, by, event.at)


@when(RequestTriaged)
def note_answer_and_count_by_priority(event: RequestTriaged, by: Actor) -> None:
    """The customer has a qualified answer; the rest is counted by the priority that was found."""
    subject = _request(event.request_id)
    _reach(event.request_id, Moment.ANSWERED, by, event.at)
    if event.needs_visit:
        commands.need_arrival(subject=subject, by=by, at=event.at)
    else:
        commands.cancel(subject=subject, ends=[Moment.ARRIVED], by=by, at=event.at)
    commands.change_priority(subject=subject, priority=event.priority, by=by, at=event.at)


@when(RequestChanged)
def follow_correction(event: RequestChanged, by: Actor) -> None:
    """The matter is another customer's, or about another thing: their terms bind."""
    subject = _request(event.request_id)
    if not set(event.fields) & set(DECIDES_TERMS):
        return
    if late_news.was_corrected_again(subject, DECIDES_TERMS, after=event.at):
        return
    commands.correct(
        about=commands.About(
            subject=subject,
            number=event.number,
            region_id=event.region_id,
            customer_id=event.customer_id,
            started_at=event.received_at,
        ),
        project_id=event.project_id,
        equipment_id=event.equipment_id,
        priority=event.priority,
        by=by,
        at=event.at,
    )


# What these say of the matter; each tells its request.
MOMENTS: dict[type[Any], Moment] = {
    WorkOrderScheduled: Moment.BOOKED,
    EngineerArrived: Moment.ARRIVED,
    RequestRestored: Moment.RESTORED,
    VisitDone: Moment.WORK_DONE,
    VisitSigned: Moment.SIGNED,
    ReportIssued: Moment.REPORTED,
    RequestResolved: Moment.RESOLVED,
    RequestClosed: Moment.CLOSED,
}


@when(*MOMENTS)
def note_moment(event: Any, by: Actor) -> None:
    """The matter came a step on: what is counted from here begins, what is counted to here ends."""
    _reach(event.request_id, MOMENTS[type(event)], by, event.at)


@when(RequestHeld)
def pause_while_request_held(event: RequestHeld, by: Actor) -> None:
    """Pause the promises whose clause lets this reason stop them."""
    subject = _request(event.request_id)
    commands.pause(
        subject=subject,
        source=subject,
        reason=event.reason,
        party=event.party,
        note=event.note,
        evidence=event.evidence,
        since=event.at,
        until=late_news.hold_ended_at(subject, held_at=event.at),
        by=by,
        at=event.at,
    )


@when(RequestResumed)
def resume_with_request(event: RequestResumed, by: Actor) -> None:
    """The matter goes on."""
    subject = _request(event.request_id)
    commands.resume(subject=subject, source=subject, until=event.at, by=by, at=event.at)


@when(WorkOrderHeld)
def pause_while_order_held(event: WorkOrderHeld, by: Actor) -> None:
    """Work stopped: the customer's promise may stand still, depending on the reason."""
    if event.request_id is None:
        return
    source = f"work_order:{event.work_order_id}"
    commands.pause(
        subject=_request(event.request_id),
        source=source,
        reason=event.reason,
        party=event.party,
        note=event.note,
        evidence=event.evidence,
        since=event.at,
        until=late_news.hold_ended_at(source, held_at=event.at),
        by=by,
        at=event.at,
    )


@when(WorkOrderResumed, WorkOrderCanceled, WorkOrderNotCompletable, WorkOrderCompleted, WorkOrderAccepted)
def resume_with_order(event: Any, by: Actor) -> None:
    """The order goes on, or is over: either way it holds nothing up any more."""
    if event.request_id is not None:
        commands.resume(
            subject=_request(event.request_id),
            source=f"work_order:{event.work_order_id}",
            until=event.at,
            by=by,
            at=event.at,
        )


@when(RequestCanceled, RequestMerged)
def cancel_all(event: Any, by: Actor) -> None:
    """The matter was withdrawn, or goes on inside another request."""
    commands.cancel(subject=_request(event.request_id), by=by, at=event.at)


@when(RequestReopened)
def take_back_solution(event: RequestReopened, by: Actor) -> None:
    """The customer says it is not right yet: the promises of a solution go on with the time they had left."""
    subject = _request(event.request_id)
    commands.restart(subject=subject, ends=UNDONE, by=by, at=event.at)
    for name, moment in (("RequestResolved", Moment.RESOLVED), ("RequestClosed", Moment.CLOSED)):
        for later_at in late_news.said_after(subject, name, event.at):
            _reach(event.request_id, moment, by, later_at)


@when(WorkOrderReworked)
def take_back_work(event: WorkOrderReworked, by: Actor) -> None:
    """The customer refused the result: the work is not finished."""
    if event.request_id is not None:
        subject = _request(event.request_id)
        commands.restart(subject=subject, ends=[Moment.WORK_DONE], by=by, at=event.at)


@when(CalendarChanged)
def recount_open_clocks(event: CalendarChanged, by: Actor) -> None:
    """Deadlines against the calendar are counted anew, batch by batch."""
    recount_calendar.defer(calendar_id=event.calendar_id, version=event.version, at=event.at.isoformat())
