"""Review and archive an order."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from aftercare.contexts.work_orders import policies
from aftercare.contexts.work_orders.commands.editing import move, root
from aftercare.contexts.work_orders.models import WorkOrder
from aftercare.platform import outbox
from aftercare.platform.actor import Actor
from aftercare.published.work_orders import WorkOrderClosed


@transaction.atomic
def close(*, work_order_id: int, by: Actor, at: datetime) -> WorkOrder:
    """
    Close the order after the customer accepted it.

    :raises Refused: `not_found`, `not_allowed`, `wrong_state`.
    """
    order = root(work_order_id, by=by)
    policies.may_close(order, by=by).or_refuse()
    move(order, "close", closed_at=at)
    outbox.publish(WorkOrderClosed(work_order_id=order.pk, request_id=order.request_id, at=at), about=order.key, by=by)
    return order
