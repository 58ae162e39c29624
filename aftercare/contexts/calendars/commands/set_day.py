"""Name one special day."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from aftercare.contexts.calendars import policies
from aftercare.contexts.calendars.commands import checking, versioning
from aftercare.contexts.calendars.models import SpecialDay
from aftercare.platform import wording
from aftercare.platform.actor import Actor


@transaction.atomic
def set_day(
    *, table_id: int, on_date: date, kind: str, name: str = "", as_weekday: int = 0, by: Actor, at: datetime
) -> SpecialDay:
    """
    Make a day a holiday, or a working day that takes the hours of `as_weekday` (0 is Monday).

    :raises Refused: `not_allowed`, `not_found`, `bad_year`, `bad_kind`, `bad_weekday`.
    """
    table = checking.the_table(table_id)
    policies.may_change(by=by).or_refuse()
    checking.special(kind, as_weekday)
    row, _new = SpecialDay.objects.update_or_create(
        table=table,
        on_date=checking.day(on_date),
        defaults={"kind": kind, "name": wording.line(name, field="name", limit=80), "as_weekday": as_weekday},
    )
    versioning.table_changed(table_id, reason="special_day", by=by, at=at)
    return row
