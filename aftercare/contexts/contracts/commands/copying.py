"""Carry what one contract says over to another that is drawn up from it."""

from __future__ import annotations

from aftercare.contexts.contracts.models import Clause, ContractScope, ServiceContract, ServiceLevel

KEPT = ("name", "customer_id", "calendar_id", "is_default", "warn_percent", "note")


def successor(before: ServiceContract, **given: object) -> ServiceContract:
    """Make a draft that says what another contract says; `given` are the columns that differ."""
    kept = {name: getattr(before, name) for name in KEPT}
    contract = ServiceContract.objects.create(**{**kept, "number": before.number, **given})
    _clauses(before, contract)
    ContractScope.objects.bulk_create(
        ContractScope(contract=contract, project_id=row.project_id, equipment_id=row.equipment_id)
        for row in before.scope.order_by("pk")
    )
    return contract


def _clauses(before: ServiceContract, contract: ServiceContract) -> None:
    """Copy the clauses, and the times that rest on them."""
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
            pausing_reasons=row.pausing_reasons,
        )
        for row in before.levels.order_by("pk")
    )
