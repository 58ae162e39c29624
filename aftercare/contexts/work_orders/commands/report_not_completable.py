"""The work cannot be completed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from aftercare.contexts.work_orders import policies
from aftercare.contexts.work_orders.commands.editing import move, root
from aftercare.contexts.work_orders.commands.ending import end_holds
from aftercare.contexts.work_orders.models import WorkOrder
from aftercare.platform import outbox, wording
from aftercare.platform.actor import Actor
from aftercare.published.work_orders import WorkOrderNotCompletable


@transaction.atomic
def report_not_completable(*, work_order_id: int, reason: str, by: Actor, at: datetime) -> WorkOrder:
    """
    Give the order up with the reason; it may be planned anew or called off.

    :raises Refused: `not_found`, `not_allowed`, `wrong_state`, `missing`.
    """
    order = root(work_order_id, by=by)
    policies.may_report_not_completable(order, by=by).or_refuse()
    why = wording.lines(reason, field="reason", limit=500, required=True)
    move(order, "report_not_completable", cannot_complete_reason=why)
    end_holds(order, at=at)
    event = WorkOrderNotCompletable(work_order_id=order.pk, request_id=order.request_id, reason=why, at=at)
    outbox.publish(event, about=order.key, by=by)
    return order
