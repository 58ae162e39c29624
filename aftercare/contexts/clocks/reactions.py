"""What happens to requests and orders moves their clocks; every moment is the event's own."""

from __future__ import annotations

from typing import Any

from aftercare.contexts.clocks import commands, late_news
from aftercare.contexts.clocks.jobs import recount_calendar
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
    RequestResumed,
    RequestTriaged,
)
from aftercare.published.visits import EngineerArrived
from aftercare.published.work_orders import (
    WorkOrderAccepted,
    WorkOrderCanceled,
    WorkOrderCompleted,
    WorkOrderHeld,
    WorkOrderNotCompletable,
    WorkOrderResumed,
)

# What decides which terms bind, and where the promise is filed.
DECIDES_TERMS = ("customer_id", "project_id", "equipment_id", "region_id")


def _request(request_id: int) -> str:
    return f"service_request:{request_id}"


@when(RequestAcknowledged)
def stop_acknowledge(event: RequestAcknowledged, by: Actor) -> None:
    """A person took the matter on."""
    commands.stop(subject=_request(event.request_id), promises=["acknowledge"], moment=event.at, by=by, at=event.at)


@when(RequestTriaged)
def stop_respond_and_count_by_priority(event: RequestTriaged, by: Actor) -> None:
    """The customer has a qualified answer; the rest is counted by the priority that was found."""
    subject = _request(event.request_id)
    commands.stop(subject=subject, promises=["acknowledge", "respond"], moment=event.at, by=by, at=event.at)
    if event.needs_visit:
        commands.need_arrival(subject=subject, by=by, at=event.at)
    else:
        commands.cancel(subject=subject, promises=["arrive"], by=by, at=event.at)
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


@when(EngineerArrived)
def stop_arrive(event: EngineerArrived, by: Actor) -> None:
    """The engineer is on site; whoever is there has also taken the matter on and answered."""
    if event.request_id is not None:
        earlier = ["acknowledge", "respond", "arrive"]
        subject = _request(event.request_id)
        commands.stop(subject=subject, promises=earlier, moment=event.at, by=by, at=event.at)


@when(RequestResolved)
def stop_resolve(event: RequestResolved, by: Actor) -> None:
    """The matter is put right; nobody needs to come any more."""
    _settle_all(event.request_id, event, by)


@when(RequestClosed)
def stop_what_is_left(event: RequestClosed, by: Actor) -> None:
    """A file that is closed without having been resolved is resolved by that."""
    _settle_all(event.request_id, event, by)


def _settle_all(request_id: int, event: RequestResolved | RequestClosed, by: Actor) -> None:
    subject = _request(request_id)
    commands.cancel(subject=subject, promises=["arrive"], by=by, at=event.at)
    kept = ["acknowledge", "respond", "resolve"]
    commands.stop(subject=subject, promises=kept, moment=event.at, by=by, at=event.at)


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
def restart_resolve(event: RequestReopened, by: Actor) -> None:
    """The customer says it is not right yet: the promise goes on with the time it had left."""
    commands.restart(subject=_request(event.request_id), promises=["resolve"], by=by, at=event.at)


@when(CalendarChanged)
def recount_open_clocks(event: CalendarChanged, by: Actor) -> None:
    """Deadlines against the calendar are counted anew, batch by batch."""
    recount_calendar.defer(calendar_id=event.calendar_id, version=event.version, at=event.at.isoformat())
