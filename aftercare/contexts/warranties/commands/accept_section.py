"""Note that a section of a project passed its acceptance on its own."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.installed_base import public as installed_base
from aftercare.contexts.installed_base.public import ProjectCard
from aftercare.contexts.warranties.commands.projects import locked_project, passed
from aftercare.contexts.warranties.commands.settling import settle
from aftercare.contexts.warranties.models import Section
from aftercare.platform import outbox, rows, wording
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused
from aftercare.published.warranties import SectionAccepted


@transaction.atomic
def accept_section(
    *,
    project_id: int,
    section_id: int | None = None,
    name: str,
    accepted_on: date,
    location_id: int | None = None,
    occupied_on: date | None = None,
    by: Actor,
    at: datetime,
) -> Section:
    """
    Note a partial acceptance, or correct one: the warranties of the section begin with its own day.

    Early occupation is recorded beside it; it does not move the beginning by itself.
    :raises Refused: `not_found`, `not_allowed`, `invalid` for a day to come, `conflict` for a name or place taken.
    """
    card = locked_project(project_id, by=by)
    row = Section(project_id=project_id)
    if section_id is not None:
        row = rows.locked(Section.objects.filter(project_id=project_id), section_id)
    row.name = wording.line(name, field="name", limit=120, required=True)
    row.accepted_on = passed(accepted_on, card, field="accepted_on", at=at)
    row.location_id, row.occupied_on = location_id, occupied_on
    _check_occupation(row, card, at=at)
    _check_place(row)
    row.save()
    settle(project_id)
    told = SectionAccepted(project_id=project_id, section_id=row.pk, name=row.name, accepted_on=accepted_on, at=at)
    outbox.publish(told, about=installed_base.project_key(project_id), by=by)
    return row


def _check_occupation(row: Section, card: ProjectCard, *, at: datetime) -> None:
    if row.occupied_on is None:
        return
    passed(row.occupied_on, card, field="occupied_on", at=at)
    if row.occupied_on >= row.accepted_on:
        raise Refused("invalid", _("Occupied early means before the acceptance."), field="occupied_on")


def _check_place(row: Section) -> None:
    others = Section.objects.filter(project_id=row.project_id).exclude(pk=row.pk)
    if others.filter(name=row.name).exists():
        raise Refused("conflict", _("There is a section of this name already."), field="name")
    if row.location_id is None:
        return
    if row.location_id not in {node.id for node in installed_base.site_tree(row.project_id)}:
        raise Refused("unknown", _("This place is not in the project."), field="location_id")
    if others.filter(location_id=row.location_id).exists():
        raise Refused("conflict", _("This place belongs to another section already."), field="location_id")
