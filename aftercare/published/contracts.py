"""What happens to contracts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractInForce:
    """A contract binds from now on; new requests get its promises."""

    contract_id: int
    number: str
    customer_id: int | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractEnded:
    """A contract was ended before its day."""

    contract_id: int
    number: str
    customer_id: int | None
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractAmended:
    """A new version takes the place of another from a day on; what is judged already keeps its version."""

    contract_id: int
    amends_id: int
    number: str
    version: int
    amendment: str
    reason: str
    customer_id: int | None
    starts_on: date
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EntitlementUsed:
    """Part of what a contract includes was used (negative: taken back); what is chargeable went beyond it."""

    contract_id: int
    entry_id: int
    kind: str
    quantity: Decimal
    chargeable: Decimal
    subject: str
    at: datetime
