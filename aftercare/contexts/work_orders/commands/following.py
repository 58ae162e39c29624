"""What the order takes over from its request."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from aftercare.contexts.service_requests import public as service_requests
from aftercare.contexts.work_orders.commands.cancel import cancel
from aftercare.contexts.work_orders.commands.editing import index, root, write
from aftercare.contexts.work_orders.lifecycle import NOT_BEGUN
from aftercare.contexts.work_orders.models import WorkOrder
from aftercare.platform import outbox
from aftercare.platform.actor import Actor
from aftercare.published.work_orders import WorkOrderCorrected

_WHOSE = ("customer_id", "project_id", "equipment_id", "region_id", "coverage")
_WHERE = ("place", "lat", "lon", "zone")
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


@transaction.atomic
def follow_correction(*, request_id: int, fields: Sequence[str], by: Actor, at: datetime) -> int:
    """
    Take over what was corrected on the request into its open orders; return how many changed.

    Where to go stays as it is once somebody is at work there.
    """
    card = service_requests.request_card(request_id)
    ids = WorkOrder.objects.open().filter(request_id=request_id).order_by("pk").values_list("pk", flat=True)
    return sum(_correct(root(pk, by=by), card, fields, by=by, at=at) for pk in ids if card)


def _correct(
    order: WorkOrder, card: service_requests.RequestCard, fields: Sequence[str], *, by: Actor, at: datetime
) -> bool:
    names = _WHOSE + (_WHERE if order.status in NOT_BEGUN else ())
    said: dict[str, Any] = {name: getattr(card, name) for name in names if name in fields}
    if order.status in NOT_BEGUN:
        said |= {
            own: getattr(card, theirs)
            for own, theirs in (("contact_name", "caller_name"), ("contact_phone", "caller_phone"))
            if theirs in fields
        }
    said = {name: value for name, value in said.items() if getattr(order, name) != value}
    if not said:
        return False
    write(order, **said)
    order.refresh_from_db()
    index(order)
    corrected = WorkOrderCorrected(
        work_order_id=order.pk, request_id=order.request_id, region_id=order.region_id, customer_id=order.customer_id,
        equipment_id=order.equipment_id, at=at,
    )  # fmt: skip
    outbox.publish(corrected, about=order.key, by=by)
    return True
