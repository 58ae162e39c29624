"""Withdraw a matter."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from aftercare.contexts.service_requests import policies
from aftercare.contexts.service_requests.commands.opening import move, root, write
from aftercare.contexts.service_requests.commands.resume import WAIT, stop_waiting
from aftercare.contexts.service_requests.models import ServiceRequest
from aftercare.platform import outbox, wording
from aftercare.platform.actor import Actor
from aftercare.published.service_requests import RequestCanceled


@transaction.atomic
def cancel(*, request_id: int, reason: str, by: Actor, at: datetime) -> ServiceRequest:
    """
    Withdraw the matter.

    :raises Refused: `not_found`, `not_allowed`, `wrong_state`, `open_order` while a work order is open,
        `missing` without a reason.
    """
    row = root(request_id, by=by)
    policies.may_cancel(row, by=by).or_refuse()
    reason = wording.lines(reason, field="reason", limit=500, required=True)
    move(row, "cancel")
    stop_waiting(row)
    row.resolution, row.closed_at = reason, at
    write(row, "resolution", "closed_at", *WAIT)
    outbox.publish(RequestCanceled(request_id=row.pk, reason=reason, at=at), about=row.key, by=by)
    return row
