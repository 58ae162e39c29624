"""Ask the holder for the money back."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from aftercare.contexts.settlement import policies
from aftercare.contexts.settlement.commands import checking, opening
from aftercare.contexts.settlement.models import Retention
from aftercare.contexts.settlement.rules import terms
from aftercare.platform import outbox
from aftercare.platform.actor import Actor
from aftercare.published.settlement import ReleaseRequested


@transaction.atomic
def request_release(
    *, retention_id: int, amount: Decimal | None = None, seen_version: int | None = None, by: Actor, at: datetime
) -> Retention:
    """
    Ask for all that is held, or part of it; the holder's time to verify begins.

    :raises Refused: `not_found`, `stale`, `not_allowed`, `wrong_state`, `not_accepted`, `too_early`, `open_defects`,
        `bad_amount`, `too_much`.
    """
    row = opening.root(retention_id, by=by, seen_version=seen_version)
    today = row.day(at)
    policies.may_request(row, by=by, on=today).or_refuse()
    held = row.account().held
    asked = held if amount is None else checking.amount(amount, field="amount")
    checking.not_above(asked, held, field="amount")
    verify_by = terms.days_later(today, row.verify_days)
    opening.begin(row, "request", due_on=verify_by)
    row.asked_amount, row.asked_on = asked, today
    opening.write(row)
    event = ReleaseRequested(retention_id=row.pk, amount=asked, verify_by=verify_by, at=at)
    outbox.publish(event, about=row.key, by=by)
    return row
