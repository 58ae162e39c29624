"""Facts follow events; each reaction may run again, or late, and leaves the same facts."""

from __future__ import annotations

from collections.abc import Callable

from aftercare.contexts.insights import commands
from aftercare.contexts.insights.rules import request_of
from aftercare.contexts.work_orders import public as work_orders
from aftercare.platform.actor import Actor
from aftercare.platform.outbox import when
from aftercare.published.clocks import ClockStopped, DeadlineBroken, DeadlineSet
from aftercare.published.feedback import SurveyAnswered, SurveySent
from aftercare.published.service_requests import (
    RequestAcknowledged,
    RequestCanceled,
    RequestChanged,
    RequestClosed,
    RequestHeld,
    RequestMerged,
    RequestRegistered,
    RequestReopened,
    RequestResolved,
    RequestResumed,
    RequestTriaged,
)
from aftercare.published.visits import EngineerArrived
from aftercare.published.work_orders import (
    WorkOrderCanceled,
    WorkOrderCompleted,
    WorkOrderCorrected,
    WorkOrderDiagnosed,
    WorkOrderOpened,
)

RequestEvent = (
    RequestRegistered
    | RequestAcknowledged
    | RequestTriaged
    | RequestHeld
    | RequestResumed
    | RequestResolved
    | RequestClosed
    | RequestReopened
    | RequestMerged
    | RequestCanceled
)


@when(
    RequestRegistered, RequestAcknowledged, RequestTriaged, RequestHeld, RequestResumed, RequestResolved,
    RequestClosed, RequestReopened, RequestMerged, RequestCanceled,
)  # fmt: skip
def refresh_request(event: RequestEvent, by: Actor) -> None:
    """Write the request down as it is now."""
    commands.refresh_requests(request_ids=[event.request_id])


@when(RequestChanged)
def follow_correction(event: RequestChanged, by: Actor) -> None:
    """Count the request and its promises for the right customer and region."""
    commands.refresh_requests(request_ids=[event.request_id])
    commands.note_request_changed(event)


@when(DeadlineSet)
def follow_deadline(event: DeadlineSet, by: Actor) -> None:
    """Keep the promised end of the request, and forget a break the new deadline undid."""
    commands.note_deadline_set(event)
    if request_id := request_of(event.subject):
        commands.refresh_requests(request_ids=[request_id])


@when(DeadlineBroken)
def count_broken_promise(event: DeadlineBroken, by: Actor) -> None:
    """Count the broken promise at once."""
    commands.note_clock_broken(event)


@when(ClockStopped)
def count_ended_promise(event: ClockStopped, by: Actor) -> None:
    """Count how the promise ended."""
    commands.note_clock_stopped(event)


@when(WorkOrderOpened)
def note_opened_order(event: WorkOrderOpened, by: Actor) -> None:
    """Write the order down with its place and equipment."""
    card = work_orders.order_card(event.work_order_id)
    commands.note_order_opened(
        event, region_id=card.region_id, customer_id=card.customer_id, equipment_id=card.equipment_id
    )


@when(WorkOrderCorrected)
def correct_order(event: WorkOrderCorrected, by: Actor) -> None:
    """Count the order for the right customer, region and equipment."""
    commands.note_order_corrected(event)


@when(WorkOrderDiagnosed)
def look_for_repeat(event: WorkOrderDiagnosed, by: Actor) -> None:
    """Restate the earlier fix that did not last."""
    commands.note_order_diagnosed(event)


@when(WorkOrderCompleted)
def note_completed_order(event: WorkOrderCompleted, by: Actor) -> None:
    """Write the completed order down."""
    commands.note_order_completed(event)


@when(WorkOrderCanceled)
def forget_canceled_order(event: WorkOrderCanceled, by: Actor) -> None:
    """Take back what the withdrawn order said."""
    commands.note_order_canceled(event)


@when(EngineerArrived)
def note_arrival(event: EngineerArrived, by: Actor) -> None:
    """Keep the arrival for the order, and the request's own first arrival."""
    commands.note_order_arrival(event)
    if event.request_id:
        commands.refresh_requests(request_ids=[event.request_id])


@when(SurveySent)
def note_sent_survey(event: SurveySent, by: Actor) -> None:
    """Count the customer as asked."""
    commands.note_survey_sent(event)


@when(SurveyAnswered)
def note_answer(event: SurveyAnswered, by: Actor) -> None:
    """Write the answer down."""
    commands.note_survey_answered(event)


_system = Actor.system("figures")
# What a rebuild replays; requests are read as they are and need no replay.
REPLAY: dict[str, Callable[..., None]] = {
    event.__name__: lambda event, reaction=reaction: reaction(event, _system)
    for event, reaction in {
        DeadlineSet: lambda event, by: commands.note_deadline_set(event),
        RequestChanged: lambda event, by: commands.note_request_changed(event),
        DeadlineBroken: count_broken_promise,
        ClockStopped: count_ended_promise,
        WorkOrderOpened: note_opened_order,
        WorkOrderCorrected: correct_order,
        WorkOrderDiagnosed: look_for_repeat,
        WorkOrderCompleted: note_completed_order,
        WorkOrderCanceled: forget_canceled_order,
        EngineerArrived: lambda event, by: commands.note_order_arrival(event),
        SurveySent: note_sent_survey,
        SurveyAnswered: note_answer,
    }.items()
}
