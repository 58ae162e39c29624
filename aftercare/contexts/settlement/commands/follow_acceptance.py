"""Let the defect-liability period follow the day completion was accepted."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from aftercare.contexts.settlement.commands import opening
from aftercare.contexts.settlement.models import Retention
from aftercare.contexts.settlement.rules import terms
from aftercare.platform.actor import Actor


@transaction.atomic
def follow_acceptance(*, retention_id: int, by: Actor, at: datetime) -> Retention:
    """Reckon the end of the period from the project's day as it stands now; people are told anew when it is over."""
    row = opening.root(retention_id, by=by)
    until = terms.liable_until(row.project.completion_accepted_on, row.defect_months)
    if until != row.liable_until:
        row.liable_until = until
        if row.status == Retention.Status.HELD:
            row.told_at = None
        opening.write(row, "liable_until")
    return row
