"""The engineer leaves for the site."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from aftercare.contexts.dispatch import public as dispatch
from aftercare.contexts.visits import policies
from aftercare.contexts.visits.commands.opening import visit_and_order
from aftercare.contexts.visits.lifecycle import VISIT
from aftercare.contexts.visits.models import Visit
from aftercare.contexts.work_orders import public as work_orders
from aftercare.platform import outbox
from aftercare.platform.actor import Actor
from aftercare.published.visits import EngineerSetOut


@transaction.atomic
def set_out(*, visit_id: int, by: Actor, at: datetime) -> Visit:
    """
    Set out for the site; the order is in progress from here.

    :raises Refused: `not_found`, `not_allowed`, or `wrong_state` unless the job is accepted.
    """
    visit = visit_and_order(visit_id, by=by)
    policies.may(visit, "set_out", by=by).or_refuse()
    visit.advance(VISIT.after(visit.status, "set_out"), set_out_at=at)
    dispatch.set_status(booking_id=visit.booking_id, status="traveling", by=by, at=at)
    work_orders.begin(work_order_id=visit.work_order_id, by=by, at=at)
    event = EngineerSetOut(
        visit_id=visit.pk,
        work_order_id=visit.work_order_id,
        request_id=visit.work_order.request_id,
        engineer_name=visit.engineer.name,
        at=at,
    )
    outbox.publish(event, about=visit.order_key, by=by)
    return visit
