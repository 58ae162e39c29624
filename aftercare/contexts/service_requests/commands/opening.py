"""What every verb begins and ends with: the locked request, and its one way to be written."""

from __future__ import annotations

from aftercare.contexts.service_requests import policies
from aftercare.contexts.service_requests.lifecycle import REQUEST
from aftercare.contexts.service_requests.models import ServiceRequest
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import not_found


def root(request_id: int, *, by: Actor) -> ServiceRequest:
    """
    Return the request, locked until the transaction ends.

    :raises Refused: `not_found` also for one the actor may not see.
    """
    row = ServiceRequest.objects.locked(request_id)
    if not policies.sees(row, by=by):
        raise not_found()
    return row


def move(row: ServiceRequest, verb: str) -> None:
    """
    Put the request where the verb leads.

    :raises Refused: `wrong_state`.
    """
    row.status = REQUEST.after(row.status, verb)


def write(row: ServiceRequest, *fields: str) -> None:
    """Write the changed columns and count the change."""
    row.version += 1
    row.save(update_fields=[*fields, "status", "version"])
