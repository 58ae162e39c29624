"""Call for an inspection before a warranty ends."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.warranties.commands.projects import locked_part
from aftercare.contexts.warranties.models import Inspection
from aftercare.platform import outbox
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused
from aftercare.published.warranties import InspectionCalled


@transaction.atomic
def call_inspection(*, part_id: int, by: Actor, at: datetime) -> Inspection:
    """
    Ask for one inspection of a part while its warranty still runs; a service request follows.

    :raises Refused: `not_found`, `not_allowed`, `wrong_state` when the warranty is over or its end unknown,
        `conflict` when the inspection before this end was called already.
    """
    row, card = locked_part(part_id, by=by)
    if row.until is None:
        raise Refused("wrong_state", _("Nobody knows yet when this warranty ends."))
    if row.until < at.astimezone(ZoneInfo(card.zone)).date():
        raise Refused("wrong_state", _("This warranty is over; an inspection would come too late."))
    if row.inspections.filter(until=row.until).exists():
        raise Refused("conflict", _("The inspection before this end was called already."))
    made = Inspection.objects.create(part=row, until=row.until, called_at=at)
    told = InspectionCalled(
        inspection_id=made.pk, part_id=row.pk, kind=row.kind, name=row.name, until=row.until, project_id=card.id,
        project=card.name, customer_id=card.customer_id, at=at,
    )  # fmt: skip
    outbox.publish(told, about=row.key, by=by)
    return made
