"""Write down how promises ended."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from aftercare.contexts.insights.models import ClockFact, RequestFact
from aftercare.contexts.insights.rules import request_of
from aftercare.published.clocks import ClockStopped, DeadlineBroken, DeadlineSet
from aftercare.published.service_requests import RequestChanged

_MET, _CANCELED = "met", "canceled"
_USUAL_PRIORITY = 3


def note_clock_broken(event: DeadlineBroken) -> None:
    """Count a promise as broken the moment it passes; what its end said already stays."""
    request_id = request_of(event.subject)
    known = RequestFact.objects.filter(request_id=request_id or 0).values("customer_id", "priority").first()
    about: dict[str, Any] = dict(known) if known else {}
    ClockFact.objects.get_or_create(
        clock_id=event.clock_id,
        defaults={
            "subject": event.subject,
            "request_id": request_id,
            "promise": event.promise,
            "region_id": event.region_id,
            "customer_id": about.get("customer_id"),
            "priority": about.get("priority", _USUAL_PRIORITY),
            "due_at": event.due_at,
            "is_met": False,
        },
    )


def note_deadline_set(event: DeadlineSet) -> None:
    """Forget a break that a new deadline undid: the calendar was corrected, or another clause applies."""
    if event.due_at is None or event.due_at > event.at:
        ClockFact.objects.filter(clock_id=event.clock_id, stopped_at__isnull=True).delete()


def note_request_changed(event: RequestChanged) -> None:
    """Count the promises of a corrected request for the right customer and region."""
    ClockFact.objects.filter(request_id=event.request_id).update(
        customer_id=event.customer_id, region_id=event.region_id
    )


def note_clock_stopped(event: ClockStopped) -> None:
    """Write down the end of a promise; one that fell away counts neither way."""
    if event.outcome == _CANCELED:
        ClockFact.objects.filter(clock_id=event.clock_id).delete()
        return
    ClockFact.objects.update_or_create(clock_id=event.clock_id, defaults=_ended(event))


def note_past_clocks(events: Iterable[ClockStopped]) -> None:
    """Write down the ends of promises that history brought, many at once."""
    ClockFact.objects.bulk_create((ClockFact(clock_id=e.clock_id, **_ended(e)) for e in events), batch_size=2000)


def _ended(event: ClockStopped) -> dict[str, Any]:
    """Return what is written down of the end of a promise."""
    return {
        "subject": event.subject,
        "request_id": request_of(event.subject),
        "promise": event.promise,
        "region_id": event.region_id,
        "customer_id": event.customer_id,
        "priority": event.priority,
        "due_at": event.due_at,
        "stopped_at": event.at,
        "is_met": event.outcome == _MET,
        "paused_minutes": event.paused_minutes,
        "pauses": [list(pause) for pause in event.pauses],
    }
