"""Write down orders: opened, arrived at, diagnosed, completed; and restate a fix that did not last."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import F, Q
from django.db.models.functions import Least

from aftercare.contexts.insights.models import OrderFact
from aftercare.contexts.insights.rules import REPEAT_WITHIN
from aftercare.published.visits import EngineerArrived
from aftercare.published.work_orders import (
    WorkOrderCanceled,
    WorkOrderCompleted,
    WorkOrderCorrected,
    WorkOrderDiagnosed,
    WorkOrderOpened,
)


def note_order_opened(
    event: WorkOrderOpened, *, region_id: int | None, customer_id: int | None, equipment_id: int | None
) -> None:
    """Write down a new order with what it is about."""
    OrderFact.objects.update_or_create(
        work_order_id=event.work_order_id,
        defaults={
            "number": event.number,
            "kind": event.kind,
            "request_id": event.request_id,
            "is_planned_follow_up": event.follow_up_of_id is not None,
            "region_id": region_id,
            "customer_id": customer_id,
            "equipment_id": equipment_id,
            "opened_at": event.at,
        },
    )


def note_order_corrected(event: WorkOrderCorrected) -> None:
    """Count the order for the right customer, region and equipment."""
    OrderFact.objects.filter(work_order_id=event.work_order_id).update(
        region_id=event.region_id, customer_id=event.customer_id, equipment_id=event.equipment_id
    )


def note_order_arrival(event: EngineerArrived) -> None:
    """Keep the first arrival with the promise it had to meet."""
    fact = _fact(event.work_order_id, event.at)
    OrderFact.objects.filter(Q(arrived_at__isnull=True) | Q(arrived_at__gt=event.at), pk=fact.pk).update(
        arrived_at=event.at, promised_by=event.promised_by
    )


def note_order_diagnosed(event: WorkOrderDiagnosed) -> None:
    """Know the failure mode, and restate the order it repeats."""
    fact = _fact(event.work_order_id, event.at)
    OrderFact.objects.filter(pk=fact.pk).update(failure_mode_id=event.failure_mode_id)
    _restate(fact.pk)


def note_order_completed(event: WorkOrderCompleted) -> None:
    """Write down the completion; done again after rework, the last one counts."""
    OrderFact.objects.filter(pk=_fact(event.work_order_id, event.at).pk).update(
        number=event.number,
        kind=event.kind,
        request_id=event.request_id,
        is_planned_follow_up=event.follow_up_of_id is not None,
        region_id=event.region_id,
        customer_id=event.customer_id,
        equipment_id=event.equipment_id,
        category_id=event.category_id,
        failure_mode_id=event.failure_mode_id,
        visits=event.visits,
        completed_at=event.at,
        opened_at=Least(F("opened_at"), event.at),
    )
    _restate(OrderFact.objects.values_list("pk", flat=True).get(work_order_id=event.work_order_id))


def note_order_canceled(event: WorkOrderCanceled) -> None:
    """Take back what a withdrawn order said about an earlier fix."""
    OrderFact.objects.filter(repeated_by_id=event.work_order_id).update(repeated_by_id=None)
    OrderFact.objects.filter(work_order_id=event.work_order_id, completed_at__isnull=True).delete()


def _fact(work_order_id: int, at: datetime) -> OrderFact:
    """Return the order's row; events may arrive before the one that opened it."""
    fact, _made = OrderFact.objects.get_or_create(work_order_id=work_order_id, defaults={"opened_at": at})
    return fact


def _restate(pk: int) -> None:
    """
    Mark the fix this order repeats, and mark this order when a later one repeats it.

    A planned follow-up continues an order; it is no repeat of it.
    """
    fact = OrderFact.objects.get(pk=pk)
    if fact.equipment_id is None or fact.failure_mode_id is None:
        return
    same: dict[str, Any] = {"equipment_id": fact.equipment_id, "failure_mode_id": fact.failure_mode_id}
    others = OrderFact.objects.filter(**same).exclude(pk=pk)
    if not fact.is_planned_follow_up:
        window = (fact.opened_at - REPEAT_WITHIN, fact.opened_at)
        others.filter(completed_at__range=window, repeated_by_id__isnull=True).update(repeated_by_id=fact.work_order_id)
    if fact.completed_at is not None:
        window = (fact.completed_at, fact.completed_at + REPEAT_WITHIN)
        later = others.filter(opened_at__range=window, is_planned_follow_up=False).order_by("opened_at").first()
        OrderFact.objects.filter(pk=pk).update(repeated_by_id=later.work_order_id if later else None)
