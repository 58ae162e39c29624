"""The lists of the calendar pages."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.calendars import policies
from aftercare.contexts.calendars.models import Calendar, HolidayTable
from aftercare.platform.actor import Actor
from aftercare.platform.web.listing import Column, Create, FlagColumn, Listing, NumberColumn


class CalendarList(Listing):
    """Every calendar."""

    name, title, roles = "calendars.calendars", _("Calendars"), policies.READERS
    icon = "calendar-time"
    columns = [
        Column(key="name", label=_("Name"), link=True, sort="name", card=1, wide=True),
        Column(key="code", label=_("Code"), sort="code", shown=False),
        Column(key="zone", label=_("Time zone"), sort="zone", card=2),
        NumberColumn(key="hours", label=_("Hours a week"), value=lambda r: r.minutes / 60, places=1, card=3),
        Column(key="table", label=_("Holidays"), value=lambda r: r.holiday_table.name if r.holiday_table else ""),
        FlagColumn(key="is_default", label=_("Default")),
        NumberColumn(key="version", label=_("Version")),
    ]
    default_sort = ("-is_default", "name")
    create = Create(_("New calendar"), "calendars:new", policies.WRITERS)
    search_hint = _("Name, code or zone")
    empty_title = _("No calendars yet")
    empty_text = _("A calendar says which minutes count towards a promise.")

    def queryset(self, actor: Actor) -> QuerySet[Calendar]:
        """Return the calendars with the minutes of their week."""
        minutes = Coalesce(Sum(F("week__end_minute") - F("week__start_minute")), 0)
        return policies.visible_to(actor).select_related("holiday_table").annotate(minutes=minutes)

    def searched(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """Return the calendars whose name, code or zone holds the text."""
        return rows.filter(Q(name__icontains=text) | Q(code__icontains=text) | Q(zone__icontains=text))

    def url(self, row: Calendar) -> str:
        """Return the year view."""
        return reverse("calendars:detail", args=[row.pk])


class TableList(Listing):
    """Every table of holidays."""

    name, title, roles = "calendars.tables", _("Holidays"), policies.READERS
    icon, is_searchable = "beach", False
    columns = [
        Column(key="name", label=_("Name"), link=True, sort="name", card=1, wide=True),
        Column(key="code", label=_("Code"), sort="code", card=2),
        Column(key="years", label=_("Published years"), value=lambda r: years_in_words(r), card=3, wide=True),
        NumberColumn(key="day_count", label=_("Special days")),
    ]
    default_sort = ("name",)
    create = Create(_("New table"), "calendars:table_new", policies.WRITERS, dialog=True)
    empty_title = _("No holidays yet")
    empty_text = _("Fill the Chinese holidays with “aftercare calendars seed”, or make a table of your own.")

    def queryset(self, actor: Actor) -> QuerySet[HolidayTable]:
        """Return the tables with their years."""
        rows = HolidayTable.objects.prefetch_related("years").annotate(day_count=Count("days"))
        return rows if actor.has(*policies.READERS) else rows.none()

    def url(self, row: HolidayTable) -> str:
        """Return the table's page."""
        return reverse("calendars:table", args=[row.pk])


def years_in_words(table: HolidayTable) -> str:
    """Return the published years as runs: 2004–2026."""
    years = sorted(row.year for row in table.years.all())
    runs: list[list[int]] = []
    for year in years:
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return "、".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
