"""What the passing of days does to retention money: silence counts, interest grows."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from aftercare.contexts.settlement import obstacles, queries
from aftercare.contexts.settlement.commands import opening
from aftercare.contexts.settlement.commands.verify import release
from aftercare.contexts.settlement.models import Movement, Retention
from aftercare.contexts.settlement.rules import terms
from aftercare.platform import outbox
from aftercare.platform.actor import Actor
from aftercare.published.settlement import RetentionInterestAccrued


@transaction.atomic
def count_silence(*, retention_id: int, by: Actor, at: datetime) -> bool:
    """
    Let a holder's silence count as consent where that was agreed and the time is over; tell whether it did.

    It counts from the last day to answer, however late this is called. A day on which a defect is open is
    remembered: consent is not presumed before the day after.
    """
    row = opening.root(retention_id, by=by)
    today = row.day(at)
    if row.status != Retention.Status.REQUESTED or row.due_on is None or row.asked_amount is None:
        return False
    silent_on = terms.silence_counts_on(row.silence, row.due_on, row.reminded_on, row.blocked_on)
    if silent_on is None or today <= silent_on:
        return False
    if obstacles.of(row, on=today).code:
        Retention.objects.filter(pk=row.pk).exclude(blocked_on=today).update(blocked_on=today)
        return False
    release(row, row.asked_amount, on=silent_on, by_silence=True, by=by, at=at)
    return True


@transaction.atomic
def accrue(*, retention_id: int, by: Actor, at: datetime) -> Decimal:
    """
    Write down the interest that grew until the end of last month; return how much that was.

    Called twice, or a month late, it comes to the same: what is already written down is counted off.
    """
    row = opening.root(retention_id, by=by)
    through: date = terms.end_of_last_month(row.day(at))
    so_far = row.account()
    grown = queries.open_interest(row, so_far, on=through)
    if grown <= 0:
        return terms.NOTHING
    opening.book(row, Movement.Kind.INTEREST, payable=grown, on=through, by=by, at=at)
    opening.write(row)
    event = RetentionInterestAccrued(retention_id=row.pk, amount=grown, through=through, at=at)
    outbox.publish(event, about=row.key, by=by)
    return grown
