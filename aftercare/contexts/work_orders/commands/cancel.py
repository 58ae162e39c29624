"""Call an order off before work on it began."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from aftercare.contexts.work_orders import policies
from aftercare.contexts.work_orders.commands.editing import move, root
from aftercare.contexts.work_orders.commands.ending import end_holds
from aftercare.contexts.work_orders.models import WorkOrder
from aftercare.platform import outbox, wording
from aftercare.platform.actor import Actor
from aftercare.published.work_orders import WorkOrderCanceled


@transaction.atomic
def cancel(*, work_order_id: int, reason: str, by: Actor, at: datetime) -> WorkOrder:
    """
    Call the order off; its bookings fall away with it.

    :raises Refused: `not_found`, `not_allowed`, `wrong_state`, `missing`.
    """
    order = root(work_order_id, by=by)
    policies.may_cancel(order, by=by).or_refuse()
    why = wording.lines(reason, field="reason", limit=500, required=True)
    move(order, "cancel")
    end_holds(order, at=at)
    event = WorkOrderCanceled(work_order_id=order.pk, request_id=order.request_id, reason=why, at=at)
    outbox.publish(event, about=order.key, by=by)
    return order
