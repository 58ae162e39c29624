"""The pages of calendars: the year, the week."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from aftercare.contexts.calendars import commands, policies, queries
from aftercare.contexts.calendars.forms import WEEKDAYS, CalendarForm, NewCalendarForm, WeekForm, words_of
from aftercare.contexts.calendars.models import Calendar
from aftercare.contexts.calendars.rules import WorkingTime
from aftercare.platform import clock
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import not_found
from aftercare.platform.web import dialogs, door, fragments, panels, timeline
from aftercare.platform.web.actions import Verb
from aftercare.platform.web.fragments import DeskRequest

BOTH = ("GET", "POST")
FIRST_YEAR, LAST_YEAR = 2000, 2099


def load(actor: Actor, pk: int) -> Calendar:
    """
    Return a calendar the actor may see.

    :raises Refused: `not_found`.
    """
    row = policies.visible_to(actor).select_related("holiday_table").filter(pk=pk).first()
    if row is None:
        raise not_found()
    return row


panels.record("calendar", load)


def read_year(request: DeskRequest) -> int:
    """Return the year the address asks for; the present one when it asks for nonsense."""
    text = request.GET.get("year", "")
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else 0
    return year if FIRST_YEAR <= year <= LAST_YEAR else timezone.localdate().year


@door.door(*policies.READERS)
def detail(request: DeskRequest, pk: int) -> HttpResponse:
    """Show a calendar's year."""
    row, year = load(request.actor, pk), read_year(request)
    engine = queries.working_time(pk)
    months = queries.year_view(engine, year, timezone.localdate())
    ctx = {
        "calendar": row,
        "title": row.name,
        "year": year,
        "months": months,
        "weekdays": [str(day)[:1] if str(day).isascii() else str(day)[-1:] for day in WEEKDAYS],
        "working_days": sum(month.working_days for month in months),
        "working_words": hours_words(sum(month.working_minutes for month in months)),
        "is_known": engine.known_years is None or year in engine.known_years,
        "week": week_rows(engine),
        "own_days": list(row.own_days.filter(on_date__year=year)),
        "missing": [m for m in queries.missing_years(clock.now()) if m.table_id == row.holiday_table_id],
        "may": policies.may_change(by=request.actor),
        "verbs": _verbs(row, request.actor),
        "entries": timeline.of(row.key),
    }
    return fragments.page(request, "calendars/detail.html", ctx)


def hours_words(minutes: int) -> str:
    """Return working time in hours: a day of it would mean another thing to each reader."""
    hours = minutes / 60
    return _("%(n)s h") % {"n": formats.number_format(hours, 0 if hours.is_integer() else 1, force_grouping=True)}


def week_rows(engine: WorkingTime) -> list[dict[str, Any]]:
    """Return the seven days with their hours in words and as shares of the day for the bar."""
    rows = []
    for label, plan in zip(WEEKDAYS, engine.week, strict=True):
        bars = [(round(first / 14.4, 2), round((last - first) / 14.4, 2)) for first, last in plan]
        rows.append({"label": label, "words": words_of(plan), "bars": bars})
    return rows


def _verbs(row: Calendar, actor: Actor) -> list[Verb]:
    may = policies.may_change(by=actor)

    def url(name: str) -> str:
        return reverse(f"calendars:{name}", args=[row.pk])

    verbs = [
        Verb(name="week", label=_("Change the week"), url=url("week"), may=may, icon="calendar-time", primary=True),
        Verb(name="change", label=_("Change name, zone, holidays"), url=url("change"), may=may, icon="pencil"),
    ]
    if not row.is_default:
        label = _("Make it the default")
        verbs.append(Verb(name="default", label=label, url=url("make_default"), may=may, icon="star", how="post"))
    return verbs


@door.door(*policies.WRITERS, methods=BOTH)
def new(request: DeskRequest) -> HttpResponse:
    """Make a calendar."""
    form = NewCalendarForm(fragments.posted(request), initial={f"day{n}": "09:00-12:00, 13:00-18:00" for n in range(5)})

    def do(values: dict[str, Any]) -> Calendar:
        facts = {name: values[name] for name in ("code", "name", "zone", "holiday_table_id")}
        return commands.create(**facts, week=form.week(), by=request.actor, at=clock.now())

    return dialogs.form_page(
        request,
        form,
        do,
        to=lambda row: reverse("calendars:detail", args=[row.pk]),
        title=_("New calendar"),
        verb=_("Make calendar"),
        done=_("The calendar is made."),
        back=reverse("calendars:list"),
    )


@door.door(*policies.WRITERS, methods=BOTH)
def change(request: DeskRequest, pk: int) -> HttpResponse:
    """Change a calendar's name, zone and holidays."""
    row = load(request.actor, pk)
    initial = {"name": row.name, "zone": row.zone, "holiday_table_id": row.holiday_table_id}
    form = CalendarForm(fragments.posted(request), initial=initial)

    def do(values: dict[str, Any]) -> None:
        commands.change(calendar_id=pk, **values, by=request.actor, at=clock.now())

    return dialogs.answer(
        request,
        form,
        do,
        to=reverse("calendars:detail", args=[pk]),
        verb=_("Save"),
        done=_("Saved; open deadlines are counted anew."),
    )


@door.door(*policies.WRITERS, methods=BOTH)
def week(request: DeskRequest, pk: int) -> HttpResponse:
    """Change the working week."""
    row = load(request.actor, pk)
    engine = queries.working_time(pk)
    initial: dict[str, Any] = {f"day{n}": words_of(plan) for n, plan in enumerate(engine.week)}
    form = WeekForm(fragments.posted(request), initial={**initial, "seen_version": row.version})

    def do(values: dict[str, Any]) -> None:
        seen = values["seen_version"]
        commands.set_week(calendar_id=pk, week=form.week(), seen_version=seen, by=request.actor, at=clock.now())

    return dialogs.answer(
        request,
        form,
        do,
        to=reverse("calendars:detail", args=[pk]),
        verb=_("Save the week"),
        done=_("The week is changed; open deadlines are counted anew."),
        note=_("Leave a free day empty."),
    )


@door.door(*policies.WRITERS, methods=("POST",))
def make_default(request: DeskRequest, pk: int) -> HttpResponse:
    """Make the calendar the default."""
    load(request.actor, pk)
    commands.make_default(calendar_id=pk, by=request.actor, at=clock.now())
    fragments.toast(request, _("This calendar is the default now."))
    return fragments.redirect(request, reverse("calendars:detail", args=[pk]))
