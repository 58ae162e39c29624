"""The holder does not agree to the release."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from aftercare.contexts.settlement import policies
from aftercare.contexts.settlement.commands import opening
from aftercare.contexts.settlement.models import Retention
from aftercare.platform import outbox, wording
from aftercare.platform.actor import Actor
from aftercare.published.settlement import ReleaseObjected


@transaction.atomic
def object_to(
    *,
    retention_id: int,
    reason: str,
    evidence: bytes | None = None,
    evidence_name: str = "",
    seen_version: int | None = None,
    by: Actor,
    at: datetime,
) -> Retention:
    """
    Write down why the holder does not agree; the money stays held, and can be deducted from or asked for again.

    :raises Refused: `not_found`, `stale`, `not_allowed`, `wrong_state`, `missing` without a reason, or what is wrong
        with the file.
    """
    row = opening.root(retention_id, by=by, seen_version=seen_version)
    policies.may_object(row, by=by).or_refuse()
    why = wording.lines(reason, field="reason", limit=500, required=True)
    if evidence is not None:
        opening.prove(row, evidence, name=evidence_name, note=why, by=by, at=at)
    opening.back_to_held(row, "object", at)
    opening.write(row)
    outbox.publish(ReleaseObjected(retention_id=row.pk, reason=why, at=at), about=row.key, by=by)
    return row
