"""Note that the report was read back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from aftercare.contexts.service_requests import policies
from aftercare.contexts.service_requests.commands.opening import root, write
from aftercare.contexts.service_requests.models import ServiceRequest
from aftercare.platform import outbox
from aftercare.platform.actor import Actor
from aftercare.published.service_requests import RequestReadBack


@transaction.atomic
def read_back(*, request_id: int, by: Actor, at: datetime) -> ServiceRequest:
    """
    Note that the caller heard the report read back and agreed to it.

    :raises Refused: `not_found`, `not_allowed`, or `wrong_state` when it was read back already.
    """
    row = root(request_id, by=by)
    policies.may_read_back(row, by=by).or_refuse()
    row.read_back_at = at
    write(row, "read_back_at")
    outbox.publish(RequestReadBack(request_id=row.pk, at=at), about=row.key, by=by)
    return row
