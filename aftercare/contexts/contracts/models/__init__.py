"""What was promised: service contracts in versions, their scope, their clauses and the times they name."""

from aftercare.contexts.contracts.models.content import Clause, ContractScope, ServiceLevel
from aftercare.contexts.contracts.models.contracts import Contracts, ServiceContract
from aftercare.contexts.contracts.models.words import Counting, HoldParty, HoldReason, Promise

__all__ = [
    "Clause",
    "ContractScope",
    "Contracts",
    "Counting",
    "HoldParty",
    "HoldReason",
    "Promise",
    "ServiceContract",
    "ServiceLevel",
]
