"""Change the facts about a piece of equipment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.installed_base import policies
from aftercare.contexts.installed_base.commands.register_equipment import CLASHES, check_equipment, put_in_project
from aftercare.contexts.installed_base.indexing import index_equipment
from aftercare.contexts.installed_base.models import Equipment
from aftercare.platform import outbox, rows
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused
from aftercare.published.installed_base import EquipmentChanged

CHANGEABLE = (
    "name",
    "kind_id",
    "maker",
    "model",
    "serial",
    "status",
    "installed_on",
    "warranty_until",
    "location_id",
)


@transaction.atomic
def change_equipment(*, equipment_id: int, changes: Mapping[str, Any], by: Actor, at: datetime) -> Equipment:
    """
    Change some of the facts that `register_equipment` takes, and whether it is stopped.

    In another project it belongs to that one's customer and region, and its place is unknown unless given.
    :raises Refused: `not_found`, `not_allowed`, `wrong_state` for scrapped equipment, `conflict`, or what is wrong
        with a field.
    """
    equipment = rows.locked(policies.visible_to(by), equipment_id)
    policies.may_change_equipment(equipment, by=by).or_refuse()
    if changes.get("status") == Equipment.Status.SCRAPPED:
        raise Refused("invalid", _("Scrap it instead; that asks for the reason."), field="status")
    changed: tuple[str, ...] = ()
    if "project_id" in changes and changes["project_id"] != equipment.project_id:
        put_in_project(equipment, changes["project_id"], by=by)
        equipment.location_id = None
        changed = ("project_id",)
    changed += rows.fill(equipment, {name: changes[name] for name in CHANGEABLE if name in changes})
    if not changed:
        return equipment
    policies.may_change_equipment(equipment, by=by).or_refuse()
    check_equipment(equipment)
    with rows.telling(CLASHES):
        equipment.save()
    index_equipment(Equipment.objects.filter(pk=equipment.pk))
    outbox.publish(
        EquipmentChanged(equipment_id=equipment.pk, changed=changed, at=at), about=f"equipment:{equipment.pk}", by=by
    )
    return equipment
