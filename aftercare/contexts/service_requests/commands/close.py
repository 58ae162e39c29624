"""Close a file."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from aftercare.contexts.service_requests import policies
from aftercare.contexts.service_requests.commands.opening import move, root, write
from aftercare.contexts.service_requests.models import ServiceRequest
from aftercare.platform import outbox
from aftercare.platform.actor import Actor
from aftercare.published.service_requests import RequestClosed


@transaction.atomic
def close(*, request_id: int, by: Actor, at: datetime) -> ServiceRequest:
    """
    Close the file of a resolved matter.

    :raises Refused: `not_found`, `not_allowed`, `wrong_state` unless it is resolved.
    """
    row = root(request_id, by=by)
    policies.may_close(row, by=by).or_refuse()
    move(row, "close")
    row.closed_at = at
    write(row, "closed_at")
    outbox.publish(RequestClosed(request_id=row.pk, at=at), about=row.key, by=by)
    return row
