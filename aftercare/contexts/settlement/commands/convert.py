"""Put a guarantee in the place of money held back."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from aftercare.contexts.settlement import policies
from aftercare.contexts.settlement.commands import checking, opening
from aftercare.contexts.settlement.commands.checking import Guarantee
from aftercare.contexts.settlement.models import Form, Movement, Retention
from aftercare.contexts.settlement.rules import terms
from aftercare.platform import outbox
from aftercare.platform.actor import Actor
from aftercare.published.settlement import RetentionConverted


@transaction.atomic
def convert(
    *,
    retention_id: int,
    guarantee: Guarantee,
    converted_on: date,
    seen_version: int | None = None,
    by: Actor,
    at: datetime,
) -> Retention:
    """
    Let a bank guarantee stand for all that is held (138号 art. 5 and 7); the money itself is then to be paid out.

    :raises Refused: `not_found`, `stale`, `not_allowed`, `wrong_state`, `bad_day`, `too_short`, or what is wrong with
        a field.
    """
    row = opening.root(retention_id, by=by, seen_version=seen_version)
    policies.may_convert(row, by=by).or_refuse()
    pledge = checking.guarantee(guarantee, row.liable_until) or guarantee
    last = row.movements.order_by("-pk").values_list("on", flat=True).first()
    checking.day(converted_on, first=last, today=row.day(at), field="converted_on")
    held = row.account().held
    pay_by = terms.days_later(converted_on, row.pay_days)
    opening.begin(row, "convert", due_on=pay_by)
    row.form = Form.GUARANTEE
    row.guarantee_bank, row.guarantee_number, row.guarantee_until = pledge.bank, pledge.number, pledge.until
    opening.book(
        row,
        Movement.Kind.CONVERTED,
        payable=held,
        on=converted_on,
        reason=f"{pledge.bank} {pledge.number}",
        by=by,
        at=at,
    )
    opening.write(row, "form", "guarantee_bank", "guarantee_number", "guarantee_until")
    event = RetentionConverted(retention_id=row.pk, amount=held, bank=pledge.bank, pay_by=pay_by, at=at)
    outbox.publish(event, about=row.key, by=by)
    return row
