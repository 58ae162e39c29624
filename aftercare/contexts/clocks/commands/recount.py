"""Count anew after a calendar changed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from aftercare.contexts.clocks import facts
from aftercare.contexts.clocks.commands.settling import remember, settle
from aftercare.contexts.clocks.models import Clock
from aftercare.platform.actor import Actor

BATCH = 500


@transaction.atomic
def recount(*, calendar_id: int, version: int, by: Actor, at: datetime, limit: int = BATCH) -> int:
    """
    Reckon open clocks that were counted by an earlier version of the calendar; return how many.

    Call it again until none is left; what was counted by this version already is left alone.
    """
    behind = Clock.objects.filter(
        calendar_id=calendar_id, state__in=["running", "paused"], calendar_version__lt=version
    )
    clocks = facts.locked(behind.order_by("id")[:limit])
    before = remember(clocks)
    settle(clocks, before=before, reason="calendar_changed", by=by, at=at, note=f"v{version}")
    return len(clocks)
