"""The pages of warranties: what a project's page shows, a part's page, and what is done to it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from aftercare.contexts.installed_base import public as installed_base
from aftercare.contexts.installed_base.public import ProjectCard
from aftercare.contexts.warranties import commands, explaining, forms, picture, policies, queries, words
from aftercare.contexts.warranties.listings import SOON_DAYS, days_left, state_of
from aftercare.contexts.warranties.models import Section, WarrantyFile, WarrantyPart
from aftercare.platform import clock
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import not_found
from aftercare.platform.web import dialogs, door, fragments, panels, timeline
from aftercare.platform.web.actions import Verb
from aftercare.platform.web.fragments import DeskRequest

BOTH = ("GET", "POST")


def load(actor: Actor, pk: int) -> WarrantyPart:
    """
    Return a part the actor may see.

    :raises Refused: `not_found`.
    """
    row = policies.visible_to(actor).select_related("project", "section", "liable").filter(pk=pk).first()
    if row is None:
        raise not_found()
    return row


panels.record("warranty", load)


def _project(actor: Actor, pk: int) -> ProjectCard:
    card = installed_base.project_card(pk)
    if card is None or not installed_base.projects_visible_to(actor).filter(pk=pk).exists():
        raise not_found()
    return card


def _project_url(pk: int) -> str:
    return reverse("installed_base:project", args=[pk])


@door.door(*policies.READERS)
def part(request: DeskRequest, pk: int) -> HttpResponse:
    """Show one part with its warranty, what interrupted it and what was repaired."""
    row = load(request.actor, pk)
    ctx = {
        "part": row,
        "title": row.name,
        "state": state_of(row),
        "left": days_left(row),
        "flag": words.flag_words(row.flag),
        "steps": explaining.of_part(row, queries.known_of(row.project_id)),
        "repairs": list(row.repairs.all()),
        "inspections": list(row.inspections.all()),
        "verbs": _verbs(row, request.actor),
        "entries": timeline.of(row.key),
    }
    return fragments.page(request, "warranties/part.html", ctx)


def _verbs(row: WarrantyPart, actor: Actor) -> list[Verb]:
    may = policies.may_write(row.project.region_id, by=actor)

    def verb(name: str, label: Any, icon: str, **more: Any) -> Verb:
        url = reverse(f"warranties:{name}", args=[row.pk])
        return Verb(name=name, label=label, url=url, may=may, icon=icon, **more)

    stands = row.flag == "suspended"
    left = days_left(row)
    inspect = _("A request for an inspection is registered for the customer. Go on?")
    return [
        verb(
            "inspect", _("Call the inspection before the end"), "clipboard-search", how="post", confirm=inspect,
            primary=left is not None and 0 < left <= SOON_DAYS,
        ),
        verb("lift", _("Let it go on"), "player-play", primary=True)
        if stands
        else verb("suspend", _("Let it stand still"), "player-pause"),
        verb("repair", _("Note a repair"), "tool"),
        verb("change", _("Change"), "pencil"),
        verb("remove", _("Remove"), "trash", danger=True),
    ]  # fmt: skip


@door.door(*policies.WRITERS, methods=BOTH)
def file(request: DeskRequest, pk: int) -> HttpResponse:
    """Say what the warranties of a project rest on."""
    _project(request.actor, pk)
    known = WarrantyFile.objects.filter(project_id=pk).first()
    kinds = [part.kind for part in queries.parts_of(pk) if part.section_id is None]
    initial = {"kinds": kinds}
    if known:
        initial |= {name: getattr(known, name) for name in ("jurisdiction", "city", "design_life_years")}

    def do(values: dict[str, Any]) -> None:
        commands.open_file(project_id=pk, **values, by=request.actor, at=clock.now())

    form = forms.FileForm(fragments.posted(request), initial=initial)
    return dialogs.answer(request, form, do, to=_project_url(pk), verb=_("Save"), done=_("The warranty file is kept."))


@door.door(*policies.WRITERS, methods=BOTH)
def section(request: DeskRequest, pk: int) -> HttpResponse:
    """Note a partial acceptance."""
    _project(request.actor, pk)

    def do(values: dict[str, Any]) -> None:
        commands.accept_section(project_id=pk, **values, by=request.actor, at=clock.now())

    form = forms.SectionForm(fragments.posted(request), project_id=pk)
    return dialogs.answer(request, form, do, to=_project_url(pk), verb=_("Save"), done=_("The acceptance is noted."))


@door.door(*policies.WRITERS, methods=BOTH)
def section_change(request: DeskRequest, pk: int) -> HttpResponse:
    """Correct a partial acceptance."""
    row = Section.objects.filter(pk=pk, project__in=installed_base.projects_visible_to(request.actor)).first()
    if row is None:
        raise not_found()

    def do(values: dict[str, Any]) -> None:
        commands.accept_section(
            project_id=row.project_id, section_id=row.pk, **values, by=request.actor, at=clock.now()
        )

    initial = {name: getattr(row, name) for name in forms.SectionForm.base_fields}
    form = forms.SectionForm(fragments.posted(request), project_id=row.project_id, initial=initial)
    to = _project_url(row.project_id)
    return dialogs.answer(request, form, do, to=to, verb=_("Save"), done=_("The acceptance is noted."))


@door.door(*policies.WRITERS, methods=BOTH)
def add(request: DeskRequest, pk: int) -> HttpResponse:
    """Add a part to a project's file."""
    _project(request.actor, pk)

    def do(values: dict[str, Any]) -> None:
        commands.write_part(project_id=pk, **values, by=request.actor, at=clock.now())

    form = forms.PartForm(fragments.posted(request), actor=request.actor, project_id=pk)
    return dialogs.answer(request, form, do, to=_project_url(pk), verb=_("Add"), done=_("The part is on file."))


