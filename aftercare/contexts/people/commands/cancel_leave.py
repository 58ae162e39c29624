"""Call a leave off."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from aftercare.contexts.people import policies
from aftercare.contexts.people.lifecycle import LEAVE
from aftercare.contexts.people.models import Leave
from aftercare.platform import outbox, rows
from aftercare.platform.actor import Actor
from aftercare.published.people import LeaveCanceled


@transaction.atomic
def cancel_leave(*, leave_id: int, by: Actor, at: datetime) -> Leave:
    """
    Call off a leave, asked for or approved.

    :raises Refused: `not_found`, `not_allowed`, or `wrong_state`.
    """
    leave = rows.locked(policies.leave_visible_to(by), leave_id)
    policies.may_cancel_leave(leave, by=by).or_refuse()
    was_approved = leave.status == Leave.Status.APPROVED
    leave.status = LEAVE.after(leave.status, "cancel")
    leave.save(update_fields=["status"])
    told = LeaveCanceled(
        leave_id=leave.pk,
        engineer_id=leave.engineer_id,
        start_at=leave.during.lower,
        end_at=leave.during.upper,
        was_approved=was_approved,
        at=at,
    )
    outbox.publish(told, about=f"engineer:{leave.engineer_id}", by=by)
    return leave
