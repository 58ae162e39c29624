"""Refuse a leave."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from aftercare.contexts.people import policies
from aftercare.contexts.people.lifecycle import LEAVE
from aftercare.contexts.people.models import Leave
from aftercare.platform import outbox, rows, wording
from aftercare.platform.actor import Actor
from aftercare.published.people import LeaveRefused


@transaction.atomic
def refuse_leave(*, leave_id: int, reason: str, by: Actor, at: datetime) -> Leave:
    """
    Refuse a leave that was asked for, saying why.

    :raises Refused: `not_found`, `not_allowed`, `wrong_state`, or `missing` without a reason.
    """
    leave = rows.locked(policies.leave_visible_to(by), leave_id)
    policies.may_decide_leave(leave, by=by).or_refuse()
    leave.status = LEAVE.after(leave.status, "refuse")
    leave.answer = wording.line(reason, field="reason", limit=200, required=True)
    leave.decided_at, leave.decided_by_id = at, by.id
    leave.save(update_fields=["status", "answer", "decided_at", "decided_by"])
    told = LeaveRefused(leave_id=leave.pk, engineer_id=leave.engineer_id, reason=leave.answer, at=at)
    outbox.publish(told, about=f"engineer:{leave.engineer_id}", by=by)
    return leave
