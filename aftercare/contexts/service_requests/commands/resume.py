"""Let a waiting matter go on."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from aftercare.contexts.service_requests import policies
from aftercare.contexts.service_requests.commands.opening import move, root, write
from aftercare.contexts.service_requests.models import ServiceRequest
from aftercare.platform import outbox
from aftercare.platform.actor import Actor
from aftercare.published.service_requests import RequestResumed

WAIT = ("wait_reason", "wait_party", "wait_note", "held_at")


@transaction.atomic
def resume(*, request_id: int, by: Actor, at: datetime) -> ServiceRequest:
    """
    Let the matter go on.

    :raises Refused: `not_found`, `not_allowed`, `wrong_state` when it does not wait.
    """
    row = root(request_id, by=by)
    policies.may_resume(row, by=by).or_refuse()
    move(row, "resume")
    stop_waiting(row)
    write(row, *WAIT)
    outbox.publish(RequestResumed(request_id=row.pk, at=at), about=row.key, by=by)
    return row


def stop_waiting(row: ServiceRequest) -> None:
    """Forget what the request waited for."""
    row.wait_reason = row.wait_party = row.wait_note = ""
    row.held_at = None
