"""Take a special day out."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from aftercare.contexts.calendars import policies
from aftercare.contexts.calendars.commands import checking, versioning
from aftercare.contexts.calendars.models import SpecialDay
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import not_found


@transaction.atomic
def remove_day(*, table_id: int, on_date: date, by: Actor, at: datetime) -> None:
    """
    Make a special day an ordinary one again.

    :raises Refused: `not_allowed`, `not_found`.
    """
    checking.the_table(table_id)
    policies.may_change(by=by).or_refuse()
    gone, _rows = SpecialDay.objects.filter(table_id=table_id, on_date=on_date).delete()
    if not gone:
        raise not_found()
    versioning.table_changed(table_id, reason="special_day", by=by, at=at)
