"""The customer's own projects and equipment, to read; other contexts add their panels."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.installed_base import policies, queries
from aftercare.contexts.installed_base.models import Equipment, Project
from aftercare.platform.actor import Actor, Role
from aftercare.platform.refusal import not_found
from aftercare.platform.web import documents, door, fragments, panels
from aftercare.platform.web.fragments import DeskRequest
from aftercare.platform.web.listing import Column, DateColumn, Listing, RelationFilter, StatusColumn, status_filter

CUSTOMER = (Role.CUSTOMER,)
MOST_SHOWN = 12


class MyProjects(Listing):
    """The projects of the customer's organisations."""

    name, title, roles = "installed_base.my_projects", _("My projects"), CUSTOMER
    icon = "building-community"
    columns = [
        Column(key="number", label=_("Number"), link=True, sort="number"),
        Column(key="name", label=_("Name"), link=True, sort="name", card=1, wide=True),
        Column(key="address", label=_("Address"), card=2, wide=True),
        DateColumn(
            key="completion_accepted_on", label=_("Completion accepted on"), sort="completion_accepted_on", card=3
        ),
    ]
    default_sort = ("name", "id")
    search_hint = _("Number, name or address")
    empty_title = _("No project yet")
    empty_text = _("The projects we delivered to you appear here, with their equipment and warranties.")

    def queryset(self, actor: Actor) -> QuerySet[Project]:
        """Return the customer's own projects."""
        return policies.own_projects(actor)

    def url(self, row: Project) -> str:
        """Return the customer's page of the project."""
        return reverse("installed_base_portal:my_project", args=[row.pk])


class MyEquipment(Listing):
    """The equipment of the customer's organisations."""

    name, title, roles = "installed_base.my_equipment", _("My equipment"), CUSTOMER
    icon = "engine"
    columns = [
        Column(key="number", label=_("Number"), link=True, sort="number"),
        Column(key="name", label=_("Name"), link=True, sort="name", card=1, wide=True),
        Column(key="kind", label=_("Kind"), value=lambda r: r.kind.name),
        Column(key="project", label=_("Project"), value=lambda r: r.project.name, wide=True),
        Column(
            key="place", label=_("Location"), value=lambda r: r.location.path if r.location else "", card=2, wide=True
        ),
        Column(key="serial", label=_("Serial number"), sort="serial"),
        StatusColumn(key="status", label=_("Status"), kind="equipment", sort="status", card=3),
    ]
    filters = [
        status_filter("equipment"),
        RelationFilter(
            key="project",
            label=_("Project"),
            field="project_id",
            options=queries.project_options,
            labels=queries.project_labels,
        ),
    ]
    default_sort = ("name", "id")
    search_hint = _("Number, name, model, serial number or place")
    empty_title = _("No equipment yet")
    empty_text = _("What stands in your projects appears here, with its warranty.")

    def queryset(self, actor: Actor) -> QuerySet[Equipment]:
        """Return the customer's own equipment."""
        return policies.own_equipment(actor).select_related("kind", "project", "location")

    def url(self, row: Equipment) -> str:
        """Return the customer's page of the equipment."""
        return reverse("installed_base_portal:my_equipment_one", args=[row.pk])


def load_project(actor: Actor, pk: int) -> Project:
    """
    Return a project of the customer's own.

    :raises Refused: `not_found`.
    """
    row = policies.own_projects(actor).select_related("customer", "region").filter(pk=pk).first()
    if row is None:
        raise not_found()
    return row


def load_equipment(actor: Actor, pk: int) -> Equipment:
    """
    Return equipment of the customer's own.

    :raises Refused: `not_found`.
    """
    whole = policies.own_equipment(actor).select_related("kind", "project", "location", "customer", "region")
    row = whole.filter(pk=pk).first()
    if row is None:
        raise not_found()
    return row


panels.record("my_project", load_project)
panels.record("my_equipment", load_equipment)


@door.door(*CUSTOMER)
def project(request: DeskRequest, pk: int) -> HttpResponse:
    """Show a customer one of the own projects."""
    row = load_project(request.actor, pk)
    return fragments.page(request, "installed_base/my_project.html", {"project": row, "title": row.name})


@door.door(*CUSTOMER)
def equipment(request: DeskRequest, pk: int) -> HttpResponse:
    """Show a customer one of the own pieces of equipment."""
    row = load_equipment(request.actor, pk)
    return fragments.page(request, "installed_base/my_equipment.html", {"equipment": row, "title": row.name})


def equipment_panel(request: DeskRequest, row: Project) -> str:
    """Draw what stands in the project."""
    found = policies.own_equipment(request.actor).filter(project=row).exclude(status=Equipment.Status.SCRAPPED)
    rows = list(found.select_related("kind", "location").order_by("name", "pk")[:MOST_SHOWN])
    ctx = {"rows": rows, "count": found.count(), "project": row}
    return fragments.html(request, "installed_base/_my_equipment_rows.html", ctx)


def project_documents(request: DeskRequest, row: Project) -> str:
    """Draw the project's documents that are shown to the customer."""
    return _documents(request, f"project:{row.pk}")


def equipment_documents(request: DeskRequest, row: Equipment) -> str:
    """Draw the equipment's documents that are shown to the customer."""
    return _documents(request, f"equipment:{row.pk}")


def _documents(request: DeskRequest, subject: str) -> str:
    found: list[Any] = documents.linked([subject], by=request.actor)
    return fragments.html(request, "web/my_documents.html", {"documents": found}) if found else ""
