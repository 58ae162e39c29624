"""The pages of the days a calendar has of its own."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from aftercare.contexts.calendars import commands, policies
from aftercare.contexts.calendars.forms import DayForm
from aftercare.contexts.calendars.models import Calendar, OwnDay, SpecialDay
from aftercare.contexts.calendars.pages import BOTH, load
from aftercare.platform import clock
from aftercare.platform.refusal import not_found
from aftercare.platform.web import dialogs, door, fragments
from aftercare.platform.web.fragments import DeskRequest


def _url(pk: int, year: int) -> str:
    return f"{reverse('calendars:detail', args=[pk])}?year={year}"


@door.door(*policies.WRITERS, methods=BOTH)
def own_day(request: DeskRequest, pk: int) -> HttpResponse:
    """Name a day that is special in this calendar only, or change it."""
    row = load(request.actor, pk)
    form = DayForm(fragments.posted(request), initial=_initial(row, request.GET.get("on", "")))

    def do(values: dict[str, Any]) -> OwnDay:
        return commands.set_own_day(calendar_id=pk, **values, by=request.actor, at=clock.now())

    note = _("For this calendar only.")
    if row.holiday_table is not None:
        words = _("For this calendar only; a day for everybody who follows “%(table)s” is set there.")
        note = words % {"table": row.holiday_table}
    return dialogs.answer(
        request,
        form,
        do,
        to=lambda day: _url(pk, day.on_date.year),
        verb=_("Save the day"),
        done=_("Saved; open deadlines are counted anew."),
        note=note,
    )


def _initial(row: Calendar, text: str) -> dict[str, Any]:
    """Return what is known of the day the address names."""
    try:
        on_date = date.fromisoformat(text)
    except ValueError:
        return {}
    known: OwnDay | SpecialDay | None = row.own_days.filter(on_date=on_date).first()
    if known is None and row.holiday_table is not None:
        known = row.holiday_table.days.filter(on_date=on_date).first()
    if known is None:
        return {"on_date": on_date, "kind": "holiday" if on_date.weekday() < 5 else "workday"}
    return {"on_date": on_date, "kind": known.kind, "name": known.name, "as_weekday": known.as_weekday}


@door.door(*policies.WRITERS, methods=("POST",))
def own_day_remove(request: DeskRequest, pk: int, day_id: int) -> HttpResponse:
    """Let a day be what the week and the holidays say again."""
    known = load(request.actor, pk).own_days.filter(pk=day_id).first()
    if known is None:
        raise not_found()
    commands.remove_own_day(calendar_id=pk, on_date=known.on_date, by=request.actor, at=clock.now())
    fragments.toast(request, _("The day follows the week and the holidays again."))
    return fragments.redirect(request, _url(pk, known.on_date.year))
