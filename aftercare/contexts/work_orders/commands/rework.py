"""The customer does not accept the result: the order goes back to dispatch."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from aftercare.contexts.work_orders import policies
from aftercare.contexts.work_orders.commands.editing import move, root
from aftercare.contexts.work_orders.models import WorkOrder
from aftercare.platform import outbox, wording
from aftercare.platform.actor import Actor
from aftercare.published.work_orders import WorkOrderReworked


@transaction.atomic
def rework(*, work_order_id: int, reason: str, by: Actor, at: datetime) -> WorkOrder:
    """
    Send the order back; what was found and answered so far stays.

    :raises Refused: `not_found`, `not_allowed`, `wrong_state`, `missing`.
    """
    order = root(work_order_id, by=by)
    policies.may_rework(order, by=by).or_refuse()
    why = wording.lines(reason, field="reason", limit=500, required=True)
    move(order, "rework", completed_at=None, restored_at=None)
    event = WorkOrderReworked(work_order_id=order.pk, request_id=order.request_id, reason=why, at=at)
    outbox.publish(event, about=order.key, by=by)
    return order
