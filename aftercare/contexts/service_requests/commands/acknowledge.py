"""Take a matter on."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from aftercare.contexts.service_requests import policies
from aftercare.contexts.service_requests.commands.opening import move, root, write
from aftercare.contexts.service_requests.models import ServiceRequest
from aftercare.platform import outbox
from aftercare.platform.actor import Actor
from aftercare.published.service_requests import RequestAcknowledged


@transaction.atomic
def acknowledge(*, request_id: int, by: Actor, at: datetime) -> ServiceRequest:
    """
    Take the matter on; whoever does so handles it unless somebody else already does.

    :raises Refused: `not_found`, `not_allowed`, or `wrong_state` when somebody was quicker.
    """
    row = root(request_id, by=by)
    policies.may_acknowledge(row, by=by).or_refuse()
    move(row, "acknowledge")
    settle(row, by=by, at=at)
    write(row, "acknowledged_at", "owner")
    return row


def settle(row: ServiceRequest, *, by: Actor, at: datetime) -> None:
    """Note who took the matter on and tell the others; the caller writes the row."""
    row.acknowledged_at = max(at, row.received_at)
    row.owner_id = row.owner_id or by.id
    outbox.publish(RequestAcknowledged(request_id=row.pk, at=row.acknowledged_at), about=row.key, by=by)
