"""Approve a leave."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.people import policies
from aftercare.contexts.people.lifecycle import LEAVE
from aftercare.contexts.people.models import Leave
from aftercare.platform import outbox, rows
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused
from aftercare.published.people import LeaveApproved

CLASHES = {"approved_leave_apart": Refused("conflict", _("Other leave in this time is already approved."))}


@transaction.atomic
def approve_leave(*, leave_id: int, by: Actor, at: datetime) -> Leave:
    """
    Approve a leave that was asked for.

    :raises Refused: `not_found`, `not_allowed`, `wrong_state`, or `conflict` with other approved leave.
    """
    leave = rows.locked(policies.leave_visible_to(by), leave_id)
    policies.may_decide_leave(leave, by=by).or_refuse()
    leave.status = LEAVE.after(leave.status, "approve")
    leave.decided_at, leave.decided_by_id = at, by.id
    with rows.telling(CLASHES):
        leave.save(update_fields=["status", "decided_at", "decided_by"])
    told = LeaveApproved(
        leave_id=leave.pk,
        engineer_id=leave.engineer_id,
        start_at=leave.during.lower,
        end_at=leave.during.upper,
        at=at,
    )
    outbox.publish(told, about=f"engineer:{leave.engineer_id}", by=by)
    return leave
