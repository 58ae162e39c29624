"""Take back a retention that was entered by mistake."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from aftercare.contexts.settlement import policies
from aftercare.contexts.settlement.commands import opening
from aftercare.contexts.settlement.models import Movement, Retention
from aftercare.platform import outbox, wording
from aftercare.platform.actor import Actor
from aftercare.published.settlement import RetentionVoided


@transaction.atomic
def void(*, retention_id: int, reason: str, seen_version: int | None = None, by: Actor, at: datetime) -> Retention:
    """
    Take the retention back; it stays readable, and its ledger ends at nothing.

    :raises Refused: `not_found`, `stale`, `not_allowed`, `wrong_state`, `missing` without a reason.
    """
    row = opening.root(retention_id, by=by, seen_version=seen_version)
    policies.may_void(row, by=by).or_refuse()
    why = wording.line(reason, field="reason", limit=300, required=True)
    opening.book(row, Movement.Kind.VOIDED, held=-row.account().held, on=row.day(at), reason=why, by=by, at=at)
    opening.begin(row, "void")
    opening.write(row)
    outbox.publish(RetentionVoided(retention_id=row.pk, reason=why, at=at), about=row.key, by=by)
    return row
