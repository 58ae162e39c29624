"""Let a part's warranty go on."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.warranties.commands.projects import locked_part, passed
from aftercare.contexts.warranties.commands.settling import settle
from aftercare.contexts.warranties.models import Suspension
from aftercare.platform import outbox
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused
from aftercare.published.warranties import WarrantyResumed


@transaction.atomic
def lift(*, part_id: int, last: date, by: Actor, at: datetime) -> Suspension:
    """
    End the suspension of a part's warranty; `last` is the last day it stood still.

    :raises Refused: `not_found`, `not_allowed`, `wrong_state` when it does not stand still, `invalid` for a day to
        come or before the suspension began.
    """
    row, card = locked_part(part_id, by=by)
    passed(last, card, field="last", at=at)
    open_one = row.suspensions.filter(last=None).first()
    if open_one is None:
        raise Refused("wrong_state", _("The warranty of this part does not stand still."))
    if last < open_one.since:
        raise Refused("invalid", _("It stood still since %(day)s.") % {"day": open_one.since}, field="last")
    open_one.last = last
    open_one.save(update_fields=["last"])
    settle(card.id)
    row.refresh_from_db()
    outbox.publish(WarrantyResumed(part_id=row.pk, last=last, until=row.until, at=at), about=row.key, by=by)
    return open_one
