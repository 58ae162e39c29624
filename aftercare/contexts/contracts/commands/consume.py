"""Enter what was used of a contract, and take an entry back."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import F, Sum
from django.utils.translation import gettext as _

from aftercare.contexts.contracts import policies
from aftercare.contexts.contracts.commands import checking
from aftercare.contexts.contracts.models import EntitlementEntry, ServiceContract
from aftercare.contexts.contracts.rules.entitlements import beyond, contract_year
from aftercare.platform import outbox, wording
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused, not_found
from aftercare.published.contracts import EntitlementUsed


@transaction.atomic
def consume(
    *,
    contract_id: int,
    kind: str,
    quantity: Decimal,
    used_on: date,
    subject: str = "",
    note: str = "",
    is_correction: bool = False,
    by: Actor,
    at: datetime,
) -> EntitlementEntry:
    """
    Enter that visits, hours or parts a contract includes were used on a day; any version may be named.

    A correction comes after an entry for the same record that was taken back. What is left is judged by the version in
    force that day. What goes beyond it is entered too, as chargeable.
    :raises Refused: `not_allowed`, `not_found`, `wrong_state` for a draft, `bad_amount`, `not_in_force` on that day,
        `not_included`, `conflict` when it was entered for this record already.
    """
    contract = checking.seen(contract_id, by=by)
    policies.may_consume(contract, by=by).or_refuse()
    checking.amount(quantity, field="quantity")
    subject = wording.line(subject, field="subject", limit=80)
    first = ServiceContract.objects.locked(contract.first_id)
    per_year = _included(contract, kind, used_on)
    turn = _turn(first, kind, subject, is_correction=is_correction)
    year = contract_year(first.starts_on, used_on)
    spent = first.ledger.filter(kind=kind, year=year).aggregate(sum=Sum(F("quantity") - F("chargeable")))["sum"]
    entry = EntitlementEntry(
        contract=first,
        kind=kind,
        year=year,
        quantity=quantity,
        chargeable=beyond(per_year, spent or Decimal(0), quantity),
        used_on=used_on,
        subject=subject,
        turn=turn,
        note=wording.line(note, field="note", limit=300),
    )
    return _enter(entry, contract, by=by, at=at)


def _turn(first: ServiceContract, kind: str, subject: str, *, is_correction: bool) -> int:
    """Return how often the record was entered with this; refuse a second time unless the one before was taken back."""
    before = first.ledger.filter(kind=kind, subject=subject, reverses=None) if subject else first.ledger.none()
    count = before.count()
    if count and not (is_correction and not before.filter(reversal=None).exists()):
        raise Refused("conflict", _("This was entered for the same record already."), field="subject")
    return count + 1


def _included(contract: ServiceContract, kind: str, on: date) -> Decimal:
    """Return what the version in force on a day includes in a year."""
    version = contract.family().in_force(on).first()
    if version is None:
        words = _("The contract is not in force on %(day)s.")
        raise Refused("not_in_force", words % {"day": on}, field="used_on")
    entitlement = version.entitlements.filter(kind=kind).first()
    if entitlement is None:
        raise Refused("not_included", _("The contract does not include this."), field="kind")
    return entitlement.per_year


@transaction.atomic
def reverse(*, contract_id: int, entry_id: int, reason: str, by: Actor, at: datetime) -> EntitlementEntry:
    """
    Take an entry back by its counter entry; both stay. Later entries keep what was chargeable about them.

    :raises Refused: `not_allowed`, `not_found`, `missing` without a reason, `conflict` when it is taken back already,
        or is itself a counter entry.
    """
    contract = checking.seen(contract_id, by=by)
    policies.may_consume(contract, by=by).or_refuse()
    first = ServiceContract.objects.locked(contract.first_id)
    entry = first.ledger.filter(pk=entry_id).first()
    if entry is None:
        raise not_found()
    if entry.reverses_id is not None or first.ledger.filter(reverses=entry).exists():
        raise Refused("conflict", _("This entry is taken back already."))
    counter = EntitlementEntry(
        contract=first,
        kind=entry.kind,
        year=entry.year,
        quantity=-entry.quantity,
        chargeable=-entry.chargeable,
        used_on=entry.used_on,
        subject=entry.subject,
        note=wording.line(reason, field="reason", limit=300, required=True),
        reverses=entry,
    )
    return _enter(counter, contract, by=by, at=at)


def _enter(entry: EntitlementEntry, contract: ServiceContract, *, by: Actor, at: datetime) -> EntitlementEntry:
    entry.by_id, entry.by_name, entry.at = by.id, by.name[:80], at
    entry.save(force_insert=True)
    event = EntitlementUsed(
        contract_id=contract.pk,
        entry_id=entry.pk,
        kind=entry.kind,
        quantity=entry.quantity,
        chargeable=entry.chargeable,
        subject=entry.subject,
        at=at,
    )
    outbox.publish(event, about=contract.key, by=by)
    return entry
