"""Say something about an order inside the company."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from aftercare.contexts.people import public as people
from aftercare.contexts.work_orders import policies
from aftercare.contexts.work_orders.commands.editing import root
from aftercare.contexts.work_orders.models import Comment, Mention
from aftercare.platform import outbox, wording
from aftercare.platform.actor import Actor
from aftercare.published.work_orders import WorkOrderCommented


@transaction.atomic
def comment(*, work_order_id: int, text: str, by: Actor, at: datetime) -> Comment:
    """
    Keep the comment; colleagues named with `@` are kept as references and told by a reaction.

    :raises Refused: `not_found`, `not_allowed`, `missing`, `too_long`; `cannot_mention` for a colleague who may not
        see the order, `ambiguous`, `too_many`.
    """
    order = root(work_order_id, by=by)
    policies.may_comment(order, by=by).or_refuse()
    said = wording.lines(text, field="text", limit=4000, required=True)
    named = people.mentions(said, readers=lambda: policies.readers(order))
    row = Comment.objects.create(work_order=order, text=said, author_id=by.id, author_name=by.name[:80], at=at)
    Mention.objects.bulk_create(Mention(comment=row, user_id=m.user_id, written=m.written) for m in named)
    mentions = tuple((m.user_id, m.written) for m in named)
    event = WorkOrderCommented(work_order_id=order.pk, text=said, mentions=mentions, at=at)
    outbox.publish(event, about=order.key, by=by)
    return row
