"""The work cannot be finished in this visit."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.dispatch import public as dispatch
from aftercare.contexts.visits import policies
from aftercare.contexts.visits.commands.opening import visit_and_order
from aftercare.contexts.visits.lifecycle import VISIT
from aftercare.contexts.visits.models import PUT_OFF, Obstacle, Visit
from aftercare.contexts.work_orders import public as work_orders
from aftercare.platform import outbox, wording
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused
from aftercare.published.visits import VisitCutShort

# Who is accountable while the order waits, unless the office decides otherwise.
PARTIES = {
    Obstacle.WAITING_PARTS: "company",
    Obstacle.NO_ACCESS: "customer",
    Obstacle.WAITING_CUSTOMER: "customer",
    Obstacle.WAITING_THIRD_PARTY: "third_party",
    Obstacle.WEATHER: "nobody",
}


@transaction.atomic
def cannot_complete(*, visit_id: int, obstacle: str, reason: str, by: Actor, at: datetime) -> Visit:
    """
    End the visit without a result: the order waits until the obstacle is gone, or cannot be completed at all.

    :raises Refused: `not_found`, `not_allowed`, `wrong_state`, `unknown_obstacle`, or `missing`.
    """
    visit = visit_and_order(visit_id, by=by)
    policies.may(visit, "cannot_complete", by=by).or_refuse()
    if obstacle not in Obstacle.values:
        raise Refused("unknown_obstacle", _("Choose what is in the way."), field="obstacle")
    why = wording.lines(reason, field="reason", limit=500)
    if not why:
        raise Refused("missing", _("Say what is missing and what should happen next."), field="reason")
    visit.advance(
        VISIT.after(visit.status, "cannot_complete"),
        obstacle=obstacle,
        cannot_complete_reason=why,
        ended_at=at,
    )
    dispatch.set_status(booking_id=visit.booking_id, status="cannot_complete", by=by, at=at)
    _tell_order(visit, by=by, at=at)
    event = VisitCutShort(
        visit_id=visit.pk,
        work_order_id=visit.work_order_id,
        request_id=visit.work_order.request_id,
        obstacle=obstacle,
        reason=visit.cannot_complete_reason,
        at=at,
    )
    outbox.publish(event, about=visit.order_key, by=by)
    return visit


def _tell_order(visit: Visit, *, by: Actor, at: datetime) -> None:
    """Put the order on hold, or give it up."""
    reason = visit.cannot_complete_reason
    if visit.obstacle in PUT_OFF:
        party = PARTIES[Obstacle(visit.obstacle)]
        work_orders.hold(
            work_order_id=visit.work_order_id, reason=visit.obstacle, party=party, note=reason, by=by, at=at
        )
    else:
        work_orders.report_not_completable(work_order_id=visit.work_order_id, reason=reason, by=by, at=at)
