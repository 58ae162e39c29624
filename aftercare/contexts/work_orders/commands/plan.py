"""Make an order ready for dispatch: what is to be done, by what procedure, by whom it can be done."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.people import public as people
from aftercare.contexts.work_orders import policies, rules
from aftercare.contexts.work_orders.commands.appointments import follow
from aftercare.contexts.work_orders.commands.editing import index, move, root
from aftercare.contexts.work_orders.models import CertificateNeed, ChecklistItem, Procedure, SkillNeed, WorkOrder
from aftercare.platform import outbox, wording
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused
from aftercare.published.work_orders import WorkOrderPlanned, WorkOrderReplanned

_LINES = {"subject": 200, "place": 200, "contact_name": 80, "contact_phone": 32}


@transaction.atomic
def plan(
    *,
    work_order_id: int,
    procedure_id: int | None = None,
    estimated_minutes: int,
    crew_size: int | None = None,
    skills: Mapping[int, int],
    certificate_kind_ids: Collection[int],
    earliest_at: datetime | None = None,
    description: str | None = None,
    seen_version: int | None = None,
    by: Actor,
    at: datetime,
    **corrections: Any,
) -> WorkOrder:
    """
    Settle task, procedure, time and needs; the order waits for dispatch, or keeps the appointment it has.

    Without a `crew_size` a new procedure says how many must go; else it stays as it is.
    `corrections` may set subject, place, contact_name, contact_phone, region_id and priority.
    :raises Refused: `not_found`, `not_allowed`, `wrong_state`, `stale`, `incomplete`, `unknown`, `has_answers`,
        `bad_estimate`, `bad_crew`, `bad_skills`, `bad_moment`, naming the field.
    """
    order = root(work_order_id, by=by, seen_version=seen_version)
    policies.may_plan(order, by=by).or_refuse()
    fields = _corrected(corrections, by=by)
    if description is not None:
        fields["description"] = wording.lines(description, field="description", limit=10_000)
    fields["estimated_minutes"] = rules.check_minutes(estimated_minutes)
    fields["earliest_at"] = rules.check_earliest(earliest_at, at=at)
    before, crew_before = order.procedure_id, order.crew_size
    fields["procedure_id"] = _known(procedure_id)
    fields["crew_size"] = _crew(crew_size, order, fields["procedure_id"])
    had_appointment = order.status == "scheduled"
    move(order, "plan", cannot_complete_reason="", **fields)
    policies.is_ready(order).or_refuse()
    _write_needs(order, rules.check_skills(skills), set(certificate_kind_ids))
    if order.procedure_id != before:
        _write_checklist(order)
    index(order)
    told = WorkOrderReplanned if had_appointment else WorkOrderPlanned
    outbox.publish(told(work_order_id=order.pk, request_id=order.request_id, at=at), about=order.key, by=by)
    # Who is booked already may be the whole crew now, or no longer.
    return order if order.crew_size == crew_before else follow(order, is_news=False, by=by, at=at)


def _corrected(corrections: Mapping[str, Any], *, by: Actor) -> dict[str, Any]:
    """Return the corrected facts; None leaves one as it is."""
    given = {name: value for name, value in corrections.items() if value is not None}
    if strange := given.keys() - {*_LINES, "region_id", "priority"}:
        raise TypeError(f"a plan does not set {', '.join(sorted(strange))}")
    fields: dict[str, Any] = {
        name: wording.line(given[name], field=name, limit=limit, required=name == "subject")
        for name, limit in _LINES.items()
        if name in given
    }
    if "region_id" in given:
        if people.region_card(given["region_id"]) is None:
            raise Refused("unknown", _("Choose the region from the list."), field="region_id")
        policies.may_open(by=by, region_id=given["region_id"]).or_refuse()
        fields["region_id"] = given["region_id"]
    if "priority" in given:
        if given["priority"] not in range(1, 5):
            raise Refused("bad_priority", _("Choose a priority from 1 to 4."), field="priority")
        fields["priority"] = given["priority"]
    return fields


def _known(procedure_id: int | None) -> int | None:
    if procedure_id is not None and not Procedure.objects.filter(pk=procedure_id, is_active=True).exists():
        raise Refused("unknown", _("Choose a procedure that is in use."), field="procedure_id")
    return procedure_id


def _crew(size: int | None, order: WorkOrder, procedure_id: int | None) -> int:
    """
    Return how many engineers must go together.

    :raises Refused: `bad_crew`.
    """
    if size is not None:
        return rules.check_crew(size)
    if procedure_id is None or procedure_id == order.procedure_id:
        return order.crew_size
    return Procedure.objects.values_list("crew_size", flat=True).get(pk=procedure_id)


def _write_needs(order: WorkOrder, skills: Mapping[int, int], certificates: set[int]) -> None:
    """
    Replace the skills and certificates the order asks for.

    :raises Refused: `unknown`.
    """
    if not skills.keys() <= dict(people.skill_choices()).keys():
        raise Refused("unknown", _("Choose the skills from the list."), field="skills")
    if not certificates <= dict(people.certificate_choices()).keys():
        raise Refused("unknown", _("Choose the certificates from the list."), field="certificate_kind_ids")
    order.skills.exclude(skill_id__in=skills).delete()
    for skill_id, level in skills.items():
        SkillNeed.objects.update_or_create(work_order=order, skill_id=skill_id, defaults={"level": level})
    order.certificates.exclude(kind_id__in=certificates).delete()
    for kind_id in certificates:
        CertificateNeed.objects.get_or_create(work_order=order, kind_id=kind_id)


def _write_checklist(order: WorkOrder) -> None:
    """
    Put the procedure's steps onto the order.

    :raises Refused: `has_answers` when steps of the former procedure are answered already.
    """
    if order.checklist.filter(answered_at__isnull=False).exists():
        words = _("Steps of the present procedure are answered already; it cannot be exchanged.")
        raise Refused("has_answers", words, field="procedure_id")
    order.checklist.all().delete()
    steps = order.procedure.steps.all()[: rules.MOST_STEPS] if order.procedure else []
    copied = ("position", "text", "kind", "unit", "minimum", "maximum", "is_required")
    ChecklistItem.objects.bulk_create(
        ChecklistItem(work_order=order, **{name: getattr(step, name) for name in copied}) for step in steps
    )
