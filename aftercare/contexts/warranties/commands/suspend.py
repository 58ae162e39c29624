"""Let a part's warranty stand still."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.warranties.commands.projects import locked_part, passed
from aftercare.contexts.warranties.commands.settling import settle
from aftercare.contexts.warranties.models import Suspension
from aftercare.platform import outbox, wording
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused
from aftercare.published.warranties import WarrantySuspended


@transaction.atomic
def suspend(*, part_id: int, since: date, reason: str, by: Actor, at: datetime) -> Suspension:
    """
    Stop the warranty of a part from a day on, that day included, until it is lifted.

    :raises Refused: `not_found`, `not_allowed`, `wrong_state` when it stands still already, `invalid` for a day to
        come, before the acceptance, or within an earlier suspension.
    """
    row, card = locked_part(part_id, by=by)
    reason = wording.line(reason, field="reason", limit=300, required=True)
    passed(since, card, field="since", at=at)
    earlier = list(row.suspensions.all())
    if any(one.last is None for one in earlier):
        raise Refused("wrong_state", _("The warranty of this part stands still already."))
    if row.accepted_on is None or since <= row.accepted_on:
        raise Refused("invalid", _("A warranty can only stand still after it has begun."), field="since")
    if any(one.last is not None and one.last >= since for one in earlier):
        raise Refused("invalid", _("On this day the warranty stood still already."), field="since")
    made = Suspension.objects.create(part=row, since=since, reason=reason)
    settle(card.id)
    outbox.publish(WarrantySuspended(part_id=row.pk, since=since, reason=reason, at=at), about=row.key, by=by)
    return made
