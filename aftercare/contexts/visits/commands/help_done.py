"""Whoever helped leaves: no report of their own, the time counts all the same."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from aftercare.contexts.dispatch import public as dispatch
from aftercare.contexts.visits import policies
from aftercare.contexts.visits.commands.opening import visit_and_order
from aftercare.contexts.visits.commands.paying import paying_contract
from aftercare.contexts.visits.lifecycle import VISIT
from aftercare.contexts.visits.models import Visit
from aftercare.platform import outbox
from aftercare.platform.actor import Actor
from aftercare.published.visits import VisitAssisted


@transaction.atomic
def help_done(*, visit_id: int, by: Actor, at: datetime) -> Visit:
    """
    End the part of whoever helps; the partner goes on, or has reported for both.

    :raises Refused: `not_found`, `not_allowed`, `leads` for who leads the job, `wrong_state` unless on site.
    """
    visit = visit_and_order(visit_id, by=by)
    policies.may(visit, "help_done", by=by).or_refuse()
    return leave(visit, by=by, at=at)


def leave(visit: Visit, *, by: Actor, at: datetime) -> Visit:
    """Let the helper leave and tell the others; rights are checked by the caller."""
    ended_at = max(at, visit.arrived_at or at)
    visit.advance(VISIT.after(visit.status, "help_done"), done_at=ended_at, ended_at=ended_at)
    dispatch.set_status(booking_id=visit.booking_id, status="done", by=by, at=at)
    order = visit.work_order
    event = VisitAssisted(
        visit_id=visit.pk,
        work_order_id=visit.work_order_id,
        request_id=order.request_id,
        contract_id=paying_contract(order.request_id),
        number=order.number,
        engineer_name=visit.engineer.name,
        minutes=(ended_at - visit.arrived_at) // timedelta(minutes=1) if visit.arrived_at else 0,
        at=at,
    )
    outbox.publish(event, about=visit.order_key, by=by)
    return visit