def _part_url(pk: int) -> str:
    return reverse("warranties:part", args=[pk])


@door.door(*policies.WRITERS, methods=BOTH)
def change(request: DeskRequest, pk: int) -> HttpResponse:
    """Change what is known about a part."""
    row = load(request.actor, pk)

    def do(values: dict[str, Any]) -> None:
        commands.change_part(part_id=pk, changes=values, by=request.actor, at=clock.now())

    initial = {name: getattr(row, name) for name in forms.ChangePartForm.base_fields}
    form = forms.ChangePartForm(
        fragments.posted(request), actor=request.actor, project_id=row.project_id, initial=initial
    )
    return dialogs.answer(request, form, do, to=_part_url(pk), verb=_("Save"), done=_("Saved."))


@door.door(*policies.WRITERS, methods=BOTH)
def suspend(request: DeskRequest, pk: int) -> HttpResponse:
    """Let a warranty stand still."""
    load(request.actor, pk)

    def do(values: dict[str, Any]) -> None:
        commands.suspend(part_id=pk, **values, by=request.actor, at=clock.now())

    form = forms.SuspendForm(fragments.posted(request), initial={"since": timezone.localdate()})
    done = _("The warranty stands still.")
    return dialogs.answer(request, form, do, to=_part_url(pk), verb=_("Let it stand still"), done=done)


@door.door(*policies.WRITERS, methods=BOTH)
def lift(request: DeskRequest, pk: int) -> HttpResponse:
    """Let a warranty go on."""
    load(request.actor, pk)

    def do(values: dict[str, Any]) -> None:
        commands.lift(part_id=pk, **values, by=request.actor, at=clock.now())

    form = forms.LiftForm(fragments.posted(request), initial={"last": timezone.localdate()})
    done = _("The warranty goes on.")
    return dialogs.answer(request, form, do, to=_part_url(pk), verb=_("Let it go on"), done=done)


@door.door(*policies.WRITERS, methods=BOTH)
def repair(request: DeskRequest, pk: int) -> HttpResponse:
    """Note a repair with a warranty of its own."""
    load(request.actor, pk)

    def do(values: dict[str, Any]) -> None:
        commands.note_repair(part_id=pk, **values, by=request.actor, at=clock.now())

    form = forms.RepairForm(fragments.posted(request), initial={"repaired_on": timezone.localdate()})
    return dialogs.answer(request, form, do, to=_part_url(pk), verb=_("Save"), done=_("The repair is noted."))


@door.door(*policies.WRITERS, methods=("POST",))
def inspect(request: DeskRequest, pk: int) -> HttpResponse:
    """Call the inspection before the warranty ends."""
    load(request.actor, pk)
    commands.call_inspection(part_id=pk, by=request.actor, at=clock.now())
    fragments.toast(request, _("The inspection is called; its request appears among the requests."))
    return fragments.redirect(request, _part_url(pk))


@door.door(*policies.WRITERS, methods=BOTH)
def remove(request: DeskRequest, pk: int) -> HttpResponse:
    """Take out a part that was entered by mistake."""
    row = load(request.actor, pk)

    def do(values: dict[str, Any]) -> None:
        commands.remove_part(part_id=pk, by=request.actor, at=clock.now())

    form = forms.SureForm(request.POST if request.method == "POST" else None)
    to, done = _project_url(row.project_id), _("The part is taken out.")
    return dialogs.answer(request, form, do, to=to, verb=_("Remove"), done=done, note=row.name, danger=True)


def of_project(request: DeskRequest, row: Any) -> str:
    """Draw the warranties of a project: the picture, the sections, and what may be done."""
    pk = row.pk
    known = queries.known_of(pk)
    ctx = {
        "project": row,
        "picture": picture.draw(pk, row.completion_accepted_on, timezone.localdate(), _part_url),
        "known": known,
        "law": known.law.named(get_language() or ""),
        "sections": queries.sections_of(pk),
        "may": policies.may_write(row.region_id, by=request.actor),
    }
    return fragments.html(request, "warranties/_of_project.html", ctx)


def ending_card(request: DeskRequest) -> str:
    """Draw the warranties that end soon; nothing when none does."""
    today = timezone.localdate()
    rows = policies.visible_to(request.actor).filter(until__gte=today).select_related("project")
    found = [(row, days_left(row, today)) for row in rows.order_by("until", "pk")[:6]]
    near = [(row, left, _part_url(row.pk)) for row, left in found if left is not None and left <= SOON_DAYS]
    return fragments.html(request, "warranties/_ending.html", {"rows": near}) if near else ""
