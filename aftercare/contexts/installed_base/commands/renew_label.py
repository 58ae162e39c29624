"""Give a piece of equipment a new label, because the old one was lost or copied."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from aftercare.contexts.installed_base import policies, rules
from aftercare.contexts.installed_base.models import Equipment
from aftercare.platform import outbox, rows, wording
from aftercare.platform.actor import Actor
from aftercare.published.installed_base import LabelRenewed


@transaction.atomic
def renew_label(*, equipment_id: int, reason: str, by: Actor, at: datetime) -> Equipment:
    """
    Make a new label code; from now on the old label leads nowhere.

    :raises Refused: `not_found`, `not_allowed`, `wrong_state` for scrapped equipment, `missing` without a reason.
    """
    equipment = rows.locked(policies.visible_to(by), equipment_id)
    policies.may_change_equipment(equipment, by=by).or_refuse()
    why = wording.line(reason, field="reason", limit=200, required=True)
    equipment.label_code = rules.new_label_code()
    equipment.save(update_fields=["label_code"])
    outbox.publish(LabelRenewed(equipment_id=equipment.pk, reason=why, at=at), about=f"equipment:{equipment.pk}", by=by)
    return equipment
