"""Let the work go on."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from aftercare.contexts.work_orders import policies, rules
from aftercare.contexts.work_orders.commands.appointments import summary
from aftercare.contexts.work_orders.commands.editing import move, root
from aftercare.contexts.work_orders.commands.ending import end_holds
from aftercare.contexts.work_orders.models import WorkOrder
from aftercare.platform import outbox
from aftercare.platform.actor import Actor
from aftercare.published.work_orders import WorkOrderResumed, WorkOrderScheduled, WorkOrderUnscheduled


@transaction.atomic
def resume(*, work_order_id: int, by: Actor, at: datetime) -> WorkOrder:
    """
    End the hold; the order goes back to where its appointments say.

    :raises Refused: `not_found`, `not_allowed`, `wrong_state`.
    """
    order = root(work_order_id, by=by)
    policies.may_resume(order, by=by).or_refuse()
    states = order.appointments.values_list("state", flat=True)
    facts = summary(order)
    verb = rules.status_after_hold(states, is_whole=facts["engineers_booked"] >= order.crew_size)
    move(order, verb, **facts)
    end_holds(order, at=at)
    outbox.publish(WorkOrderResumed(work_order_id=order.pk, request_id=order.request_id, at=at), about=order.key, by=by)
    _tell_where_it_stands(order, by=by, at=at)
    return order


def _tell_where_it_stands(order: WorkOrder, *, by: Actor, at: datetime) -> None:
    """Say that the order waits for dispatch, or still has its appointment."""
    if order.status == "unscheduled":
        event = WorkOrderUnscheduled(work_order_id=order.pk, request_id=order.request_id, at=at)
        outbox.publish(event, about=order.key, by=by)
    elif order.status == "scheduled" and order.scheduled_start_at and order.scheduled_end_at:
        kept = WorkOrderScheduled(
            work_order_id=order.pk, request_id=order.request_id, engineer_name=order.engineer_name,
            start_at=order.scheduled_start_at, end_at=order.scheduled_end_at, at=at,
        )  # fmt: skip
        outbox.publish(kept, about=order.key, by=by)
