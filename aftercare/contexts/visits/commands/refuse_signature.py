"""The customer does not accept what was done."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.visits import policies
from aftercare.contexts.visits.commands.opening import visit_and_order
from aftercare.contexts.visits.lifecycle import VISIT
from aftercare.contexts.visits.models import Visit
from aftercare.contexts.work_orders import public as work_orders
from aftercare.platform import outbox, wording
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused
from aftercare.published.visits import SignatureRefused


@transaction.atomic
def refuse_signature(*, visit_id: int, reason: str, by: Actor, at: datetime) -> Visit:
    """
    Take down why the customer does not accept the work; the order goes back for rework.

    :raises Refused: `not_found`, `not_allowed`, `wrong_state` unless the work is done, or `missing`.
    """
    visit = visit_and_order(visit_id, by=by)
    policies.may(visit, "refuse_signature", by=by).or_refuse()
    why = wording.lines(reason, field="reason", limit=500)
    if not why:
        raise Refused("missing", _("Write down why the customer does not accept the work."), field="reason")
    visit.advance(VISIT.after(visit.status, "refuse_signature"), rejected_reason=why, ended_at=at)
    work_orders.rework(work_order_id=visit.work_order_id, reason=why, by=by, at=at)
    event = SignatureRefused(
        visit_id=visit.pk,
        work_order_id=visit.work_order_id,
        request_id=visit.work_order.request_id,
        reason=why,
        at=at,
    )
    outbox.publish(event, about=visit.order_key, by=by)
    return visit
