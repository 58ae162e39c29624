"""The engineer takes the job."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from aftercare.contexts.dispatch import public as dispatch
from aftercare.contexts.visits import policies
from aftercare.contexts.visits.commands.opening import visit_and_order
from aftercare.contexts.visits.lifecycle import VISIT
from aftercare.contexts.visits.models import Visit
from aftercare.platform import outbox
from aftercare.platform.actor import Actor
from aftercare.published.visits import VisitAccepted


@transaction.atomic
def accept(*, visit_id: int, by: Actor, at: datetime) -> Visit:
    """
    Take the job.

    :raises Refused: `not_found`, `not_allowed`, or `wrong_state` when it is no longer new.
    """
    visit = visit_and_order(visit_id, by=by)
    policies.may(visit, "accept", by=by).or_refuse()
    visit.advance(VISIT.after(visit.status, "accept"), accepted_at=at)
    dispatch.set_status(booking_id=visit.booking_id, status="accepted", by=by, at=at)
    event = VisitAccepted(
        visit_id=visit.pk,
        work_order_id=visit.work_order_id,
        request_id=visit.work_order.request_id,
        engineer_name=visit.engineer.name,
        at=at,
    )
    outbox.publish(event, about=visit.order_key, by=by)
    return visit
