"""Write down that the payee got money."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from aftercare.contexts.settlement import policies, queries
from aftercare.contexts.settlement.commands import checking, opening
from aftercare.contexts.settlement.models import Movement, Retention
from aftercare.platform import outbox
from aftercare.platform.actor import Actor
from aftercare.published.settlement import RetentionPaid


@transaction.atomic
def pay(
    *,
    retention_id: int,
    paid_on: date,
    amount: Decimal | None = None,
    seen_version: int | None = None,
    by: Actor,
    at: datetime,
) -> Retention:
    """
    Write down a payment, of all that is owed unless an amount is given.

    Interest for paying late is first reckoned up to the day of payment; a payment goes to the interest, then to the
    principal (民法典 art. 561).
    :raises Refused: `not_found`, `stale`, `not_allowed`, `wrong_state`, `bad_day`, `bad_amount`, `too_much`.
    """
    row = opening.root(retention_id, by=by, seen_version=seen_version)
    policies.may_pay(row, by=by).or_refuse()
    so_far = row.account()
    checking.day(paid_on, first=so_far.since, today=row.day(at), field="paid_on")
    interest = queries.open_interest(row, so_far, on=paid_on)
    owed = so_far.payable + interest
    found = owed if amount is None else checking.amount(amount, field="amount")
    checking.not_above(found, owed, field="amount")
    if interest:
        opening.book(row, Movement.Kind.INTEREST, payable=interest, on=paid_on, by=by, at=at)
    opening.book(row, Movement.Kind.PAID, payable=-found, on=paid_on, by=by, at=at)
    opening.move(row, "pay")
    row.said_paid_amount = row.said_paid_on = None
    event = RetentionPaid(retention_id=row.pk, amount=found, interest=interest, paid_on=paid_on, at=at)
    outbox.publish(event, about=row.key, by=by)
    opening.rest(row, by=by, at=at)
    opening.write(row)
    return row
