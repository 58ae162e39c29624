"""Remind a holder who does not answer."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from aftercare.contexts.settlement import policies
from aftercare.contexts.settlement.commands import opening
from aftercare.contexts.settlement.models import Retention
from aftercare.contexts.settlement.rules import terms
from aftercare.platform import outbox
from aftercare.platform.actor import Actor
from aftercare.published.settlement import ReleaseReminded


@transaction.atomic
def remind(*, retention_id: int, seen_version: int | None = None, by: Actor, at: datetime) -> Retention:
    """
    Write down that the holder was reminded; the time after which silence counts begins.

    :raises Refused: `not_found`, `stale`, `not_allowed`, `wrong_state`, `too_early`.
    """
    row = opening.root(retention_id, by=by, seen_version=seen_version)
    today = row.day(at)
    policies.may_remind(row, by=by, on=today).or_refuse()
    answer_by = terms.days_later(today, row.reminder_days)
    opening.begin(row, "remind", due_on=answer_by)
    row.reminded_on = today
    opening.write(row)
    outbox.publish(ReleaseReminded(retention_id=row.pk, answer_by=answer_by, at=at), about=row.key, by=by)
    return row
