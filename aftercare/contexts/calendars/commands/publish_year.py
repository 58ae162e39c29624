"""Publish the special days of a year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from aftercare.contexts.calendars import policies
from aftercare.contexts.calendars.commands import checking, versioning
from aftercare.contexts.calendars.models import HolidayYear, SpecialDay
from aftercare.platform import wording
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused


@dataclass(frozen=True, slots=True)
class NewDay:
    """A special day to publish; `as_weekday` None is a holiday."""

    on_date: date
    as_weekday: int | None
    name: str = ""


@transaction.atomic
def publish_year(
    *, table_id: int, year: int, days: Iterable[NewDay] | None = None, by: Actor, at: datetime
) -> HolidayYear:
    """
    Declare a year's holidays known; with `days`, they replace what the table had for that year.

    Deadlines that reach into the year stop being provisional and are counted anew.
    :raises Refused: `not_allowed`, `not_found`, `bad_year`, `other_year` for a day outside the year, `twice`.
    """
    table = checking.the_table(table_id)
    policies.may_change(by=by).or_refuse()
    checking.year(year)
    if days is not None:
        _replace(table_id, year, list(days))
    row, _new = HolidayYear.objects.update_or_create(table=table, year=year, defaults={"published_on": at.date()})
    versioning.table_changed(table_id, reason="year_published", by=by, at=at)
    return row


def _replace(table_id: int, year: int, days: list[NewDay]) -> None:
    strange = next((day.on_date for day in days if day.on_date.year != year), None)
    if strange is not None:
        words = _("%(day)s is not in %(year)d.") % {"day": strange.isoformat(), "year": year}
        raise Refused("other_year", words, field="days")
    if len({day.on_date for day in days}) < len(days):
        raise Refused("twice", _("A day is named twice."), field="days")
    SpecialDay.objects.filter(table_id=table_id, on_date__year=year).delete()
    SpecialDay.objects.bulk_create(
        SpecialDay(
            table_id=table_id,
            on_date=day.on_date,
            kind=SpecialDay.Kind.HOLIDAY if day.as_weekday is None else SpecialDay.Kind.WORKDAY,
            as_weekday=day.as_weekday or 0,
            name=wording.line(day.name, field="days", limit=80),
        )
        for day in days
    )
