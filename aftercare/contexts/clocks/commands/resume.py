"""Note that a record goes on."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from aftercare.contexts.clocks import facts
from aftercare.contexts.clocks.commands.settling import remember, settle
from aftercare.contexts.clocks.models import Clock
from aftercare.platform.actor import Actor


@transaction.atomic
def resume(*, subject: str, source: str, until: datetime, by: Actor, at: datetime) -> list[Clock]:
    """
    End the hold of one record; a clock goes on when nothing else stops it. Without a hold nothing happens.

    A hold that began after `until` is another one and stays.
    """
    clocks = []
    found = facts.of_subject(subject)
    before = remember(found)
    for clock in found:
        for row in clock.pauses.all():
            if row.source == source and row.until is None and row.since <= until:
                row.until = until
                row.save(update_fields=["until"])
                clocks.append(clock)
    settle(clocks, before=before, reason="resumed", by=by, at=at)
    return clocks
