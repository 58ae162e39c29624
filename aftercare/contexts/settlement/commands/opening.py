"""What every verb begins and ends with: the locked retention, its ledger, and its one way to be written."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from aftercare.contexts.settlement import policies
from aftercare.contexts.settlement.lifecycle import RETENTION
from aftercare.contexts.settlement.models import Movement, Retention
from aftercare.contexts.settlement.rules.ledger import Account
from aftercare.contexts.settlement.rules.terms import NOTHING
from aftercare.platform import outbox, rows, wording
from aftercare.platform.actor import Actor
from aftercare.platform.files import documents
from aftercare.platform.files.models import Attachment
from aftercare.platform.refusal import Refused
from aftercare.published.settlement import RetentionSettled

CLASHES = {
    "movement_covered": Refused("too_much", _("Somebody was faster: there is not that much left. Reload the page."))
}
STEP = (
    "asked_amount", "asked_on", "reminded_on", "blocked_on", "due_on", "told_at", "said_paid_amount", "said_paid_on",
)  # fmt: skip


def root(retention_id: int, *, by: Actor, seen_version: int | None = None) -> Retention:
    """
    Return the retention, locked until the transaction ends.

    :raises Refused: `not_found`, or `stale` when it has changed since the page that was decided on.
    """
    row = policies.visible_to(by).locked(retention_id)
    if seen_version is not None and seen_version != row.version:
        raise Refused("stale", _("Somebody has changed this retention meanwhile; look at it again, then decide."))
    return row


def move(row: Retention, verb: str) -> None:
    """
    Put the retention where the verb leads; the present step goes on.

    :raises Refused: `wrong_state`.
    """
    row.status = RETENTION.after(row.status, verb)


def begin(row: Retention, verb: str, *, due_on: date | None = None) -> None:
    """
    Put the retention where the verb leads and begin that step, of which nobody was told yet.

    :raises Refused: `wrong_state`.
    """
    move(row, verb)
    row.reminded_on = row.blocked_on = row.told_at = row.said_paid_amount = row.said_paid_on = None
    row.due_on = due_on


def back_to_held(row: Retention, verb: str, at: datetime) -> None:
    """Put the retention back where money is held; whoever did it needs no telling of a period that is over."""
    begin(row, verb)
    row.asked_amount = row.asked_on = None
    is_over = row.liable_until is not None and row.liable_until < row.day(at)
    row.told_at = at if is_over else None


def write(row: Retention, *fields: str) -> None:
    """Write the step and the changed columns, and count the change."""
    row.version += 1
    row.save(update_fields=[*STEP, *fields, "status", "version"])


def book(
    row: Retention,
    kind: Movement.Kind,
    *,
    held: Decimal = NOTHING,
    payable: Decimal = NOTHING,
    on: date,
    reason: str = "",
    is_silent: bool = False,
    request_id: int | None = None,
    evidence: Attachment | None = None,
    by: Actor,
    at: datetime,
) -> Movement:
    """
    Write one line of the ledger.

    :raises Refused: `too_much` when a balance would fall below zero.
    """
    with rows.telling(CLASHES):
        return Movement.objects.create(
            retention=row,
            kind=kind,
            held=held,
            payable=payable,
            on=on,
            reason=reason,
            is_silent=is_silent,
            request_id=request_id,
            evidence=evidence,
            by_id=by.id,
            at=at,
        )


def prove(row: Retention, content: bytes, *, name: str, note: str, by: Actor, at: datetime) -> Attachment:
    """
    Keep evidence with the retention; the customer's own is shown to the customer.

    :raises Refused: what is wrong with the file.
    """
    words = wording.line(" ".join(note.split()), field="note", limit=500)
    shown = not by.is_staff
    return documents.add(content, subject=row.key, name=name, note=words, for_customer=shown, by=by, at=at)


def rest(row: Retention, *, by: Actor, at: datetime) -> Account:
    """Put the retention to rest when nothing is owed, and end it when nothing is held either."""
    so_far = row.account()
    if row.status == Retention.Status.PAYABLE and not so_far.payable:
        back_to_held(row, "clear", at)
    if row.status == Retention.Status.HELD and not so_far.held:
        back_to_held(row, "settle", at)
        outbox.publish(RetentionSettled(retention_id=row.pk, at=at), about=row.key, by=by)
    return so_far
