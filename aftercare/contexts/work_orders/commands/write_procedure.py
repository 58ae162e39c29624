"""Write a standard procedure; orders planned before keep the steps they got."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.installed_base import public as installed_base
from aftercare.contexts.people import public as people
from aftercare.contexts.work_orders import policies, rules
from aftercare.contexts.work_orders.models import Kind, Procedure, ProcedureStep, StepKind
from aftercare.platform import wording
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused, not_found


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDraft:
    """One step as somebody wrote it; limits belong to numbers only."""

    text: str
    kind: str = StepKind.CHECK
    unit: str = ""
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    is_required: bool = True


@transaction.atomic
def write_procedure(
    *,
    procedure_id: int | None,
    code: str,
    name: str,
    kind: str,
    equipment_kind_id: int | None = None,
    estimated_minutes: int,
    crew_size: int = 1,
    skills: Mapping[int, int],
    certificate_kind_ids: Collection[int],
    steps: Sequence[StepDraft],
    is_active: bool = True,
    by: Actor,
    at: datetime,
) -> Procedure:
    """
    Write a new procedure (id None) or replace one, with needs and steps.

    :raises Refused: `not_allowed`, `not_found`, `conflict` for a code in use, `unknown`, `missing`, `bad_estimate`,
        `bad_crew`, `bad_skills`, `bad_step`, naming the field.
    """
    policies.may_write_procedures(by=by).or_refuse()
    row = Procedure() if procedure_id is None else Procedure.objects.select_for_update().filter(pk=procedure_id).first()
    if row is None:
        raise not_found()
    row.code = _code(code, row)
    row.name = wording.line(name, field="name", limit=120, required=True)
    if kind not in Kind.values:
        raise Refused("unknown", _("Choose what the procedure is for."), field="kind")
    if equipment_kind_id is not None and equipment_kind_id not in dict(installed_base.kind_choices()):
        raise Refused("unknown", _("Choose the kind of equipment from the list."), field="equipment_kind_id")
    row.kind, row.equipment_kind_id = kind, equipment_kind_id
    row.estimated_minutes, row.is_active = rules.check_minutes(estimated_minutes), is_active
    row.crew_size = rules.check_crew(crew_size)
    checked = [_step(step, position) for position, step in enumerate(steps, 1)]
    if len(checked) > rules.MOST_STEPS:
        raise Refused("bad_step", _("A procedure has at most 200 steps."), field="steps")
    row.save()
    _write_needs(row, rules.check_skills(skills), set(certificate_kind_ids))
    row.steps.all().delete()
    ProcedureStep.objects.bulk_create(ProcedureStep(procedure=row, **step) for step in checked)
    return row


def _code(code: str, row: Procedure) -> str:
    plain = wording.line(code, field="code", limit=32, required=True).lower()
    if slugify(plain) != plain:
        raise Refused("bad_code", _("Use small letters, figures and hyphens, for example lift-door."), field="code")
    if Procedure.objects.filter(code=plain).exclude(pk=row.pk).exists():
        raise Refused("conflict", _("Another procedure has this code."), field="code")
    return plain


def _step(step: StepDraft, position: int) -> dict[str, Any]:
    """Return a step's columns, checked."""
    if step.kind not in StepKind.values:
        raise Refused("bad_step", _("Step %(n)d: choose how it is answered.") % {"n": position}, field="steps")
    text = wording.line(step.text, field="steps", limit=200, required=True)
    is_number = step.kind == StepKind.NUMBER
    low, high = (step.minimum, step.maximum) if is_number else (None, None)
    if low is not None and high is not None and low > high:
        words = _("Step %(n)d: the upper limit is below the lower one.") % {"n": position}
        raise Refused("bad_step", words, field="steps")
    unit = wording.line(step.unit, field="steps", limit=16) if is_number else ""
    return {
        "position": position, "text": text, "kind": step.kind, "unit": unit, "minimum": low, "maximum": high,
        "is_required": step.is_required,
    }  # fmt: skip


def _write_needs(row: Procedure, skills: Mapping[int, int], certificates: set[int]) -> None:
    if not skills.keys() <= dict(people.skill_choices()).keys():
        raise Refused("unknown", _("Choose the skills from the list."), field="skills")
    if not certificates <= dict(people.certificate_choices()).keys():
        raise Refused("unknown", _("Choose the certificates from the list."), field="certificate_kind_ids")
    row.skills.all().delete()
    for skill_id, level in skills.items():
        row.skills.create(skill_id=skill_id, level=level)
    row.certificates.all().delete()
    for kind_id in certificates:
        row.certificates.create(kind_id=kind_id)
