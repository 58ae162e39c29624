"""Keep the promised moments on the request, as its clocks say."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from aftercare.contexts.clocks import public as clocks
from aftercare.contexts.service_requests.models import ServiceRequest

DUE = ("due_at", "next_due_at", "next_promise")


@transaction.atomic
def note_deadlines(*, request_id: int) -> None:
    """Read the request's clocks again and keep when it must be resolved and which promise comes next."""
    row = ServiceRequest.objects.locked(request_id)
    refresh(row, clocks.deadlines(row.key))


def refresh(row: ServiceRequest, deadlines: Iterable[clocks.Deadline]) -> None:
    """Write the promised moments of a request the caller has locked or just made."""
    deadlines = list(deadlines)
    running = [(d.due_at, d.promise) for d in deadlines if d.state == "running" and d.due_at is not None]
    resolve = next((d for d in deadlines if d.promise == "resolve" and d.state != "canceled"), None)
    before = (row.due_at, row.next_due_at, row.next_promise)
    if resolve is not None:
        row.due_at = resolve.due_at
    row.next_due_at, row.next_promise = min(running, default=(None, ""))
    if before != (row.due_at, row.next_due_at, row.next_promise):
        row.save(update_fields=DUE)
