"""Name a day that is special in one calendar only."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from aftercare.contexts.calendars import policies
from aftercare.contexts.calendars.commands import checking, versioning
from aftercare.contexts.calendars.models import OwnDay
from aftercare.platform import wording
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import not_found


@transaction.atomic
def set_own_day(
    *, calendar_id: int, on_date: date, kind: str, name: str = "", as_weekday: int = 0, by: Actor, at: datetime
) -> OwnDay:
    """
    Make a day a holiday of this calendar, or a working day of it that takes the hours of `as_weekday` (0 is Monday).

    It comes before what the calendar's holiday table says of the day.
    :raises Refused: `not_allowed`, `not_found`, `bad_year`, `bad_kind`, `bad_weekday`, `never_works` for a working day
        that takes the hours of a free one.
    """
    calendar = checking.the_calendar(calendar_id)
    policies.may_change(by=by).or_refuse()
    checking.special(kind, as_weekday)
    checking.works_like(calendar, kind, as_weekday)
    row, _new = OwnDay.objects.update_or_create(
        calendar=calendar,
        on_date=checking.day(on_date),
        defaults={"kind": kind, "name": wording.line(name, field="name", limit=80), "as_weekday": as_weekday},
    )
    versioning.next_version(calendar, reason="own_day", by=by, at=at)
    return row


@transaction.atomic
def remove_own_day(*, calendar_id: int, on_date: date, by: Actor, at: datetime) -> None:
    """
    Let the day be again what the week and the holiday table say.

    :raises Refused: `not_allowed`, `not_found`.
    """
    calendar = checking.the_calendar(calendar_id)
    policies.may_change(by=by).or_refuse()
    gone, _rows = OwnDay.objects.filter(calendar=calendar, on_date=on_date).delete()
    if not gone:
        raise not_found()
    versioning.next_version(calendar, reason="own_day", by=by, at=at)
