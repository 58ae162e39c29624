"""An ask ends without a decision: taken back, or overtaken by events."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from aftercare.contexts.concessions import policies
from aftercare.contexts.concessions.commands import deciding
from aftercare.contexts.concessions.models import Concession
from aftercare.platform import outbox
from aftercare.platform.actor import Actor
from aftercare.published.concessions import ConcessionLapsed, ConcessionWithdrawn


@transaction.atomic
def withdraw(*, concession_id: int, seen_version: int | None = None, by: Actor, at: datetime) -> Concession:
    """
    Take an ask back.

    :raises Refused: `not_found`, `stale`, `not_allowed`, `wrong_state`.
    """
    row = deciding.root(concession_id, by=by, seen_version=seen_version)
    policies.may_withdraw(row, by=by).or_refuse()
    deciding.end(row, "withdraw", at=at)
    outbox.publish(ConcessionWithdrawn(concession_id=row.pk, at=at), about=row.key, by=by)
    return row


@transaction.atomic
def lapse(*, clock_id: int, by: Actor, at: datetime) -> Concession | None:
    """Let what nobody decided about a promise fall away: the promise is over. Nothing happens where nothing waits."""
    waiting = Concession.objects.filter(clock_id=clock_id, state="asked").values_list("pk", flat=True).first()
    if waiting is None:
        return None
    row = deciding.root(waiting, by=Actor.system("concessions"))
    if row.state != "asked":
        return None
    deciding.end(row, "lapse", at=max(at, row.asked_at))
    outbox.publish(ConcessionLapsed(concession_id=row.pk, at=at), about=row.key, by=by)
    return row
