"""What the product does by itself: an order for a triaged request, planned where nothing is missing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from aftercare.contexts.installed_base import public as installed_base
from aftercare.contexts.service_requests import public as service_requests
from aftercare.contexts.work_orders import policies, rules
from aftercare.contexts.work_orders.commands.editing import root, write
from aftercare.contexts.work_orders.commands.open import open as open_order
from aftercare.contexts.work_orders.commands.plan import plan
from aftercare.contexts.work_orders.models import Procedure, WorkOrder
from aftercare.platform.actor import Actor

ITSELF = "work_orders"


@transaction.atomic
def open_for_request(*, request_id: int, by: Actor, at: datetime) -> WorkOrder | None:
    """
    Open the order a request needs, unless one is open already, and plan it where nothing is missing.

    An open one not begun yet takes over the request's new priority and coverage; None when there is nothing to do.
    """
    card = service_requests.request_card(request_id)
    if card is None or card.status in {"resolved", "closed", "canceled", "merged"}:
        return None
    known = WorkOrder.objects.open().filter(request_id=request_id).order_by("pk").first()
    if known is not None:
        order = root(known.pk, by=by)
        return write(order, priority=card.priority, coverage=card.coverage, category_id=card.category_id)
    order = open_order(kind=rules.kind_for(card.kind), request_id=request_id, by=by, at=at)
    return plan_if_ready(order, at=at)


def plan_if_ready(order: WorkOrder, *, like: WorkOrder | None = None, at: datetime) -> WorkOrder:
    """Plan the order by its best procedure, or like another order; it stays a draft when facts are missing."""
    if not policies.is_ready(order):
        return order
    found = None if like else suggested_procedure(order)
    source = found or like
    return plan(
        work_order_id=order.pk,
        procedure_id=found.pk if found else None,
        estimated_minutes=found.estimated_minutes if found else order.estimated_minutes,
        crew_size=source.crew_size if source else None,
        skills=_levels(source),
        certificate_kind_ids=[row.kind_id for row in source.certificates.all()] if source else [],
        by=Actor.system(ITSELF),
        at=at,
    )


def _levels(source: Procedure | WorkOrder | None) -> Mapping[int, int]:
    return {need.skill_id: need.level for need in source.skills.all()} if source else {}


def suggested_procedure(order: WorkOrder) -> Procedure | None:
    """Return the standard procedure for this order, or None."""
    card = installed_base.equipment_card(order.equipment_id) if order.equipment_id else None
    rows = Procedure.objects.filter(is_active=True, kind=order.kind)
    facts = [
        rules.ProcedureFacts(id=pk, kind=kind, equipment_kind_id=equipment_kind_id)
        for pk, kind, equipment_kind_id in rows.values_list("pk", "kind", "equipment_kind_id")
    ]
    best = rules.best_procedure(facts, kind=order.kind, equipment_kind_id=card.kind_id if card else None)
    return Procedure.objects.get(pk=best.id) if best else None
