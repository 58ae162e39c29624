"""Take a piece of equipment out of use for good."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from aftercare.contexts.installed_base import policies
from aftercare.contexts.installed_base.models import Equipment
from aftercare.platform import outbox, rows, wording
from aftercare.platform.actor import Actor
from aftercare.published.installed_base import EquipmentScrapped


@transaction.atomic
def scrap_equipment(*, equipment_id: int, reason: str, by: Actor, at: datetime) -> Equipment:
    """
    Scrap a piece of equipment: its history stays, its label no longer leads anywhere.

    :raises Refused: `not_found`, `not_allowed`, `wrong_state` when it is scrapped, `missing` without a reason.
    """
    equipment = rows.locked(policies.visible_to(by), equipment_id)
    policies.may_scrap(equipment, by=by).or_refuse()
    why = wording.line(reason, field="reason", limit=200, required=True)
    equipment.status = Equipment.Status.SCRAPPED
    equipment.save(update_fields=["status"])
    outbox.publish(
        EquipmentScrapped(equipment_id=equipment.pk, reason=why, at=at), about=f"equipment:{equipment.pk}", by=by
    )
    return equipment
