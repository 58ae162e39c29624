"""Answers to the steps of the order's checklist."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from aftercare.contexts.visits import policies
from aftercare.contexts.visits.commands.opening import visit_and_order
from aftercare.contexts.visits.models import Visit
from aftercare.contexts.work_orders import public as work_orders
from aftercare.platform.actor import Actor


@transaction.atomic
def answer(
    *, visit_id: int, position: int, value: str, is_ok: bool | None, note: str, by: Actor, at: datetime
) -> Visit:
    """
    Answer one step; a number is judged against its limits by the order.

    :raises Refused: `not_found`, `not_allowed`, `wrong_state` unless on site, or what the order refuses.
    """
    visit = visit_and_order(visit_id, by=by)
    policies.may_record(visit, by=by).or_refuse()
    work_orders.answer_step(
        work_order_id=visit.work_order_id, position=position, value=value, is_ok=is_ok, note=note, by=by, at=at
    )
    return visit


@transaction.atomic
def answer_rest_ok(*, visit_id: int, by: Actor, at: datetime) -> int:
    """
    Answer every open step that only asks "in order?" with yes; return how many.

    :raises Refused: `not_found`, `not_allowed`, `wrong_state` unless on site.
    """
    visit = visit_and_order(visit_id, by=by)
    policies.may_record(visit, by=by).or_refuse()
    steps = [s for s in work_orders.checklist(visit.work_order_id) if s.kind == "check" and s.answered_at is None]
    for step in steps:
        work_orders.answer_step(
            work_order_id=visit.work_order_id, position=step.position, value="", is_ok=True, note="", by=by, at=at
        )
    return len(steps)
