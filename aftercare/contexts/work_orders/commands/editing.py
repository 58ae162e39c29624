"""What every verb begins and ends with: the locked order, and its one way to be written."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext_lazy as _

from aftercare.contexts.work_orders import policies
from aftercare.contexts.work_orders.lifecycle import WORK_ORDER
from aftercare.contexts.work_orders.models import WorkOrder
from aftercare.platform import live, search
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused, not_found

# What lists and the day board listen to.
TOPIC = "work_orders:all"


def root(work_order_id: int, *, by: Actor, seen_version: int | None = None) -> WorkOrder:
    """
    Return the order, locked until the transaction ends.

    :raises Refused: `not_found` also for one the actor may not see; `stale` when it changed since it was seen.
    """
    if not policies.visible_to(by).filter(pk=work_order_id).exists():
        raise not_found()
    order = WorkOrder.objects.locked(work_order_id)
    if seen_version is not None and seen_version != order.version:
        raise Refused("stale", _("Somebody changed this order in the meantime; reload and decide again."))
    return order


def lock_orders(work_order_ids: Collection[int]) -> None:
    """Lock many orders until the transaction ends, in the order in which everybody locks them; rights are checked."""
    rows = WorkOrder.objects.filter(pk__in=work_order_ids).select_for_update(of=("self",))
    list(rows.order_by("pk").values_list("pk"))


def move(order: WorkOrder, verb: str, **fields: Any) -> WorkOrder:
    """
    Put the order where the verb leads, and write the fields with it.

    :raises Refused: `wrong_state`.
    """
    return write(order, status=WORK_ORDER.after(order.status, verb), **fields)


def write(order: WorkOrder, **fields: Any) -> WorkOrder:
    """Write the changed columns and count the change."""
    for name, value in fields.items():
        setattr(order, name, value)
    order.version += 1
    order.save(update_fields=[*fields, "version"])
    live.tell(TOPIC, {"id": order.pk})
    return order


def index(order: WorkOrder) -> None:
    """Bring the order's search words up to date."""
    said = (order.number, order.subject, order.description, order.place, order.contact_name, order.contact_phone)
    named = (
        order.customer.name if order.customer else "",
        order.project.name if order.project else "",
        f"{order.equipment.number} {order.equipment.name} {order.equipment.serial}" if order.equipment else "",
    )
    WorkOrder.objects.filter(pk=order.pk).update(search=search.vector(*said, *named))
