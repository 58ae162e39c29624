"""The pages of one organisation: its record, its contacts, its tags."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from aftercare.contexts.organisations import commands, policies, queries
from aftercare.contexts.organisations.forms import (
    ChangeContactForm,
    ChangeOrganisationForm,
    ContactForm,
    LoginForm,
    OrganisationForm,
    TagsForm,
)
from aftercare.contexts.organisations.listings import READERS
from aftercare.contexts.organisations.models import Contact, Organisation
from aftercare.platform import clock
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import not_found
from aftercare.platform.web import dialogs, door, fragments, panels, picking, timeline
from aftercare.platform.web.actions import Verb
from aftercare.platform.web.fragments import DeskRequest

BOTH = ("GET", "POST")


def load(actor: Actor, pk: int) -> Organisation:
    """
    Return an organisation the actor may see.

    :raises Refused: `not_found`.
    """
    row = policies.visible_to(actor).select_related("region").prefetch_related("tags").filter(pk=pk).first()
    if row is None:
        raise not_found()
    return row


panels.record("organisation", load)


def _url(pk: int) -> str:
    return reverse("organisations:organisation", args=[pk])


@door.door(*READERS)
def organisation(request: DeskRequest, pk: int) -> HttpResponse:
    """Show one organisation."""
    row = load(request.actor, pk)
    ctx = {"organisation": row, "title": row.name, "verbs": _verbs(row, request.actor)}
    ctx["entries"] = timeline.of(f"organisation:{pk}")
    return fragments.page(request, "organisations/organisation.html", ctx)


def _verbs(row: Organisation, actor: Actor) -> list[Verb]:
    may = policies.may_change(row, by=actor)

    def verb(name: str, label: Any, icon: str, **more: Any) -> Verb:
        url = reverse(f"organisations:{name}", args=[row.pk])
        return Verb(name=name, label=label, url=url, may=may, icon=icon, **more)

    return [
        verb("contact_add", _("Add a contact"), "user-plus", primary=True),
        verb("change", _("Change details"), "pencil", how="link"),
        verb("tags", _("Set tags"), "tags"),
    ]


@door.door(*READERS)
def pick(request: DeskRequest) -> HttpResponse:
    """Answer the organisations that match, for a box one types into."""
    kinds = [kind for kind in request.GET.getlist("kind") if kind in Organisation.Kind.values]
    text = request.GET.get("q", "").replace("\0", " ")[:100]
    rows = queries.search_organisations(request.actor, text, kinds=kinds, limit=picking.MOST)
    return picking.choices((row.pk, row.name, row.number) for row in rows)


@door.door(*policies.WRITERS, methods=BOTH)
def new(request: DeskRequest) -> HttpResponse:
    """Register an organisation."""
    return dialogs.form_page(
        request,
        OrganisationForm(fragments.posted(request), actor=request.actor),
        lambda values: commands.register_organisation(**values, by=request.actor, at=clock.now()),
        to=lambda row: _url(row.pk),
        title=_("New customer"),
        verb=_("Register"),
        done=_("Registered. Add the people to call."),
        back=reverse("organisations:list"),
        draft="organisation-new",
    )


@door.door(*policies.WRITERS, methods=BOTH)
def change(request: DeskRequest, pk: int) -> HttpResponse:
    """Change the facts about an organisation."""
    row = load(request.actor, pk)
    initial = {name: getattr(row, name) for name in ChangeOrganisationForm.base_fields}
    return dialogs.form_page(
        request,
        ChangeOrganisationForm(fragments.posted(request), actor=request.actor, initial=initial),
        lambda values: commands.change_organisation(
            organisation_id=pk, changes=values, by=request.actor, at=clock.now()
        ),
        to=_url(pk),
        title=_("Change details: %(name)s") % {"name": row},
        verb=_("Save"),
        done=_("Saved."),
        back=_url(pk),
    )


@door.door(*policies.WRITERS, methods=BOTH)
def tags(request: DeskRequest, pk: int) -> HttpResponse:
    """Set the tags."""
    row = load(request.actor, pk)

    def do(values: dict[str, Any]) -> None:
        commands.tag_organisation(organisation_id=pk, **values, by=request.actor, at=clock.now())

    initial = {"tags": "、".join(tag.name for tag in row.tags.all())}
    form = TagsForm(fragments.posted(request), actor=request.actor, initial=initial)
    return dialogs.answer(request, form, do, to=_url(pk), verb=_("Set tags"), done=_("Tags set."))


@door.door(*policies.WRITERS, methods=BOTH)
def contact_add(request: DeskRequest, pk: int) -> HttpResponse:
    """Add a contact."""
    load(request.actor, pk)

    def do(values: dict[str, Any]) -> None:
        commands.add_contact(organisation_id=pk, **values, by=request.actor, at=clock.now())

    form = ContactForm(fragments.posted(request), actor=request.actor)
    return dialogs.answer(request, form, do, to=_url(pk), verb=_("Add"), done=_("Contact added."))


def _contact(actor: Actor, pk: int) -> Contact:
    row = Contact.objects.filter(pk=pk, organisation__in=policies.visible_to(actor).values("pk")).first()
    if row is None:
        raise not_found()
    return row


@door.door(*policies.WRITERS, methods=BOTH)
def contact_change(request: DeskRequest, pk: int) -> HttpResponse:
    """Change a contact."""
    row = _contact(request.actor, pk)

    def do(values: dict[str, Any]) -> None:
        commands.change_contact(contact_id=pk, changes=values, by=request.actor, at=clock.now())

    initial = {name: getattr(row, name) for name in ChangeContactForm.base_fields}
    form = ChangeContactForm(fragments.posted(request), actor=request.actor, initial=initial)
    return dialogs.answer(request, form, do, to=_url(row.organisation_id), verb=_("Save"), done=_("Saved."))


@door.door(*policies.WRITERS, methods=BOTH)
def contact_login(request: DeskRequest, pk: int) -> HttpResponse:
    """Open a login for a contact."""
    row = _contact(request.actor, pk)

    def do(values: dict[str, Any]) -> None:
        commands.open_portal_login(contact_id=pk, **values, by=request.actor, at=clock.now())

    initial = {"username": row.email.lower() or row.phone_digits.removeprefix("86")}
    form, to = LoginForm(fragments.posted(request), actor=request.actor, initial=initial), _url(row.organisation_id)
    note = _("%(name)s will see every record of this organisation.") % {"name": row.name}
    return dialogs.answer(request, form, do, to=to, verb=_("Open the login"), done=_("The login is open."), note=note)


def contacts_panel(request: DeskRequest, row: Organisation) -> str:
    """Draw the people to call, the main contact first."""
    contacts = row.contacts.select_related("user").order_by("-is_active", "-is_primary", "name", "pk")[:50]
    ctx = {"contacts": contacts, "organisation": row, "may": policies.may_change(row, by=request.actor)}
    return fragments.html(request, "organisations/_contacts.html", ctx)


def facts_panel(request: DeskRequest, row: Organisation) -> str:
    """Draw who, what, where."""
    return fragments.html(request, "organisations/_facts.html", {"organisation": row})
