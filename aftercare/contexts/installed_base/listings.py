"""The lists of projects and equipment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.installed_base import policies, queries, rules
from aftercare.contexts.installed_base.models import Equipment, Location, Project
from aftercare.contexts.organisations import public as organisations
from aftercare.contexts.people import public as people
from aftercare.platform.actor import OFFICE, Actor, Role
from aftercare.platform.web import marks
from aftercare.platform.web.listing import (
    BulkAction,
    ChoiceFilter,
    Column,
    Create,
    DateColumn,
    FlagFilter,
    Listing,
    PeriodFilter,
    RelationFilter,
    StatusColumn,
    Tab,
    status_filter,
)
from aftercare.platform.web.listing.filters import Reading

READERS = tuple(OFFICE)


class RegionFilter(ChoiceFilter):
    """Narrows to regions with all their parts."""

    def condition(self, chosen: list[str]) -> Q:
        """Return the condition for the chosen regions."""
        return Q(**{f"{self.path}__in": people.regions_under(int(pk) for pk in chosen)})


def region_choices() -> list[tuple[int, str]]:
    """Return every region as a choice."""
    return [(card.id, card.name) for card in people.regions()]


class PlaceFilter(RelationFilter):
    """Narrows to places with everything under them."""

    def read(self, params: QueryDict, actor: Actor) -> Reading:
        """Return the condition for the chosen places and their parts."""
        reading = super().read(params, actor)
        if not reading.is_on:
            return reading
        branch: set[int] = set()
        for place in Location.objects.filter(pk__in=params.getlist(self.key)):
            parents = dict(Location.objects.filter(project_id=place.project_id).values_list("pk", "parent_id"))
            branch |= rules.branch_of(place.pk, parents)
        return Reading(Q(location_id__in=branch), reading.words)


def place_options(actor: Actor, text: str, limit: int) -> list[tuple[int, str]]:
    """Return the places of projects the actor may see whose path holds the text."""
    return _places(actor).filter(path__icontains=text).order_by("path").values_list("pk", "path")[:limit]  # type: ignore[return-value]


def place_labels(actor: Actor, place_ids: list[int]) -> dict[int, str]:
    """Return the paths of those of the places that the actor may see."""
    return dict(_places(actor).filter(pk__in=place_ids).values_list("pk", "path"))


def _places(actor: Actor) -> QuerySet[Location]:
    return Location.objects.filter(project__in=policies.projects_visible_to(actor).values("pk"))


def ending(now: datetime) -> Q:
    """Return the condition for a contract warranty that ends within 90 days."""
    today = timezone.localdate(now)
    return Q(warranty_until__gte=today, warranty_until__lt=today + timedelta(days=rules.ENDING_DAYS))


@dataclass(frozen=True, slots=True, kw_only=True)
class WarrantyColumn(DateColumn):
    """The last day of the contract warranty, coloured when it is near or past."""

    def html(self, row: Any) -> SafeString:
        """Return the day with its sign."""
        until: date | None = self.raw(row)
        if until is None:
            return marks.NOTHING
        state = rules.warranty_state(until, timezone.localdate())
        return (
            marks.day(until)
            if state == "running"
            else format_html("{} {}", marks.day(until), marks.status("warranty", state))
        )


class EquipmentList(Listing):
    """The equipment the person may see."""

    name, title = "installed_base.equipment", _("Equipment")
    roles = (*READERS, Role.ENGINEER)
    icon = "engine"
    columns = [
        Column(key="number", label=_("Number"), link=True, sort="number"),
        Column(key="name", label=_("Name"), link=True, sort="name", card=1, wide=True),
        Column(key="kind", label=_("Kind"), value=lambda r: r.kind.name),
        StatusColumn(key="status", label=_("Status"), kind="equipment", sort="status", card=3),
        Column(key="customer", label=_("Customer"), value=lambda r: str(r.customer), wide=True),
        Column(key="project", label=_("Project"), value=lambda r: r.project.name, wide=True, shown=False),
        Column(
            key="place", label=_("Location"), value=lambda r: r.location.path if r.location else "", card=2, wide=True
        ),
        Column(key="model", label=_("Model"), value=lambda r: f"{r.maker} {r.model}".strip(), shown=False),
        Column(key="serial", label=_("Serial number"), sort="serial"),
        WarrantyColumn(key="warranty_until", label=_("Contract warranty until"), sort="warranty_until"),
        DateColumn(key="installed_on", label=_("Installed on"), sort="installed_on", shown=False),
        Column(key="region", label=_("Region"), value=lambda r: r.region.name, shown=False),
    ]
    filters = [
        status_filter("equipment"),
        ChoiceFilter(key="kind", label=_("Kind"), field="kind_id", choices=queries.kind_choices),
        RegionFilter(key="region", label=_("Region"), field="region_id", choices=region_choices),
        RelationFilter(
            key="customer",
            label=_("Customer"),
            field="customer_id",
            options=organisations.options,
            labels=organisations.labels,
        ),
        RelationFilter(
            key="project",
            label=_("Project"),
            field="project_id",
            options=queries.project_options,
            labels=queries.project_labels,
        ),
        PlaceFilter(key="place", label=_("Location"), field="location_id", options=place_options, labels=place_labels),
        PeriodFilter(key="installed", label=_("Installed on"), field="installed_on", is_date=True),
        FlagFilter(
            key="warranty",
            label=_("In contract warranty"),
            q=lambda now: Q(warranty_until__gte=timezone.localdate(now)),
        ),
    ]
    tabs = [
        Tab("in_use", _("In use"), ~Q(status="scrapped")),
        Tab("stopped", _("Stopped"), Q(status="stopped")),
        Tab("ending", _("Warranty ends within 90 days"), lambda actor, now: ending(now), sort="warranty_until"),
    ]
    actions = [
        BulkAction(name="labels", label=_("Print labels"), icon="qrcode", roles=READERS, opens="installed_base:labels")
    ]
    default_sort = ("-id",)
    template = "installed_base/equipment_list.html"
    create = Create(_("New equipment"), "installed_base:equipment_new", policies.WRITERS)
    search_hint = _("Number, name, model, serial number or place")
    empty_title = _("No equipment yet")
    empty_text = _("Register equipment of a project, print its label, and faults are reported by scanning it.")

    def queryset(self, actor: Actor) -> QuerySet[Equipment]:
        """Return the equipment of the actor's regions."""
        return policies.visible_to(actor).select_related("kind", "customer", "project", "location", "region")

    def url(self, row: Equipment) -> str:
        """Return the equipment's page."""
        return reverse("installed_base:equipment", args=[row.pk])


