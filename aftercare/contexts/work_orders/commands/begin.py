"""Somebody is on the way or at work."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from aftercare.contexts.work_orders import policies
from aftercare.contexts.work_orders.commands.appointments import summary
from aftercare.contexts.work_orders.commands.editing import move, root
from aftercare.contexts.work_orders.models import Appointment, WorkOrder
from aftercare.platform import outbox
from aftercare.platform.actor import Actor
from aftercare.published.work_orders import WorkOrderBegun


@transaction.atomic
def begin(*, work_order_id: int, by: Actor, at: datetime) -> WorkOrder:
    """
    Begin the work; the second engineer of a crew joins in and nothing is told twice.

    :raises Refused: `not_found`, `not_allowed`, `wrong_state`.
    """
    order = root(work_order_id, by=by)
    policies.may_begin(order, by=by).or_refuse()
    if by.engineer_id is not None:
        booked = order.appointments.filter(engineer_id=by.engineer_id, state=Appointment.State.BOOKED)
        if first := booked.order_by("start_at").first():
            first.state = Appointment.State.UNDERWAY
            first.save(update_fields=["state"])
    was_begun = order.status == "in_progress"
    move(order, "begin", begun_at=order.begun_at or at, **summary(order))
    if not was_begun:
        outbox.publish(
            WorkOrderBegun(work_order_id=order.pk, request_id=order.request_id, at=at), about=order.key, by=by
        )
    return order
