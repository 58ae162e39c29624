"""Note that a repaired item carries a warranty of its own."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.warranties.commands.projects import locked_part, passed
from aftercare.contexts.warranties.models import Repair
from aftercare.platform import outbox, wording
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused
from aftercare.published.warranties import RepairWarranted


@transaction.atomic
def note_repair(*, part_id: int, item: str, repaired_on: date, until: date, by: Actor, at: datetime) -> Repair:
    """
    Note what was repaired and until when the repair itself is warranted; the part's own term stays as it is.

    :raises Refused: `not_found`, `not_allowed`, `invalid` for days that cannot be, `conflict` when it is noted already.
    """
    row, card = locked_part(part_id, by=by)
    item = wording.line(item, field="item", limit=160, required=True)
    passed(repaired_on, card, field="repaired_on", at=at)
    if until < repaired_on:
        raise Refused("invalid", _("The warranty of a repair cannot end before the repair."), field="until")
    if row.repairs.filter(item=item, repaired_on=repaired_on).exists():
        raise Refused("conflict", _("This repair is noted already."), field="item")
    made = Repair.objects.create(part=row, item=item, repaired_on=repaired_on, until=until)
    told = RepairWarranted(part_id=row.pk, item=item, until=until, at=at)
    outbox.publish(told, about=row.key, by=by)
    return made
