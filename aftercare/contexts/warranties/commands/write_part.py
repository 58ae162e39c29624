"""Add a part somebody is liable for."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.installed_base.public import PartKind
from aftercare.contexts.organisations import public as organisations
from aftercare.contexts.warranties.commands.projects import locked_project
from aftercare.contexts.warranties.commands.settling import settle
from aftercare.contexts.warranties.models import Section, WarrantyPart
from aftercare.platform import wording
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused


@transaction.atomic
def write_part(
    *,
    project_id: int,
    kind: str,
    name: str = "",
    section_id: int | None = None,
    liable_id: int | None = None,
    contract_until: date | None = None,
    note: str = "",
    by: Actor,
    at: datetime,
) -> WarrantyPart:
    """
    Add a part of a project, or of one of its sections; its term follows from law, acceptance and contract.

    :raises Refused: `not_found`, `not_allowed`, `unknown` or `conflict` naming the field.
    """
    locked_project(project_id, by=by)
    if kind not in PartKind.values:
        raise Refused("unknown", _("Choose the kind of part from the list."), field="kind")
    name = wording.line(name, field="name", limit=120) or str(PartKind(kind).label)
    check_about(project_id, section_id, liable_id, by=by)
    section = Section.objects.get(pk=section_id) if section_id is not None else None
    if WarrantyPart.objects.filter(project_id=project_id, section=section, kind=kind, name=name).exists():
        raise Refused("conflict", _("This part is in the file already."), field="name")
    row = WarrantyPart.objects.create(
        project_id=project_id, section=section, kind=kind, name=name, liable_id=liable_id,
        contract_until=contract_until, note=wording.line(note, field="note", limit=500),
    )  # fmt: skip
    settle(project_id)
    row.refresh_from_db()
    return row


def check_about(project_id: int, section_id: int | None, liable_id: int | None, *, by: Actor) -> None:
    """
    Refuse a section of another project and an organisation nobody knows.

    :raises Refused: `unknown`.
    """
    if section_id is not None and not Section.objects.filter(pk=section_id, project_id=project_id).exists():
        raise Refused("unknown", _("This section is not one of the project."), field="section_id")
    if liable_id is not None and organisations.organisation_card(liable_id) is None:
        raise Refused("unknown", _("Choose the liable party from the list."), field="liable_id")
