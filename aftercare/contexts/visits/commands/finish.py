"""The work is done and checked by the one who did it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.dispatch import public as dispatch
from aftercare.contexts.visits import policies, rules
from aftercare.contexts.visits.commands.opening import visit_and_order
from aftercare.contexts.visits.commands.paying import paying_contract
from aftercare.contexts.visits.commands.record_work import refuse_undiagnosed
from aftercare.contexts.visits.lifecycle import VISIT
from aftercare.contexts.visits.models import Visit
from aftercare.contexts.work_orders import public as work_orders
from aftercare.platform import outbox, wording
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused
from aftercare.published.visits import VisitDone


@transaction.atomic
def finish(
    *,
    visit_id: int,
    work_done: str,
    parts_used: str,
    self_check: Mapping[str, bool],
    leftovers: str,
    by: Actor,
    at: datetime,
) -> Visit:
    """
    Say the work is done: what was done, used, checked, and what is left over for another visit.

    :raises Refused: `not_found`, `not_allowed`, `assists` for who only helps, `wrong_state` unless on site,
        `not_diagnosed`, `missing`, `self_check_open`, or `checklist_open` from the order.
    """
    visit = visit_and_order(visit_id, by=by)
    policies.may(visit, "finish", by=by).or_refuse()
    refuse_undiagnosed(visit)
    done = wording.lines(work_done, field="work_done", limit=4000)
    if not done:
        raise Refused("missing", _("Write what you did."), field="work_done")
    answers = {name: self_check.get(name) is True for name in rules.SELF_CHECKS}
    if rules.missing_checks(answers):
        raise Refused("self_check_open", _("Confirm every point of the self-check."), field="self_check")
    visit.advance(
        VISIT.after(visit.status, "finish"),
        done_at=at,
        work_done=done,
        parts_used=wording.lines(parts_used, field="parts_used", limit=2000),
        self_check=answers,
        leftovers=wording.lines(leftovers, field="leftovers", limit=2000),
    )
    dispatch.set_status(booking_id=visit.booking_id, status="done", by=by, at=at)
    order = visit.work_order
    work_orders.report_done(work_order_id=visit.work_order_id, result=done, by=by, at=at)
    event = VisitDone(
        visit_id=visit.pk,
        work_order_id=visit.work_order_id,
        request_id=order.request_id,
        contract_id=paying_contract(order.request_id),
        number=order.number,
        minutes=max(0, (at - visit.arrived_at) // timedelta(minutes=1)) if visit.arrived_at else 0,
        at=at,
    )
    outbox.publish(event, about=visit.order_key, by=by)
    return visit
