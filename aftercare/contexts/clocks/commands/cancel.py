"""Promises fall away."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from aftercare.contexts.clocks import facts
from aftercare.contexts.clocks.commands.ending import end_holds
from aftercare.contexts.clocks.commands.settling import remember, settle
from aftercare.contexts.clocks.models import Clock
from aftercare.platform.actor import Actor


@transaction.atomic
def cancel(*, subject: str, ends: Iterable[str] | None = None, by: Actor, at: datetime) -> list[Clock]:
    """Let the open clocks of a record fall away, all or those counted to these moments: neither kept nor broken."""
    wanted = None if ends is None else set(ends)
    found = [c for c in facts.of_subject(subject) if not c.is_over and (wanted is None or c.ends in wanted)]
    before = remember(found)
    for clock in found:
        clock.state = Clock.State.CANCELED
        clock.stopped_at = max(at, clock.started_at)
        end_holds(clock, clock.stopped_at)
    settle(found, before=before, reason="canceled", by=by, at=at)
    return found
