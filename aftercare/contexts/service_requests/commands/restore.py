"""Note that it can be used again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from aftercare.contexts.service_requests import policies
from aftercare.contexts.service_requests.commands.opening import root, write
from aftercare.contexts.service_requests.models import ServiceRequest
from aftercare.platform import outbox, wording
from aftercare.platform.actor import Actor
from aftercare.published.service_requests import RequestRestored


@transaction.atomic
def restore(*, request_id: int, how: str, by: Actor, at: datetime) -> ServiceRequest:
    """
    Note that the customer can use it again, by a provisional measure if need be; the matter itself stays open.

    :raises Refused: `not_found`, `not_allowed`, `wrong_state` also when it is usable again already, `missing` without
        the how.
    """
    row = root(request_id, by=by)
    policies.may_restore(row, by=by).or_refuse()
    how = wording.lines(how, field="how", limit=500, required=True)
    row.restored_at = max(at, row.received_at)
    write(row, "restored_at")
    outbox.publish(RequestRestored(request_id=row.pk, how=how, at=row.restored_at), about=row.key, by=by)
    return row
