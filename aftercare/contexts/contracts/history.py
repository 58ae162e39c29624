"""The versions of a contract, the latest first, each with what it changed."""

from __future__ import annotations

from dataclasses import dataclass

from aftercare.contexts.contracts import policies
from aftercare.contexts.contracts.comparing import Change, changes
from aftercare.contexts.contracts.listings import standing_of
from aftercare.contexts.contracts.models import ServiceContract
from aftercare.platform.actor import Actor

MOST = 20


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version as the contract's page shows it."""

    row: ServiceContract
    standing: str
    changes: list[Change]


def of(contract: ServiceContract, *, by: Actor) -> list[VersionLine]:
    """Return the versions of a contract the party may see, the latest first."""
    family = contract.family().filter(pk__in=policies.visible_to(by)).select_related("calendar")
    rows = list(family.order_by("-version")[:MOST])
    known = {row.pk: row for row in rows}
    return [VersionLine(row, standing_of(row), _changed(known.get(row.amends_id or 0), row)) for row in rows]


def _changed(before: ServiceContract | None, row: ServiceContract) -> list[Change]:
    return [] if before is None else changes(before, row)
