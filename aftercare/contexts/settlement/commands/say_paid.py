"""The holder says that it has paid; the managers find the money, or do not."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from aftercare.contexts.settlement import policies, queries
from aftercare.contexts.settlement.commands import checking, opening
from aftercare.contexts.settlement.models import Retention
from aftercare.platform import outbox, wording
from aftercare.platform.actor import Actor
from aftercare.platform.money import Money
from aftercare.published.settlement import PaymentMissed, PaymentSaid


@transaction.atomic
def say_paid(
    *,
    retention_id: int,
    paid_on: date,
    evidence: bytes,
    evidence_name: str,
    amount: Decimal | None = None,
    seen_version: int | None = None,
    by: Actor,
    at: datetime,
) -> Retention:
    """
    Say that money was paid, with proof; all that is owed on that day unless an amount is given.

    The debt stands until the payment itself is written down (`pay`): a debtor's word does not end it.
    :raises Refused: `not_found`, `stale`, `not_allowed`, `wrong_state`, `bad_day`, `bad_amount`, `too_much`, or what is
        wrong with the file.
    """
    row = opening.root(retention_id, by=by, seen_version=seen_version)
    policies.may_say_paid(row, by=by).or_refuse()
    so_far = row.account()
    checking.day(paid_on, first=so_far.since, today=row.day(at), field="paid_on")
    owed = so_far.payable + queries.open_interest(row, so_far, on=paid_on)
    found = owed if amount is None else checking.amount(amount, field="amount")
    checking.not_above(found, owed, field="amount")
    opening.prove(row, evidence, name=evidence_name, note=f"{Money(found)} · {paid_on}", by=by, at=at)
    opening.move(row, "say_paid")
    row.said_paid_amount, row.said_paid_on = found, paid_on
    opening.write(row)
    event = PaymentSaid(retention_id=row.pk, amount=found, paid_on=paid_on, at=at)
    outbox.publish(event, about=row.key, by=by)
    return row


@transaction.atomic
def miss_payment(
    *, retention_id: int, reason: str, seen_version: int | None = None, by: Actor, at: datetime
) -> Retention:
    """
    Answer that what the holder says it has paid did not arrive; it is still owed.

    :raises Refused: `not_found`, `stale`, `not_allowed`, `wrong_state`, `missing` without a reason.
    """
    row = opening.root(retention_id, by=by, seen_version=seen_version)
    policies.may_miss_payment(row, by=by).or_refuse()
    why = wording.lines(reason, field="reason", limit=500, required=True)
    opening.move(row, "miss")
    row.said_paid_amount = row.said_paid_on = None
    opening.write(row)
    outbox.publish(PaymentMissed(retention_id=row.pk, reason=why, at=at), about=row.key, by=by)
    return row
