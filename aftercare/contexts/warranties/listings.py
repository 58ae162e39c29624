"""The list of warranties."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from aftercare.contexts.installed_base import public as installed_base
from aftercare.contexts.installed_base.public import PartKind
from aftercare.contexts.organisations import public as organisations
from aftercare.contexts.warranties import commands, policies
from aftercare.contexts.warranties.models import Inspection, WarrantyPart
from aftercare.contexts.warranties.words import BASES, flag_words
from aftercare.platform.actor import Actor
from aftercare.platform.web import marks
from aftercare.platform.web.listing import (
    BulkAction,
    ChoiceFilter,
    Column,
    DateColumn,
    FlagColumn,
    Listing,
    PeriodFilter,
    RelationFilter,
    StatusColumn,
    Tab,
)

SOON_DAYS = 90


def days_left(row: WarrantyPart, today: date | None = None) -> int | None:
    """Return the days a warranty still runs, the last one included; None where its end is unknown."""
    return (row.until - (today or timezone.localdate())).days + 1 if row.until else None


def state_of(row: WarrantyPart, today: date | None = None) -> str:
    """Return the key of the sign of a warranty today."""
    if row.flag == "suspended":
        return "suspended"
    left = days_left(row, today)
    if left is None:
        return "unknown"
    return "over" if left < 1 else "ending" if left <= SOON_DAYS else "running"


class DaysLeftColumn(Column):
    """How long a warranty still runs; amber when that is not long."""

    def html(self, row: Any) -> SafeString | str:
        """Return the days, marked when they are few."""
        days = self.raw(row)
        if days is None or days < 1:
            return marks.NOTHING
        words = ngettext("%(n)d day left", "%(n)d days left", days) % {"n": days}
        return format_html('<span class="figure{}">{}</span>', " soon" if days <= SOON_DAYS else "", words)

    def plain(self, row: Any) -> Any:
        """Return the number of days."""
        return self.raw(row)


def _ending(actor: Actor, now: datetime) -> Q:
    today = timezone.localdate(now)
    return Q(until__range=(today, today + timedelta(days=SOON_DAYS - 1)))


class WarrantyList(Listing):
    """The parts of the projects the person may see, with their warranties."""

    name, title, roles = "warranties.parts", gettext_lazy("Warranties"), policies.READERS
    icon = "shield-half"
    columns = [
        Column(key="name", label=gettext_lazy("Name"), link=True, sort="name", card=1, wide=True),
        Column(
            key="kind",
            label=gettext_lazy("Kind of part"),
            shown=False,
            value=lambda r: r.get_kind_display(),
            sort="kind",
        ),
        Column(
            key="project",
            label=gettext_lazy("Project"),
            value=lambda r: r.project.name,
            sort="project__name",
            card=2,
            wide=True,
        ),
        StatusColumn(key="state", label=gettext_lazy("Status"), kind="warranty", value=state_of, sort="until", card=3),
        DateColumn(key="until", label=gettext_lazy("Warranted until"), sort="until", card=4),
        DaysLeftColumn(key="left", label=gettext_lazy("Days left"), value=days_left, css="number"),
        Column(key="basis", label=gettext_lazy("Basis"), value=lambda r: BASES[r.basis]),
        Column(key="liable", label=gettext_lazy("Liable party"), value=lambda r: r.liable.name if r.liable else ""),
        FlagColumn(key="called", label=gettext_lazy("Inspection called"), value=lambda r: r.is_called),
        DateColumn(key="accepted_on", label=gettext_lazy("Accepted on"), sort="accepted_on", shown=False),
        Column(key="flag", label=gettext_lazy("To look at"), value=lambda r: flag_words(r.flag), shown=False),
    ]
    filters = [
        ChoiceFilter(key="kind", label=gettext_lazy("Kind of part"), field="kind", choices=lambda: PartKind.choices),
        PeriodFilter(key="until", label=gettext_lazy("Warranted until"), field="until", is_date=True),
        RelationFilter(
            key="project",
            label=gettext_lazy("Project"),
            field="project_id",
            options=installed_base.project_options,
            labels=installed_base.project_labels,
        ),
        RelationFilter(
            key="liable",
            label=gettext_lazy("Liable party"),
            field="liable_id",
            options=organisations.options,
            labels=organisations.labels,
        ),
    ]
    tabs = [
        Tab("ending", gettext_lazy("Ending within 90 days"), _ending, "until"),
        Tab(
            "running",
            pgettext_lazy("warranty", "Running"),
            lambda actor, now: Q(until__gte=timezone.localdate(now)),
            "until",
        ),
        Tab(
            "over", pgettext_lazy("warranty", "Over"), lambda actor, now: Q(until__lt=timezone.localdate(now)), "-until"
        ),
        Tab("look", gettext_lazy("To look at"), ~Q(flag="")),
    ]
    actions = [
        BulkAction(
            name="inspect",
            label=gettext_lazy("Call the inspection before the end"),
            icon="clipboard-search",
            one=lambda pk, by, at: commands.call_inspection(part_id=pk, by=by, at=at),
            roles=policies.WRITERS,
        )
    ]
    default_sort = ("is_over", "until")
    search_hint = gettext_lazy("Part or project")
    empty_title = gettext_lazy("No warranties yet")
    empty_text = gettext_lazy("Open the warranty file on a project's page; each part shows here until when it counts.")

    def queryset(self, actor: Actor) -> QuerySet[WarrantyPart]:
        """Return the parts with their projects and liable parties."""
        called = Inspection.objects.filter(part=OuterRef("pk"), until=OuterRef("until"))
        rows = policies.visible_to(actor).select_related("project", "liable")
        over = Case(When(until__lt=timezone.localdate(), then=Value(True)), default=Value(False))
        return rows.annotate(is_called=Exists(called), is_over=over)

    def searched(self, rows: QuerySet[WarrantyPart], text: str) -> QuerySet[WarrantyPart]:
        """Keep the parts whose name or project's name has the words."""
        return rows.filter(Q(name__icontains=text) | Q(project__name__icontains=text))

    def url(self, row: WarrantyPart) -> str:
        """Return the part's page."""
        return reverse("warranties:part", args=[row.pk])
