"""Which contract pays for an order, and on which day what it used was used."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from django.conf import settings

from aftercare.contexts.contracts import public as contracts
from aftercare.contexts.service_requests import public as service_requests
from aftercare.contexts.work_orders.models import WorkOrder


def paying_contract(order: WorkOrder) -> int | None:
    """Return the service contract that pays for the order; none where a warranty or the customer does."""
    card = service_requests.request_card(order.request_id) if order.request_id is not None else None
    return card.contract_id if card is not None and card.coverage == "service_contract" else None


def done_on(order: WorkOrder) -> date:
    """Return the day on which the work was done, by the company's calendar."""
    if order.completed_at is None:
        raise ValueError("the work is not done")
    return order.completed_at.astimezone(ZoneInfo(settings.TIME_ZONE)).date()


def parts_use(order: WorkOrder) -> contracts.PartsUse | None:
    """Return the parts a contract includes for a done order, and what was stated; None where there is none of both."""
    if order.completed_at is None:
        return None
    return contracts.parts_use(contract_id=paying_contract(order), on=done_on(order), subject=order.key)
