"""Take a matter up again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from aftercare.contexts.service_requests import policies
from aftercare.contexts.service_requests.commands.opening import move, root, write
from aftercare.contexts.service_requests.models import ServiceRequest
from aftercare.platform import outbox, wording
from aftercare.platform.actor import Actor
from aftercare.published.service_requests import RequestReopened


@transaction.atomic
def reopen(*, request_id: int, reason: str, by: Actor, at: datetime) -> ServiceRequest:
    """
    Take the matter up again because it is not right yet.

    :raises Refused: `not_found`, `not_allowed`, `wrong_state`, `too_late` for a customer after fifteen days,
        `missing` without a reason.
    """
    row = root(request_id, by=by)
    policies.may_reopen(row, by=by, at=at).or_refuse()
    reason = wording.lines(reason, field="reason", limit=500, required=True)
    move(row, "reopen")
    row.restored_at = row.resolved_at = row.closed_at = None
    row.reopened_count += 1
    write(row, "restored_at", "resolved_at", "closed_at", "reopened_count")
    outbox.publish(RequestReopened(request_id=row.pk, reason=reason, at=at), about=row.key, by=by)
    return row
