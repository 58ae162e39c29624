"""Ask to be away."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.people import policies
from aftercare.contexts.people.models import Leave
from aftercare.platform import outbox, rows
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused
from aftercare.published.people import LeaveRequested

LONGEST = timedelta(days=366)
FARTHEST = timedelta(days=2 * 366)


@transaction.atomic
def request_leave(
    *, engineer_id: int, kind: str, start_at: datetime, end_at: datetime, reason: str = "", by: Actor, at: datetime
) -> Leave:
    """
    Ask for leave, for oneself or, as a manager, for an engineer.

    :raises Refused: `not_found`, `not_allowed`, `bad_dates`, `conflict` with leave already asked for, or what is
        wrong with a field.
    """
    engineer = rows.locked(policies.visible_to(by), engineer_id)
    policies.may_request_leave(engineer, by=by).or_refuse()
    if end_at <= start_at:
        raise Refused("bad_dates", _("The leave must end after it begins."), field="end_at")
    if end_at - start_at > LONGEST:
        raise Refused("bad_dates", _("A leave lasts at most a year."), field="end_at")
    if abs(start_at - at) > FARTHEST:
        raise Refused("bad_dates", _("This date is too far away."), field="start_at")
    leave = Leave(engineer=engineer, during=DateTimeTZRange(start_at, end_at), requested_at=at)
    rows.fill(leave, {"kind": kind, "reason": reason})
    standing = (Leave.Status.REQUESTED, Leave.Status.APPROVED)
    if engineer.leaves.filter(status__in=standing, during__overlap=leave.during).exists():
        raise Refused("conflict", _("There is already leave in this time."), field="start_at")
    leave.save()
    told = LeaveRequested(
        leave_id=leave.pk, engineer_id=engineer.pk, kind=leave.kind, start_at=start_at, end_at=end_at, at=at
    )
    outbox.publish(told, about=f"engineer:{engineer.pk}", by=by)
    return leave
