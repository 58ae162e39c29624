"""The engineer hands the job back to dispatch."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.dispatch import public as dispatch
from aftercare.contexts.visits import policies
from aftercare.contexts.visits.commands.leading import settle_lead
from aftercare.contexts.visits.commands.opening import visit_and_order
from aftercare.contexts.visits.lifecycle import VISIT
from aftercare.contexts.visits.models import Visit
from aftercare.platform import wording
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused


@transaction.atomic
def refuse(*, visit_id: int, reason: str = "", code: str = "other", by: Actor, at: datetime) -> Visit:
    """
    Hand the job back with a reason of dispatch's list; the booking tells dispatch.

    :raises Refused: `not_found`, `not_allowed`, `wrong_state` once on the way, `unknown`, or `missing` without words
        for a reason that is not on the list.
    """
    visit = visit_and_order(visit_id, by=by)
    policies.may(visit, "refuse", by=by).or_refuse()
    why = wording.line(reason, field="reason", limit=300)
    if not why and code == dispatch.RefusalReason.OTHER:
        raise Refused("missing", _("Say why you cannot take the job."), field="reason")
    visit.advance(VISIT.after(visit.status, "refuse"), refused_reason=why, ended_at=at)
    settle_lead(visit.work_order_id)
    dispatch.refuse(booking_id=visit.booking_id, reason=why, code=code, by=by, at=at)
    return visit
