"""Answer one step of the checklist."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from aftercare.contexts.work_orders import policies, rules
from aftercare.contexts.work_orders.commands.editing import root
from aftercare.contexts.work_orders.models import ChecklistItem
from aftercare.platform import wording
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import not_found


@transaction.atomic
def answer_step(
    *,
    work_order_id: int,
    position: int,
    value: str = "",
    is_ok: bool | None = None,
    note: str = "",
    by: Actor,
    at: datetime,
) -> ChecklistItem:
    """
    Keep what was found; a number is judged by the step's limits. A later answer replaces an earlier one.

    :raises Refused: `not_found`, `not_allowed`, `wrong_state` unless work is in progress, `missing`, `bad_number`.
    """
    order = root(work_order_id, by=by)
    policies.may_answer(order, by=by).or_refuse()
    item = order.checklist.filter(position=position).first()
    if item is None:
        raise not_found()
    said = wording.line(value, field="value", limit=500)
    answer = rules.judge(item.kind, said, is_ok, minimum=item.minimum, maximum=item.maximum)
    item.value, item.is_ok = answer.value, answer.is_ok
    item.note = wording.lines(note, field="note", limit=500)
    item.answered_at, item.answered_by = at, by.name[:80]
    item.save(update_fields=["value", "is_ok", "note", "answered_at", "answered_by"])
    return item
