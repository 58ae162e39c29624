"""The promises about imported requests, reckoned by the contract the mapping declares."""

from __future__ import annotations

from collections.abc import Mapping as Table
from datetime import datetime
from typing import Any

from aftercare.contexts.calendars import commands as calendars
from aftercare.contexts.calendars.models import Calendar
from aftercare.contexts.clocks import public as clocks
from aftercare.contexts.insights import public as insights
from aftercare.contexts.service_requests.models import ServiceRequest
from aftercare.demo.history.declaring import Contract
from aftercare.demo.history.logs import Story
from aftercare.demo.history.mapping import Mapping
from aftercare.platform.actor import Actor
from aftercare.platform.outbox.encoding import encode
from aftercare.platform.outbox.models import Event

FIELDS = ("id", "number", "source_key", "priority", "region_id", "received_at", "resolved_at")


def calendar_of(mapping: Mapping, contract: Contract, *, by: Actor, at: datetime) -> int:
    """Return the calendar the contract counts in, made with the first import."""
    code = mapping.system.replace("_", "-")
    known = Calendar.objects.filter(code=code).values_list("pk", flat=True).first()
    if known is not None:
        return known
    return calendars.create(
        code=code, name=mapping.title[:80], zone=mapping.zone.key, week=contract.week, by=by, at=at
    ).pk


def promise(
    ids: list[int], mapping: Mapping, contract: Contract, stories: Table[str, Story], *, by: Actor, at: datetime
) -> None:
    """Keep what was promised about these requests, with every hold, and how it ended."""
    calendar_id = calendar_of(mapping, contract, by=by, at=at)
    rows = ServiceRequest.objects.filter(pk__in=ids).order_by("pk").values(*FIELDS)
    told = [_past(row, mapping, contract, stories.get(row["source_key"])) for row in rows]
    ended = clocks.take_over(told, calendar_id=calendar_id, by=by, at=at)
    Event.objects.bulk_create(
        Event(name=type(e).__name__, about=e.subject, payload=encode(e), actor=by.to_json(), at=e.at) for e in ended
    )
    insights.note_past_clocks(ended)


def _past(row: dict[str, Any], mapping: Mapping, contract: Contract, story: Story | None) -> clocks.PastPromise:
    began, log = row["received_at"], mapping.log
    ended, held, solved = row["resolved_at"], [], []
    if story is not None and log is not None:
        ended = story.ended_at(log)
        held = [hold for hold in story.held(log) if hold.until is None or hold.until > began]
        solved = [(since, until) for since, until in story.solved(log) if until > began]
    return clocks.PastPromise(
        subject=f"service_request:{row['id']}",
        number=row["number"],
        promise=contract.promise,
        region_id=row["region_id"],
        customer_id=None,
        priority=row["priority"],
        target_minutes=contract.targets[row["priority"]],
        counting=contract.counting,
        started_at=began,
        stopped_at=None if ended is None else max(ended, began),
        held=held,
        solved=solved,
    )
