"""Who of a crew leads: the first booked, who writes, reports and takes the signature for both."""

from __future__ import annotations

from aftercare.contexts.visits.lifecycle import NOT_SET_OUT
from aftercare.contexts.visits.models import Visit
from aftercare.contexts.work_orders import public as work_orders
from aftercare.platform.actor import Actor


def settle_lead(work_order_id: int) -> Visit | None:
    """
    Let one of the crew lead; return who does, None for work of one or when nobody is left.

    Who set out as the lead keeps it; else it is the first booked. The order is locked.
    """
    crew = Visit.objects.under_way().filter(work_order_id=work_order_id, work_order__crew_size__gt=1)
    rows = list(crew.select_for_update(of=("self",)).order_by("booking_id"))
    begun = [row for row in rows if not row.is_assisting and row.status not in NOT_SET_OUT]
    lead = next(iter([*begun, *rows]), None)
    for row in rows:
        # A third who went along before the second set out may lead too; nobody loses what they have begun.
        assists = row is not lead and row not in begun
        if row.is_assisting != assists:
            row.change(is_assisting=assists)
    return lead


def lock(work_order_id: int) -> None:
    """Lock the order, as every verb does before it locks a visit."""
    work_orders.lock_order(work_order_id, by=Actor.system("visits"))
