"""Name one special day."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from aftercare.contexts.calendars import policies
from aftercare.contexts.calendars.commands import checking, versioning
from aftercare.contexts.calendars.models import SpecialDay
from aftercare.platform import wording
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused


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
    if kind not in SpecialDay.Kind.values:
        raise Refused("bad_kind", _("A special day is a holiday or a make-up working day."), field="kind")
    if not 0 <= as_weekday <= 6:
        raise Refused("bad_weekday", _("Choose a weekday."), field="as_weekday")
    row, _new = SpecialDay.objects.update_or_create(
        table=table,
        on_date=checking.day(on_date),
        defaults={"kind": kind, "name": wording.line(name, field="name", limit=80), "as_weekday": as_weekday},
    )
    versioning.table_changed(table_id, reason="special_day", by=by, at=at)
    return row
