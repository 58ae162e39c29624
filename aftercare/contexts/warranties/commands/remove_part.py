"""Take out a part that was entered by mistake."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.warranties.commands.projects import locked_part
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused


@transaction.atomic
def remove_part(*, part_id: int, by: Actor, at: datetime) -> None:
    """
    Remove a part to which nothing has happened yet.

    :raises Refused: `not_found`, `not_allowed`, `wrong_state` once it was suspended, repaired or inspected.
    """
    row, _card = locked_part(part_id, by=by)
    if row.suspensions.exists() or row.repairs.exists() or row.inspections.exists():
        raise Refused("wrong_state", _("Something has happened to this part already; it stays on file."))
    row.delete()
