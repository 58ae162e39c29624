"""What ends together with a hold."""

from __future__ import annotations

from datetime import datetime

from aftercare.contexts.work_orders.models import WorkOrder


def end_holds(order: WorkOrder, *, at: datetime) -> None:
    """End the stretch in which work stood still, if there is one."""
    for stretch in order.holds.filter(until__isnull=True):
        stretch.until = max(at, stretch.since)
        stretch.save(update_fields=["until"])
