"""The pages of projects: record, site tree, parties."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from aftercare.contexts.installed_base import commands, policies, queries
from aftercare.contexts.installed_base.forms import PartyForm, PlaceForm, ProjectForm, SureForm
from aftercare.contexts.installed_base.listings import READERS
from aftercare.contexts.installed_base.models import Equipment, Location, Project, ProjectParty
from aftercare.platform import clock
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import not_found
from aftercare.platform.web import dialogs, door, fragments, panels, picking, timeline
from aftercare.platform.web.actions import Verb
from aftercare.platform.web.fragments import DeskRequest

BOTH = ("GET", "POST")
MOST_SHOWN = 10


def load(actor: Actor, pk: int) -> Project:
    """
    Return a project the actor may see.

    :raises Refused: `not_found`.
    """
    row = policies.projects_visible_to(actor).select_related("customer", "region").filter(pk=pk).first()
    if row is None:
        raise not_found()
    return row


panels.record("project", load)


def _url(pk: int) -> str:
    return reverse("installed_base:project", args=[pk])


@door.door(*READERS)
def project(request: DeskRequest, pk: int) -> HttpResponse:
    """Show one project."""
    row = load(request.actor, pk)
    ctx = {"project": row, "title": row.name, "verbs": _verbs(row, request.actor)}
    ctx["entries"] = timeline.of(f"project:{pk}")
    return fragments.page(request, "installed_base/project.html", ctx)


def _verbs(row: Project, actor: Actor) -> list[Verb]:
    may = policies.may_write(row.region_id, by=actor)

    def verb(name: str, label: Any, icon: str, url: str = "", **more: Any) -> Verb:
        address = url or reverse(f"installed_base:{name}", args=[row.pk])
        return Verb(name=name, label=label, url=address, may=may, icon=icon, **more)

    new = f"{reverse('installed_base:equipment_new')}?project={row.pk}"
    return [
        verb("equipment_new", _("Add equipment"), "plus", new, how="link", primary=True),
        verb("project_change", _("Change details"), "pencil", how="link"),
        verb("place_add", _("Add a place"), "map-pin-plus"),
        verb("party_add", _("Add a party"), "users-plus"),
    ]


@door.door(*READERS)
def pick(request: DeskRequest) -> HttpResponse:
    """Answer the projects that match, for a box one types into."""
    text = request.GET.get("q", "").replace("\0", " ")[:100]
    rows = queries.search_projects(request.actor, text, limit=picking.MOST)
    return picking.choices((card.id, card.name, f"{card.number} · {card.customer_name}") for card in rows)


@door.door(*policies.WRITERS, methods=BOTH)
def project_new(request: DeskRequest) -> HttpResponse:
    """Register a project."""
    return dialogs.form_page(
        request,
        ProjectForm(
            fragments.posted(request), actor=request.actor, initial={"customer_id": request.GET.get("customer")}
        ),
        lambda values: commands.register_project(**values, by=request.actor, at=clock.now()),
        to=lambda row: _url(row.pk),
        title=_("New project"),
        verb=_("Register"),
        done=_("Registered. Add the places of its site tree."),
        back=reverse("installed_base:projects"),
        draft="project-new",
    )


@door.door(*policies.WRITERS, methods=BOTH)
def project_change(request: DeskRequest, pk: int) -> HttpResponse:
    """Change the facts about a project."""
    row = load(request.actor, pk)
    initial = {name: getattr(row, name) for name in ProjectForm.base_fields}
    return dialogs.form_page(
        request,
        ProjectForm(fragments.posted(request), actor=request.actor, initial=initial),
        lambda values: commands.change_project(project_id=pk, changes=values, by=request.actor, at=clock.now()),
        to=_url(pk),
        title=_("Change details: %(name)s") % {"name": row.name},
        verb=_("Save"),
        done=_("Saved."),
        back=_url(pk),
    )


@door.door(*policies.WRITERS, methods=BOTH)
def place_add(request: DeskRequest, pk: int) -> HttpResponse:
    """Add a place."""
    load(request.actor, pk)

    def do(values: dict[str, Any]) -> None:
        commands.add_location(project_id=pk, **values, by=request.actor, at=clock.now())

    form = PlaceForm(fragments.posted(request), project_id=pk, initial={"parent_id": request.GET.get("in")})
    return dialogs.answer(request, form, do, to=_url(pk), verb=_("Add"), done=_("Place added."))


def _place(actor: Actor, pk: int) -> Location:
    row = Location.objects.filter(pk=pk, project__in=policies.projects_visible_to(actor).values("pk")).first()
    if row is None:
        raise not_found()
    return row


@door.door(*policies.WRITERS, methods=BOTH)
def place_move(request: DeskRequest, pk: int) -> HttpResponse:
    """Rename or move a place."""
    row = _place(request.actor, pk)

    def do(values: dict[str, Any]) -> None:
        commands.move_location(location_id=pk, **values, by=request.actor, at=clock.now())

    initial = {"name": row.name, "kind": row.kind, "parent_id": row.parent_id}
    form = PlaceForm(fragments.posted(request), project_id=row.project_id, initial=initial)
    return dialogs.answer(request, form, do, to=_url(row.project_id), verb=_("Save"), done=_("Saved."))


@door.door(*policies.WRITERS, methods=BOTH)
def place_remove(request: DeskRequest, pk: int) -> HttpResponse:
    """Remove an empty place."""
    row, form = _place(request.actor, pk), SureForm(request.POST if request.method == "POST" else None)

    def do(values: dict[str, Any]) -> None:
        commands.remove_location(location_id=pk, by=request.actor, at=clock.now())

    to, done = _url(row.project_id), _("Place removed.")
    return dialogs.answer(request, form, do, to=to, verb=_("Remove"), done=done, note=row.path, danger=True)


@door.door(*policies.WRITERS, methods=BOTH)
def party_add(request: DeskRequest, pk: int) -> HttpResponse:
    """Add a party."""
    load(request.actor, pk)

    def do(values: dict[str, Any]) -> None:
        commands.add_party(project_id=pk, **values, by=request.actor, at=clock.now())

    form = PartyForm(fragments.posted(request), actor=request.actor)
    return dialogs.answer(request, form, do, to=_url(pk), verb=_("Add"), done=_("Party added."))


@door.door(*policies.WRITERS, methods=BOTH)
def party_remove(request: DeskRequest, pk: int) -> HttpResponse:
    """Remove a party that was entered by mistake."""
    seen = ProjectParty.objects.filter(project__in=policies.projects_visible_to(request.actor).values("pk"))
    row = seen.select_related("organisation").filter(pk=pk).first()
    if row is None:
        raise not_found()

    def do(values: dict[str, Any]) -> None:
        commands.remove_party(party_id=pk, by=request.actor, at=clock.now())

    to, form = _url(row.project_id), SureForm(request.POST if request.method == "POST" else None)
    note = f"{row.organisation} · {row.get_part_display()}"
    return dialogs.answer(request, form, do, to=to, verb=_("Remove"), done=_("Party removed."), note=note, danger=True)


def tree_panel(request: DeskRequest, row: Project) -> str:
    """Draw the site tree with how much equipment stands in each place."""
    may = policies.may_write(row.region_id, by=request.actor)
    ctx = {"project": row, "nodes": queries.site_tree(row.pk), "may": may, "kinds": dict(Location.Kind.choices)}
    return fragments.html(request, "installed_base/_tree.html", ctx)


def parties_panel(request: DeskRequest, row: Project) -> str:
    """Draw who did what."""
    parties = row.parties.select_related("organisation").order_by("part", "organisation__name")[:100]
    may = policies.may_write(row.region_id, by=request.actor)
    return fragments.html(request, "installed_base/_parties.html", {"project": row, "parties": parties, "may": may})


def equipment_panel(request: DeskRequest, row: Project) -> str:
    """Draw the latest equipment of the project, and the way to all of it."""
    rows = Equipment.objects.filter(project=row).exclude(status="scrapped").select_related("kind", "location")
    ctx = {"rows": rows.order_by("name", "pk")[:MOST_SHOWN], "count": rows.count(), "query": f"project={row.pk}"}
    return fragments.html(request, "installed_base/_equipment_rows.html", ctx)


def facts_panel(request: DeskRequest, row: Project) -> str:
    """Draw who, where, since when."""
    return fragments.html(request, "installed_base/_project_facts.html", {"project": row})


def projects_of_customer(request: DeskRequest, customer: Any) -> str:
    """Draw a customer's projects on the customer's page."""
    rows = policies.projects_visible_to(request.actor).filter(customer_id=customer.pk)
    ctx = {"rows": rows.order_by("name", "pk")[:MOST_SHOWN], "count": rows.count(), "customer": customer}
    ctx["may"] = request.actor.has(*policies.WRITERS)
    return fragments.html(request, "installed_base/_project_rows.html", ctx)


def equipment_of_customer(request: DeskRequest, customer: Any) -> str:
    """Draw a customer's equipment on the customer's page; nothing when there is none."""
    rows = policies.visible_to(request.actor).filter(customer_id=customer.pk).exclude(status="scrapped")
    found = rows.select_related("kind", "location").order_by("name", "pk")[:MOST_SHOWN]
    ctx = {"rows": found, "count": rows.count(), "query": f"customer={customer.pk}"}
    return fragments.html(request, "installed_base/_equipment_rows.html", ctx) if ctx["count"] else ""
