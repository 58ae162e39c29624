"""Change what is known about a part."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.warranties.commands.projects import locked_part
from aftercare.contexts.warranties.commands.settling import settle
from aftercare.contexts.warranties.commands.write_part import check_about
from aftercare.contexts.warranties.models import WarrantyPart
from aftercare.platform import rows
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused

CHANGEABLE = ("name", "section_id", "liable_id", "contract_until", "note")


@transaction.atomic
def change_part(*, part_id: int, changes: Mapping[str, Any], by: Actor, at: datetime) -> WarrantyPart:
    """
    Change name, section, liable party, contract term or note; the warranty is reckoned anew.

    :raises Refused: `not_found`, `not_allowed`, or what is wrong with a field.
    """
    row, card = locked_part(part_id, by=by)
    rows.fill(row, {name: changes[name] for name in CHANGEABLE if name in changes})
    check_about(card.id, row.section_id, row.liable_id, by=by)
    taken = Refused("conflict", _("This part is in the file already."), field="name")
    with rows.telling({"warranty_part_once": taken}):
        row.save()
    settle(card.id)
    row.refresh_from_db()
    return row
