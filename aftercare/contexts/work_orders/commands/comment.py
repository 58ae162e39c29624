"""Say something about an order inside the company."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from aftercare.contexts.work_orders import policies
from aftercare.contexts.work_orders.commands.editing import root
from aftercare.contexts.work_orders.models import Comment
from aftercare.platform import outbox, wording
from aftercare.platform.actor import Actor
from aftercare.published.work_orders import WorkOrderCommented


@transaction.atomic
def comment(*, work_order_id: int, text: str, by: Actor, at: datetime) -> Comment:
    """
    Keep the comment.

    :raises Refused: `not_found`, `not_allowed`, `missing`, `too_long`.
    """
    order = root(work_order_id, by=by)
    policies.may_comment(order, by=by).or_refuse()
    said = wording.lines(text, field="text", limit=4000, required=True)
    row = Comment.objects.create(work_order=order, text=said, author_id=by.id, author_name=by.name[:80], at=at)
    outbox.publish(WorkOrderCommented(work_order_id=order.pk, text=said, at=at), about=order.key, by=by)
    return row
