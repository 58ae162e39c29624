"""The holder agrees to the release."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from aftercare.contexts.settlement import policies
from aftercare.contexts.settlement.commands import checking, opening
from aftercare.contexts.settlement.models import Form, Movement, Retention
from aftercare.contexts.settlement.rules import terms
from aftercare.platform import outbox
from aftercare.platform.actor import Actor
from aftercare.published.settlement import ReleaseVerified


@transaction.atomic
def verify(
    *,
    retention_id: int,
    verified_on: date,
    amount: Decimal | None = None,
    seen_version: int | None = None,
    by: Actor,
    at: datetime,
) -> Retention:
    """
    Write down that the holder agreed, to all that was asked or to part of it; the time to pay begins.

    :raises Refused: `not_found`, `stale`, `not_allowed`, `wrong_state`, `open_defects`, `bad_day`, `bad_amount`,
        `too_much`.
    """
    row = opening.root(retention_id, by=by, seen_version=seen_version)
    today = row.day(at)
    policies.may_verify(row, by=by, on=today).or_refuse()
    asked = row.asked_amount or terms.NOTHING
    found = asked if amount is None else checking.amount(amount, field="amount")
    checking.not_above(found, asked, field="amount")
    checking.day(verified_on, first=row.asked_on, today=today, field="verified_on")
    release(row, found, on=verified_on, by_silence=False, by=by, at=at)
    return row


def release(row: Retention, amount: Decimal, *, on: date, by_silence: bool, by: Actor, at: datetime) -> None:
    """Let go of an amount of the locked retention: money becomes owed, a guarantee is given back and owes nothing."""
    is_money = row.form == Form.CASH
    pay_by = terms.days_later(on, row.pay_days)
    opening.begin(row, "verify", due_on=pay_by)
    opening.book(
        row,
        Movement.Kind.RELEASED,
        held=-amount,
        payable=amount if is_money else terms.NOTHING,
        on=on,
        is_silent=by_silence,
        by=by,
        at=at,
    )
    event = ReleaseVerified(
        retention_id=row.pk, amount=amount, by_silence=by_silence, pay_by=pay_by if is_money else None, at=at
    )
    outbox.publish(event, about=row.key, by=by)
    opening.rest(row, by=by, at=at)
    opening.write(row)
