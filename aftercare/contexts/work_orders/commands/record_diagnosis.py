"""What is wrong, and why: known before the repair is reported done."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.work_orders import policies
from aftercare.contexts.work_orders.commands.editing import root, write
from aftercare.contexts.work_orders.models import FailureCode, WorkOrder
from aftercare.platform import outbox, wording
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused
from aftercare.published.work_orders import WorkOrderDiagnosed


@transaction.atomic
def record_diagnosis(
    *,
    work_order_id: int,
    failure_mode_id: int,
    failure_mechanism_id: int | None = None,
    failure_cause_id: int | None = None,
    text: str = "",
    by: Actor,
    at: datetime,
) -> WorkOrder:
    """
    Record how the failure shows, the process behind it and where it came from (the three facets of ISO 14224).

    :raises Refused: `not_found`, `not_allowed`, `wrong_state`, `unknown`.
    """
    order = root(work_order_id, by=by)
    policies.may_diagnose(order, by=by).or_refuse()
    Facet = FailureCode.Facet
    write(
        order,
        failure_mode_id=_known(failure_mode_id, Facet.MODE, "failure_mode_id"),
        failure_mechanism_id=_known(failure_mechanism_id, Facet.MECHANISM, "failure_mechanism_id"),
        failure_cause_id=_known(failure_cause_id, Facet.CAUSE, "failure_cause_id"),
        diagnosis=wording.lines(text, field="text", limit=2000),
        diagnosed_at=at,
    )
    event = WorkOrderDiagnosed(
        work_order_id=order.pk, request_id=order.request_id, failure_mode_id=failure_mode_id, at=at
    )
    outbox.publish(event, about=order.key, by=by)
    return order


def _known(code_id: int | None, facet: str, field: str) -> int | None:
    """Return the code's id when it belongs to the facet."""
    if code_id is not None and not FailureCode.objects.filter(pk=code_id, facet=facet).exists():
        raise Refused("unknown", _("Choose a code from the list."), field=field)
    return code_id
