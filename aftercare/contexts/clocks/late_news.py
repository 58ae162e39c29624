"""Events are handled at least once and in no certain order; what came after a hold may be known before it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from aftercare.platform import outbox

ENDS = {
    "service_request": (
        "RequestResumed",
        "RequestResolved",
        "RequestClosed",
        "RequestCanceled",
        "RequestMerged",
    ),
    "work_order": (
        "WorkOrderResumed",
        "WorkOrderCanceled",
        "WorkOrderNotCompletable",
        "WorkOrderCompleted",
        "WorkOrderAccepted",
    ),
}


def hold_ended_at(source: str, *, held_at: datetime) -> datetime | None:
    """Return when a hold of the record ended, if that has been said already."""
    names = ENDS[source.partition(":")[0]]
    return min((event.at for event in outbox.of(source, names=names) if event.at > held_at), default=None)


def said_after(subject: str, name: str, moment: datetime) -> list[datetime]:
    """Return when an event of this name about the record came after a moment, if it has been said already."""
    return sorted(event.at for event in outbox.of(subject, names=[name]) if event.at > moment)


# What tells that a promise was kept before its clock was ever started.
KEPT = {"RequestAcknowledged": {"acknowledge"}, "RequestTriaged": {"acknowledge", "respond"}}


def kept_promises(subject: str) -> set[str]:
    """Return the promises about a record that nobody needs to keep any more, as far as its own events tell."""
    kept: set[str] = set()
    for event in outbox.of(subject, names=KEPT):
        kept |= KEPT[event.name]
        if event.payload.get("needs_visit") is False:
            kept.add("arrive")
    return kept


def was_corrected_again(subject: str, fields: Collection[str], *, after: datetime) -> bool:
    """Tell whether a later correction of these fields has been said already: that one counts."""
    later = (event for event in outbox.of(subject, names=["RequestChanged"]) if event.at > after)
    return any(set(event.payload["fields"]) & set(fields) for event in later)
