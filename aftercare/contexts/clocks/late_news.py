"""Events are handled at least once and in no certain order; what came after a hold may be known before it."""

from __future__ import annotations

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
