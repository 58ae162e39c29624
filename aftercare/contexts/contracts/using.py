"""What a record used of the parts a contract includes, for the record's own page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from aftercare.contexts.contracts import consumption
from aftercare.contexts.contracts.models import EntitlementKind, ServiceContract

PARTS = EntitlementKind.PARTS_VALUE


@dataclass(frozen=True, slots=True, kw_only=True)
class PartsUse:
    """The parts a contract includes in the year of a day, and what one record was said to have used of them."""

    contract_id: int
    contract: str
    per_year: Decimal
    left: Decimal
    stated: Decimal | None = None
    chargeable: Decimal = Decimal(0)


def parts_use(*, contract_id: int | None, on: date, subject: str) -> PartsUse | None:
    """Return it for a record whose work was done on a day; None where no parts are included and nothing was stated."""
    entry = consumption.standing_entry(PARTS, subject)
    named = entry.contract_id if entry is not None else contract_id
    contract = ServiceContract.objects.filter(pk=named or 0).first()
    if contract is None:
        return None
    version = contract.family().in_force(on).select_related("original").first()
    found = consumption.of(version, on) if version is not None else None
    bar = next((bar for bar in found.bars if bar.kind == PARTS), None) if found is not None else None
    if entry is None and (bar is None or bar.id is None):
        return None
    return PartsUse(
        contract_id=(version or contract).pk,
        contract=f"{(version or contract).label} {contract.name}",
        per_year=bar.per_year if bar is not None else Decimal(0),
        left=bar.left if bar is not None else Decimal(0),
        stated=entry.quantity if entry is not None else None,
        chargeable=entry.chargeable if entry is not None else Decimal(0),
    )
