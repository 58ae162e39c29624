"""Trades, papers, kinds of equipment and trouble, failure codes, procedures."""

from __future__ import annotations

from typing import Any

from aftercare.contexts.installed_base.models import EquipmentKind, PartKind
from aftercare.contexts.people.models import CertificateKind, Skill
from aftercare.contexts.service_requests.models import RequestCategory
from aftercare.contexts.warranties.models import CitySeason
from aftercare.contexts.work_orders.models import (
    FailureCode,
    Procedure,
    ProcedureCertificate,
    ProcedureSkill,
    ProcedureStep,
)
from aftercare.demo.company import data


def make() -> None:
    """Fill the registers."""
    told = data.read("reference")
    Skill.objects.bulk_create(
        Skill(code=code, name=name, group=group) for code, (name, group) in told["skills"].items()
    )
    CertificateKind.objects.bulk_create(
        CertificateKind(code=code, name=name) for code, name in told["certificates"].items()
    )
    EquipmentKind.objects.bulk_create(
        EquipmentKind(
            code=code, name=name, group=group, part_kind=told["warranted_as"].get(code, PartKind.INSTALLATION)
        )
        for code, (name, group, *_rest) in told["equipment"].items()
    )
    RequestCategory.objects.bulk_create(
        RequestCategory(
            code=code,
            group=group,
            name=name,
            questions=questions,
            needs_equipment=needs,
            part_kind=told["concerns"].get(code, ""),
        )
        for code, (group, name, questions, needs) in told["categories"].items()
    )
    CitySeason.objects.bulk_create(
        CitySeason(city=city, kind=kind, first=first, last=last)
        for city, seasons in told["seasons"].items()
        for kind, (first, last) in seasons.items()
    )
    FailureCode.objects.bulk_create(
        FailureCode(facet=facet, code=code, name=name)
        for facet, names in told["failure"].items()
        for code, name in names.items()
    )
    for declared in told["procedure"]:
        _procedure(declared)


def _procedure(declared: dict[str, Any]) -> None:
    kind = declared.get("equipment")
    procedure = Procedure.objects.create(
        code=declared["code"],
        name=declared["name"],
        kind=declared["kind"],
        equipment_kind=EquipmentKind.objects.get(code=kind) if kind else None,
        estimated_minutes=declared["minutes"],
        crew_size=declared.get("crew", 1),
    )
    for code, level in declared["skills"].items():
        ProcedureSkill.objects.create(procedure=procedure, skill=Skill.objects.get(code=code), level=level)
    for code in declared["certificates"]:
        ProcedureCertificate.objects.create(procedure=procedure, kind=CertificateKind.objects.get(code=code))
    ProcedureStep.objects.bulk_create(
        _step(procedure, position, *step) for position, step in enumerate(declared["steps"], start=1)
    )


def _step(
    procedure: Procedure, position: int, text: str, kind: str, unit: str = "", least: Any = None, most: Any = None
) -> ProcedureStep:
    return ProcedureStep(
        procedure=procedure, position=position, text=text, kind=kind, unit=unit, minimum=least, maximum=most
    )
