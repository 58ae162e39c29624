"""What the order takes over from its request."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from aftercare.contexts.work_orders.commands.cancel import cancel
from aftercare.contexts.work_orders.lifecycle import NOT_BEGUN
from aftercare.contexts.work_orders.models import WorkOrder
from aftercare.platform.actor import Actor

PROMISES = {"arrive": "arrive_by", "resolve": "resolve_by"}


def note_promise(*, request_id: int, promise: str, due_at: datetime | None) -> int:
    """Keep the moment a promise must be kept by on the request's open orders; return how many changed."""
    column = PROMISES.get(promise)
    if column is None:
        return 0
    rows = WorkOrder.objects.open().filter(request_id=request_id).exclude(**{column: due_at})
    return rows.update(**{column: due_at})


@transaction.atomic
def cancel_not_begun(*, request_id: int, reason: str, spare_follow_ups: bool = False, by: Actor, at: datetime) -> int:
    """Call off the request's orders that nobody began, the follow-ups too unless spared; return how many."""
    rows = WorkOrder.objects.filter(request_id=request_id, status__in=NOT_BEGUN)
    if spare_follow_ups:
        rows = rows.filter(follow_up_of__isnull=True)
    ids = rows.order_by("pk").values_list("pk", flat=True)
    for work_order_id in ids:
        cancel(work_order_id=work_order_id, reason=reason, by=by, at=at)
    return len(ids)