class ProjectList(Listing):
    """The projects the person may see."""

    name, title, roles = "installed_base.projects", _("Projects"), READERS
    icon = "building-community"
    columns = [
        Column(key="number", label=_("Number"), link=True, sort="number"),
        Column(key="name", label=_("Name"), link=True, sort="name", card=1, wide=True),
        Column(key="customer", label=_("Customer"), value=lambda r: str(r.customer), card=2, wide=True),
        Column(key="region", label=_("Region"), value=lambda r: r.region.name, card=3),
        Column(key="address", label=_("Address"), wide=True),
        DateColumn(key="completion_accepted_on", label=_("Completion accepted on"), sort="completion_accepted_on"),
    ]
    filters = [
        RegionFilter(key="region", label=_("Region"), field="region_id", choices=region_choices),
        RelationFilter(
            key="customer",
            label=_("Customer"),
            field="customer_id",
            options=organisations.options,
            labels=organisations.labels,
        ),
        PeriodFilter(key="accepted", label=_("Completion accepted on"), field="completion_accepted_on", is_date=True),
    ]
    default_sort = ("-id",)
    create = Create(_("New project"), "installed_base:project_new", policies.WRITERS)
    search_hint = _("Number, name, address or customer")
    empty_title = _("No projects yet")
    empty_text = _("Register a delivered project; its site tree says where the equipment stands.")

    def queryset(self, actor: Actor) -> QuerySet[Project]:
        """Return the projects of the actor's regions."""
        return policies.projects_visible_to(actor).select_related("customer", "region")

    def url(self, row: Project) -> str:
        """Return the project's page."""
        return reverse("installed_base:project", args=[row.pk])
