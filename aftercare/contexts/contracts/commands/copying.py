"""Carry what one contract says over to another that is drawn up from it."""

from __future__ import annotations

from aftercare.contexts.contracts.models import (
    AuthorityLimit,
    Clause,
    ContractParty,
    ContractScope,
    Entitlement,
    Exclusion,
    ServiceContract,
    ServiceLevel,
)

KEPT = (
    "name",
    "customer_id",
    "calendar_id",
    "is_default",
    "warn_percent",
    "note",
    "responsible_id",
    "remind_days",
    "pack",
)


def successor(before: ServiceContract, **given: object) -> ServiceContract:
    """Make a draft that says what another contract says; `given` are the columns that differ."""
    kept = {name: getattr(before, name) for name in KEPT}
    contract = ServiceContract.objects.create(**{**kept, "number": before.number, **given})
    clause_ids = _clauses(before, contract)
    Exclusion.objects.bulk_create(
        Exclusion(contract=contract, name=row.name, clause_id=clause_ids[row.clause_id])
        for row in before.exclusions.order_by("pk")
    )
    ContractScope.objects.bulk_create(
        ContractScope(contract=contract, project_id=row.project_id, equipment_id=row.equipment_id)
        for row in before.scope.order_by("pk")
    )
    ContractParty.objects.bulk_create(
        ContractParty(contract=contract, organisation_id=row.organisation_id, role=row.role)
        for row in before.parties.order_by("pk")
    )
    AuthorityLimit.objects.bulk_create(
        AuthorityLimit(contract=contract, decision=row.decision, amount=row.amount) for row in before.limits.all()
    )
    Entitlement.objects.bulk_create(
        Entitlement(contract=contract, kind=row.kind, per_year=row.per_year) for row in before.entitlements.all()
    )
    return contract


def _clauses(before: ServiceContract, contract: ServiceContract) -> dict[int, int]:
    """Copy the clauses, and the times that rest on them; return the copy's id of each clause."""
    old = list(before.clauses.order_by("pk"))
    made = Clause.objects.bulk_create(
        Clause(contract=contract, number=row.number, title=row.title, text=row.text) for row in old
    )
    clause_ids = {row.pk: copy.pk for row, copy in zip(old, made, strict=True)}
    ServiceLevel.objects.bulk_create(
        ServiceLevel(
            contract=contract,
            clause_id=clause_ids[row.clause_id],
            priority=row.priority,
            promise=row.promise,
            target_minutes=row.target_minutes,
            counting=row.counting,
            begins=row.begins,
            ends=row.ends,
            pausing_reasons=row.pausing_reasons,
        )
        for row in before.levels.order_by("pk")
    )
    return clause_ids
