"""What is wrong, and why: before anything is repaired."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.visits import policies
from aftercare.contexts.visits.commands.opening import visit_and_order
from aftercare.contexts.visits.models import Visit
from aftercare.contexts.work_orders import public as work_orders
from aftercare.platform import wording
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused


@transaction.atomic
def diagnose(
    *,
    visit_id: int,
    failure_mode_id: int,
    failure_mechanism_id: int | None,
    failure_cause_id: int | None,
    text: str,
    by: Actor,
    at: datetime,
) -> Visit:
    """
    Record the diagnosis after ISO 14224: how it shows, the process behind it, where it came from.

    :raises Refused: `not_found`, `not_allowed`, `wrong_state` unless on site, `missing`, or what the order
        refuses, such as an unknown code.
    """
    visit = visit_and_order(visit_id, by=by)
    policies.may_record(visit, by=by).or_refuse()
    found = wording.lines(text, field="text", limit=2000)
    if not found:
        raise Refused("missing", _("Write what you found."), field="text")
    work_orders.record_diagnosis(
        work_order_id=visit.work_order_id,
        failure_mode_id=failure_mode_id,
        failure_mechanism_id=failure_mechanism_id,
        failure_cause_id=failure_cause_id,
        text=found,
        by=by,
        at=at,
    )
    visit.change(diagnosed_at=at)
    return visit
