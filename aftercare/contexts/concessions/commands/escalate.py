"""Nobody decided in time: the next level is asked, at the top there is a reminder. Silence never grants."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from aftercare.contexts.clocks import public as clocks
from aftercare.contexts.concessions import mandates
from aftercare.contexts.concessions.commands import deciding
from aftercare.contexts.concessions.commands.ask import first_manned
from aftercare.contexts.concessions.commands.withdraw import lapse
from aftercare.contexts.concessions.lifecycle import CONCESSION
from aftercare.contexts.concessions.models import Concession
from aftercare.platform import outbox
from aftercare.platform.actor import Actor
from aftercare.published.concessions import ConcessionEscalated, ConcessionReminded


@transaction.atomic
def escalate(*, concession_id: int, by: Actor, at: datetime) -> bool:
    """
    Ask the next level where somebody can decide, or remind once where none is left; tell whether anything was done.

    The next level has its own time from now on, however late this is noticed: each is asked once, and none is skipped
    because nobody looked. Those asked before may still decide.

    :raises Refused: `not_found`.
    """
    row = deciding.root(concession_id, by=by)
    if row.state != "asked" or row.escalates_at is None or row.escalates_at > at:
        return False
    if clocks.standing(row.clock_id).is_over:
        return lapse(clock_id=row.clock_id, by=by, at=at) is not None
    row.state = CONCESSION.after(row.state, "escalate")
    above = first_manned(
        mandates.limits(), row.level + 1, region_id=row.request.region_id, asker_id=row.asked_by_id, at=at
    )
    if above is None:
        row.escalates_at = None
        event: ConcessionEscalated | ConcessionReminded = ConcessionReminded(
            concession_id=row.pk, level=row.level, at=at
        )
    else:
        row.level = above.level
        row.decide_by = row.escalates_at = at + timedelta(hours=above.decide_hours)
        event = ConcessionEscalated(concession_id=row.pk, level=row.level, decide_by=row.decide_by, at=at)
    _write(row)
    outbox.publish(event, about=row.key, by=by)
    return True


def _write(row: Concession) -> None:
    row.version += 1
    row.save(update_fields=["state", "level", "decide_by", "escalates_at", "version"])
