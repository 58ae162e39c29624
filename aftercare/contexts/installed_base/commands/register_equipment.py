"""Register an installed piece of equipment and give it a label."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.installed_base import policies, rules
from aftercare.contexts.installed_base.indexing import index_equipment
from aftercare.contexts.installed_base.models import Equipment, Location, Project
from aftercare.platform import numbering, outbox, rows
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused
from aftercare.published.installed_base import EquipmentRegistered

CLASHES = {
    "equipment_serial_once": Refused(
        "conflict",
        _("Equipment of this maker and model with this serial number is already registered."),
        field="serial",
    ),
}


@transaction.atomic
def register_equipment(
    *,
    name: str,
    kind_id: int,
    project_id: int,
    location_id: int | None = None,
    maker: str = "",
    model: str = "",
    serial: str = "",
    installed_on: date | None = None,
    warranty_until: date | None = None,
    by: Actor,
    at: datetime,
) -> Equipment:
    """
    Register equipment of a project under a number such as `EQ-2026-000001`, with a label code nobody can guess.

    :raises Refused: `not_allowed`, `conflict` for a serial number in use, or what is wrong with a field.
    """
    equipment = Equipment(label_code=rules.new_label_code(), registered_at=at)
    put_in_project(equipment, project_id, by=by)
    policies.may_write(equipment.region_id, by=by).or_refuse()
    rows.fill(equipment, {"name": name, "kind_id": kind_id, "maker": maker, "model": model, "serial": serial})
    rows.fill(equipment, {"installed_on": installed_on, "warranty_until": warranty_until})
    equipment.location_id = location_id
    check_equipment(equipment)
    equipment.number = numbering.next("EQ", at)
    with rows.telling(CLASHES):
        equipment.save()
    index_equipment(Equipment.objects.filter(pk=equipment.pk))
    told = EquipmentRegistered(
        equipment_id=equipment.pk,
        number=equipment.number,
        name=equipment.name,
        project_id=equipment.project_id,
        customer_id=equipment.customer_id,
        at=at,
    )
    outbox.publish(told, about=f"equipment:{equipment.pk}", by=by)
    return equipment


def put_in_project(equipment: Equipment, project_id: int, *, by: Actor) -> None:
    """
    Let the equipment belong to the project, its customer and its region; the project cannot change meanwhile.

    :raises Refused: `invalid` for a project the actor may not see.
    """
    seen = policies.projects_visible_to(by).select_for_update(of=("self",))
    project: Project | None = seen.filter(pk=project_id).first()
    if project is None:
        raise Refused("invalid", _("There is no such project."), field="project_id")
    equipment.project = project
    equipment.customer_id, equipment.region_id = project.customer_id, project.region_id


def check_equipment(equipment: Equipment) -> None:
    """
    Refuse a place of another project, and a warranty that ended before the installation.

    :raises Refused: `invalid` or `bad_dates`.
    """
    place = equipment.location_id
    if place is not None and not Location.objects.filter(pk=place, project_id=equipment.project_id).exists():
        raise Refused("invalid", _("This place does not belong to the project."), field="location_id")
    until, since = equipment.warranty_until, equipment.installed_on
    if until is not None and since is not None and until < since:
        raise Refused("bad_dates", _("The warranty cannot end before the installation."), field="warranty_until")
