"""The pages of holidays: a table's years, one day, publishing a year."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from aftercare.contexts.calendars import chinese_year, commands, policies, queries
from aftercare.contexts.calendars.forms import DayForm, TableForm, YearForm
from aftercare.contexts.calendars.models import HolidayTable, SpecialDay
from aftercare.contexts.calendars.pages import read_year
from aftercare.platform import clock
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import not_found
from aftercare.platform.web import dialogs, door, fragments
from aftercare.platform.web.fragments import DeskRequest

BOTH = ("GET", "POST")


def load(actor: Actor, pk: int) -> HolidayTable:
    """
    Return a table the actor may see.

    :raises Refused: `not_found`.
    """
    row = HolidayTable.objects.filter(pk=pk).first() if actor.has(*policies.READERS) else None
    if row is None:
        raise not_found()
    return row


def _url(pk: int, year: int | None = None) -> str:
    page = reverse("calendars:table", args=[pk])
    return f"{page}?year={year}" if year else page


@door.door(*policies.READERS)
def table(request: DeskRequest, pk: int) -> HttpResponse:
    """Show a table's special days of a year."""
    row, year = load(request.actor, pk), read_year(request)
    published = {found.year: found.published_on for found in row.years.all()}
    ctx = {
        "table": row,
        "title": row.name,
        "year": year,
        "years": sorted(set(published) | {year - 1, year, year + 1}, reverse=True),
        "published": set(published),
        "published_on": published.get(year),
        "days": list(row.days.filter(on_date__year=year).order_by("on_date")),
        "calendars": list(policies.visible_to(request.actor).filter(holiday_table=row).order_by("name")[:50]),
        "missing": [m for m in queries.missing_years(clock.now()) if m.table_id == pk],
        "may": policies.may_change(by=request.actor),
    }
    return fragments.page(request, "calendars/table.html", ctx)


@door.door(*policies.WRITERS, methods=BOTH)
def table_new(request: DeskRequest) -> HttpResponse:
    """Make a table."""
    form = TableForm(fragments.posted(request))

    def do(values: dict[str, Any]) -> HolidayTable:
        return commands.open_table(**values, by=request.actor, at=clock.now())

    return dialogs.answer(
        request, form, do, to=lambda row: _url(row.pk), verb=_("Make table"), done=_("The table is made.")
    )


@door.door(*policies.WRITERS, methods=BOTH)
def day(request: DeskRequest, pk: int) -> HttpResponse:
    """Name one special day, or change it."""
    load(request.actor, pk)
    form = DayForm(fragments.posted(request), initial=_initial(pk, request.GET.get("on", "")))

    def do(values: dict[str, Any]) -> SpecialDay:
        return commands.set_day(table_id=pk, **values, by=request.actor, at=clock.now())

    return dialogs.answer(
        request,
        form,
        do,
        to=lambda row: _url(pk, row.on_date.year),
        verb=_("Save the day"),
        done=_("Saved; open deadlines are counted anew."),
    )


def _initial(table_id: int, text: str) -> dict[str, Any]:
    """Return what is known of the day the address names."""
    try:
        on_date = date.fromisoformat(text)
    except ValueError:
        return {}
    known = SpecialDay.objects.filter(table_id=table_id, on_date=on_date).first()
    if known is None:
        return {"on_date": on_date, "kind": "holiday" if on_date.weekday() < 5 else "workday"}
    return {"on_date": on_date, "kind": known.kind, "name": known.name, "as_weekday": known.as_weekday}


@door.door(*policies.WRITERS, methods=("POST",))
def day_remove(request: DeskRequest, pk: int, day_id: int) -> HttpResponse:
    """Make a special day an ordinary one."""
    known = load(request.actor, pk).days.filter(pk=day_id).first()
    if known is None:
        raise not_found()
    commands.remove_day(table_id=pk, on_date=known.on_date, by=request.actor, at=clock.now())
    fragments.toast(request, _("The day is an ordinary one again."))
    return fragments.redirect(request, _url(pk, known.on_date.year))


@door.door(*policies.WRITERS, methods=BOTH)
def publish(request: DeskRequest, pk: int) -> HttpResponse:
    """Publish the special days of a year."""
    row = load(request.actor, pk)
    year = read_year(request)
    form = YearForm(fragments.posted(request), request.FILES or None, initial={"year": year, "days": _lines(row, year)})

    def do(values: dict[str, Any]) -> int:
        found = commands.publish_year(
            table_id=pk, year=values["year"], days=values["rows"], by=request.actor, at=clock.now()
        )
        return found.year

    return dialogs.form_page(
        request,
        form,
        do,
        to=lambda done: _url(pk, done),
        title=_("Publish a year: %(table)s") % {"table": row.name},
        verb=_("Publish the year"),
        done=_("The year is published; deadlines that reach into it are counted anew."),
        back=_url(pk, year),
        note=_("These lines replace what the table holds for the year. Deadlines in it stop being provisional."),
        draft=f"holidays-{pk}",
    )


def _lines(table: HolidayTable, year: int) -> str:
    """Return the year's days as the form takes them: what the table holds, else what is known of China."""
    held = [(d.on_date, None if d.kind == "holiday" else 0, d.name) for d in table.days.filter(on_date__year=year)]
    if not held and table.code == chinese_year.TABLE_CODE:
        held = [(d.on_date, d.as_weekday, d.name) for d in chinese_year.days_of(year)]
    return "\n".join(
        f"{on:%Y-%m-%d} {'holiday' if like is None else 'workday'} {name}".rstrip() for on, like, name in sorted(held)
    )
