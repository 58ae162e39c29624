"""The work is done and checked; the customer has not signed yet."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.work_orders import policies
from aftercare.contexts.work_orders.commands.appointments import summary
from aftercare.contexts.work_orders.commands.editing import move, root, write
from aftercare.contexts.work_orders.models import Appointment, WorkOrder
from aftercare.platform import outbox, wording
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused
from aftercare.published.work_orders import WorkOrderCompleted


@transaction.atomic
def report_done(
    *, work_order_id: int, result: str, seen_version: int | None = None, by: Actor, at: datetime
) -> WorkOrder:
    """
    Report the work done; a second engineer of the crew who reports later only adds a word.

    :raises Refused: `not_found`, `not_allowed`, `wrong_state`, `stale`, `missing`, `not_diagnosed` for a repair
        without a diagnosis, `checklist_open` while required steps are unanswered.
    """
    order = root(work_order_id, by=by, seen_version=seen_version)
    said = wording.lines(result, field="result", limit=4000, required=True)
    is_crew_mate = order.status == "completed" and _leave_site(order, by=by)
    if is_crew_mate:
        return write(order, result=f"{order.result}\n{said}"[:4000], **summary(order))
    policies.may_report_done(order, by=by).or_refuse()
    _refuse_unfinished(order)
    _leave_site(order, by=by)
    facts = summary(order)
    facts["visit_count"] = max(1, facts["visit_count"])
    move(order, "report_done", result=said, completed_at=at, restored_at=order.restored_at or at, **facts)
    outbox.publish(_told(order, at), about=order.key, by=by)
    return order


def _leave_site(order: WorkOrder, *, by: Actor) -> bool:
    """End the actor's own appointment; tell whether one was underway."""
    if by.engineer_id is None:
        return False
    mine = order.appointments.filter(engineer_id=by.engineer_id, state=Appointment.State.UNDERWAY).first()
    if mine is None:
        return False
    mine.state = Appointment.State.OVER
    mine.save(update_fields=["state"])
    return True


def _refuse_unfinished(order: WorkOrder) -> None:
    """Refuse a repair nobody diagnosed, and one with open steps."""
    if order.needs_diagnosis and order.diagnosed_at is None:
        raise Refused("not_diagnosed", _("Record the diagnosis first: a repair without a known cause comes back."))
    first = order.checklist.filter(is_required=True, answered_at__isnull=True).first()
    if first is not None:
        words = _("Answer the required steps first; the next one is: %(step)s") % {"step": first.text}
        raise Refused("checklist_open", words)


def _told(order: WorkOrder, at: datetime) -> WorkOrderCompleted:
    return WorkOrderCompleted(
        work_order_id=order.pk,
        number=order.number,
        kind=order.kind,
        request_id=order.request_id,
        follow_up_of_id=order.follow_up_of_id,
        region_id=order.region_id,
        customer_id=order.customer_id,
        equipment_id=order.equipment_id,
        category_id=order.category_id,
        failure_mode_id=order.failure_mode_id,
        visits=order.visit_count,
        at=at,
    )
