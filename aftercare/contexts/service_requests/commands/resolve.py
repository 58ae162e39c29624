"""Call a matter put right."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from aftercare.contexts.service_requests import policies
from aftercare.contexts.service_requests.commands.opening import move, root, write
from aftercare.contexts.service_requests.commands.resume import WAIT, stop_waiting
from aftercare.contexts.service_requests.models import ServiceRequest
from aftercare.platform import outbox, wording
from aftercare.platform.actor import Actor
from aftercare.published.service_requests import RequestResolved


@transaction.atomic
def resolve(*, request_id: int, how: str, by: Actor, at: datetime) -> ServiceRequest:
    """
    Call the matter put right, and say how.

    :raises Refused: `not_found`, `not_allowed`, `wrong_state`, `open_order` while a work order is open,
        `missing` without the how.
    """
    row = root(request_id, by=by)
    policies.may_resolve(row, by=by).or_refuse()
    row.resolution = wording.lines(how, field="how", limit=2000, required=True)
    move(row, "resolve")
    stop_waiting(row)
    row.resolved_at = max(at, row.received_at)
    write(row, "resolution", "resolved_at", *WAIT)
    outbox.publish(RequestResolved(request_id=row.pk, how=row.resolution, at=row.resolved_at), about=row.key, by=by)
    return row
