"""What every verb begins with: the order locked, then the visit."""

from __future__ import annotations

from aftercare.contexts.visits import policies
from aftercare.contexts.visits.models import Visit
from aftercare.contexts.work_orders import public as work_orders
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import not_found


def visit_and_order(visit_id: int, *, by: Actor) -> Visit:
    """
    Return the visit, locked after its order until the transaction ends.

    Dispatch and the orders lock the order first too, so that two people never wait for each other in a ring.
    :raises Refused: `not_found`, also for one the actor may not see.
    """
    known = policies.visible_to(by).filter(pk=visit_id).values_list("work_order_id", flat=True).first()
    if known is None:
        raise not_found()
    work_orders.lock_order(known, by=by)
    return policies.visible_to(by).locked(visit_id)
