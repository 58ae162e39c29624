"""What was promised: service contracts in versions, their scope, their clauses and the times they name."""

from aftercare.contexts.contracts.models.content import Clause, ContractScope, ServiceLevel
from aftercare.contexts.contracts.models.contracts import Contracts, ServiceContract
from aftercare.contexts.contracts.models.ledger import EntitlementEntry
from aftercare.contexts.contracts.models.parts import (
    AuthorityLimit,
    ContractParty,
    Entitlement,
    EntitlementKind,
    Exclusion,
    OnSite,
    PartyRole,
)
from aftercare.contexts.contracts.models.words import Counting, HoldParty, HoldReason, Moment, Promise

__all__ = [
    "AuthorityLimit",
    "Clause",
    "ContractParty",
    "ContractScope",
    "Contracts",
    "Counting",
    "Entitlement",
    "EntitlementEntry",
    "EntitlementKind",
    "Exclusion",
    "HoldParty",
    "HoldReason",
    "Moment",
    "OnSite",
    "PartyRole",
    "Promise",
    "ServiceContract",
    "ServiceLevel",
]
