"""The customer accepts the stated result."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from aftercare.contexts.work_orders import policies
from aftercare.contexts.work_orders.commands.editing import move, root
from aftercare.contexts.work_orders.models import WorkOrder
from aftercare.platform import outbox
from aftercare.platform.actor import Actor
from aftercare.published.work_orders import WorkOrderAccepted


@transaction.atomic
def accept(*, work_order_id: int, seen_version: int | None = None, by: Actor, at: datetime) -> WorkOrder:
    """
    Record the customer's acceptance.

    :raises Refused: `not_found`, `not_allowed`, `wrong_state`, `stale`.
    """
    order = root(work_order_id, by=by, seen_version=seen_version)
    policies.may_accept(order, by=by).or_refuse()
    move(order, "accept", accepted_at=at)
    event = WorkOrderAccepted(
        work_order_id=order.pk,
        number=order.number,
        request_id=order.request_id,
        region_id=order.region_id,
        customer_id=order.customer_id,
        contact_name=order.contact_name,
        contact_phone=order.contact_phone,
        at=at,
    )
    outbox.publish(event, about=order.key, by=by)
    return order
