"""Fill all facts anew from requests and recorded events."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from aftercare.contexts.insights.commands.refresh_requests import refresh_requests
from aftercare.contexts.insights.models import ClockFact, OrderFact, RequestFact, SurveyFact
from aftercare.platform.outbox.encoding import decode
from aftercare.platform.outbox.models import Event

Replay = Callable[[object], None]


@transaction.atomic
def rebuild(*, replay: dict[str, Replay], progress: Callable[[str, int], None]) -> dict[str, int]:
    """
    Empty the facts and fill them again; readers see the old ones until it is done. Return how many of each.

    `replay` says what each event does to the facts; events are replayed in the order they were recorded.
    """
    for facts in (RequestFact, ClockFact, OrderFact, SurveyFact):
        facts.objects.all().delete()
    last, requests = 0, 0
    while ids := refresh_requests(after_id=last):
        last, requests = ids[-1], requests + len(ids)
        progress("requests", requests)
    events = Event.objects.filter(name__in=list(replay)).order_by("id")
    for count, row in enumerate(events.iterator(chunk_size=2000), start=1):
        replay[row.name](decode(row))
        progress("events", count)
    return {
        "requests": requests,
        "clocks": ClockFact.objects.count(),
        "orders": OrderFact.objects.count(),
        "surveys": SurveyFact.objects.count(),
    }
