"""Say how much a record used of a contract, once or again."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from aftercare.contexts.contracts.commands.consume import consume, reverse
from aftercare.contexts.contracts.consumption import standing_entry
from aftercare.contexts.contracts.models import EntitlementEntry
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused


@transaction.atomic
def state_use(
    *,
    contract_id: int | None,
    kind: str,
    quantity: Decimal,
    used_on: date,
    subject: str,
    note: str = "",
    by: Actor,
    at: datetime,
) -> bool:
    """
    Let what a record used of an entitlement be this much; return whether that changed anything.

    The same again changes nothing. Another quantity takes the entry before back and makes a new one, zero only takes
    back; nothing is lost from the ledger. The caller holds the record's lock. `contract_id` None: no contract pays.
    :raises Refused: as `consume` and `reverse` do, `no_contract` when there is something to enter and none pays.
    """
    standing = standing_entry(kind, subject)
    if standing is not None and standing.quantity == quantity and quantity:
        return False
    if standing is not None:
        why = _("Corrected")
        reverse(contract_id=standing.contract_id, entry_id=standing.pk, reason=why, by=by, at=at)
    if quantity:
        if contract_id is None:
            raise Refused("no_contract", _("No service contract pays for this."))
        consume(
            contract_id=contract_id, kind=kind, quantity=quantity, used_on=used_on, subject=subject, note=note,
            is_correction=standing is not None or _was_entered(kind, subject), by=by, at=at,
        )  # fmt: skip
    return standing is not None or bool(quantity)


def _was_entered(kind: str, subject: str) -> bool:
    return EntitlementEntry.objects.filter(kind=kind, subject=subject, reverses=None).exists()
