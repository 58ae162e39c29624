"""The pages of equipment: record, changes, labels to print."""

from __future__ import annotations

import base64
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.contexts.installed_base import commands, labels, policies, queries, rules
from aftercare.contexts.installed_base.forms import (
    ChangeEquipmentForm,
    EquipmentForm,
    ReasonForm,
    SheetForm,
    WhichProjectForm,
)
from aftercare.contexts.installed_base.listings import READERS, EquipmentList
from aftercare.contexts.installed_base.models import Equipment
from aftercare.platform import clock
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused, not_found
from aftercare.platform.web import dialogs, door, fragments, panels, picking, timeline
from aftercare.platform.web.actions import Verb
from aftercare.platform.web.fragments import DeskRequest

BOTH = ("GET", "POST")
SEES = EquipmentList.roles
WHOLE = ("kind", "project", "location", "customer", "region")


def load(actor: Actor, pk: int) -> Equipment:
    """
    Return equipment the actor may see.

    :raises Refused: `not_found`.
    """
    row = policies.visible_to(actor).select_related(*WHOLE).filter(pk=pk).first()
    if row is None:
        raise not_found()
    return row


panels.record("equipment", load)


def _url(pk: int) -> str:
    return reverse("installed_base:equipment", args=[pk])


@door.door(*SEES)
def equipment(request: DeskRequest, pk: int) -> HttpResponse:
    """Show one piece of equipment."""
    row = load(request.actor, pk)
    ctx = {"equipment": row, "title": row.name, "verbs": _verbs(row, request.actor)}
    ctx["warranty"] = rules.warranty_state(row.warranty_until, timezone.localdate())
    ctx["entries"] = timeline.of(f"equipment:{pk}")
    return fragments.page(request, "installed_base/equipment.html", ctx)


def _verbs(row: Equipment, actor: Actor) -> list[Verb]:
    may, scrap = policies.may_change_equipment(row, by=actor), policies.may_scrap(row, by=actor)

    def verb(name: str, label: Any, icon: str, **more: Any) -> Verb:
        url = reverse(f"installed_base:{name}", args=[row.pk])
        return Verb(name=name, label=label, url=url, icon=icon, **{"may": may, **more})

    sheet = f"{reverse('installed_base:labels')}?ids={row.pk}&paper=single"
    can_print = policies.may_print(row, by=actor)
    return [
        verb("equipment_change", _("Change details"), "pencil", how="link", primary=True),
        Verb(name="labels", label=_("Print the label"), url=sheet, icon="qrcode", how="link", may=can_print),
        verb("label_renew", _("New label"), "refresh"),
        verb("scrap", _("Scrap"), "trash", may=scrap, danger=True),
    ]


@door.door(*SEES)
def pick(request: DeskRequest) -> HttpResponse:
    """Answer the equipment that matches, for a box one types into."""
    text = request.GET.get("q", "").replace("\0", " ")[:100]
    rows = queries.equipment_options(request.actor, text, picking.MOST)
    return picking.choices((pk, label, "") for pk, label in rows)


@door.door(*policies.WRITERS, methods=BOTH)
def equipment_new(request: DeskRequest) -> HttpResponse:
    """Register equipment; the project first, because it says which places there are."""
    which = WhichProjectForm(request.GET if "project" in request.GET else None, actor=request.actor)
    if not which.is_valid():
        ctx = {"form": which, "title": _("New equipment"), "back": reverse("installed_base:list")}
        return fragments.page(request, "installed_base/which_project.html", ctx, status=422 if which.errors else 200)
    project_id: int = which.cleaned_data["project"]
    return dialogs.form_page(
        request,
        EquipmentForm(fragments.posted(request), actor=request.actor, project_id=project_id),
        lambda values: commands.register_equipment(**values, project_id=project_id, by=request.actor, at=clock.now()),
        to=lambda row: _url(row.pk),
        title=_("New equipment"),
        note=queries.project_labels(request.actor, [project_id])[project_id],
        verb=_("Register"),
        done=_("Registered. Print the label and stick it on."),
        back=reverse("installed_base:project", args=[project_id]),
        draft="equipment-new",
    )


@door.door(*policies.WRITERS, methods=BOTH)
def equipment_change(request: DeskRequest, pk: int) -> HttpResponse:
    """Change the facts about equipment."""
    row = load(request.actor, pk)
    initial = {name: getattr(row, name) for name in ChangeEquipmentForm.base_fields}

    def do(values: dict[str, Any]) -> Any:
        if values["project_id"] != row.project_id:
            values = {name: value for name, value in values.items() if name != "location_id"}
        return commands.change_equipment(equipment_id=pk, changes=values, by=request.actor, at=clock.now())

    return dialogs.form_page(
        request,
        ChangeEquipmentForm(fragments.posted(request), actor=request.actor, project_id=row.project_id, initial=initial),
        do,
        to=_url(pk),
        title=_("Change details: %(name)s") % {"name": row.name},
        verb=_("Save"),
        done=_("Saved."),
        back=_url(pk),
    )


@door.door(*policies.WRITERS, methods=BOTH)
def scrap(request: DeskRequest, pk: int) -> HttpResponse:
    """Scrap equipment."""
    row, form = load(request.actor, pk), ReasonForm(fragments.posted(request))

    def do(values: dict[str, Any]) -> None:
        commands.scrap_equipment(equipment_id=pk, **values, by=request.actor, at=clock.now())

    note = _("%(name)s is taken out of use for good; its history stays, its label leads nowhere.") % {"name": row.name}
    return dialogs.answer(request, form, do, to=_url(pk), verb=_("Scrap"), done=_("Scrapped."), note=note, danger=True)


@door.door(*policies.WRITERS, methods=BOTH)
def label_renew(request: DeskRequest, pk: int) -> HttpResponse:
    """Make a new label."""
    load(request.actor, pk)

    def do(values: dict[str, Any]) -> None:
        commands.renew_label(equipment_id=pk, **values, by=request.actor, at=clock.now())

    note, form = (
        _("The old label leads nowhere from now on; print and stick on the new one."),
        ReasonForm(fragments.posted(request)),
    )
    return dialogs.answer(request, form, do, to=_url(pk), verb=_("New label"), done=_("New label made."), note=note)


@door.door(*READERS)
def label_sheet(request: DeskRequest) -> HttpResponse:
    """Show how the labels will be printed."""
    form, rows = SheetForm(request.GET), _chosen(request)
    picture = ""
    if form.is_valid():
        with fragments.refusals_as_errors(form):
            picture = base64.b64encode(labels.preview(rows, form.sheet())).decode()
    ids = ",".join(str(row.pk) for row in rows)
    ctx = {"form": form, "rows": rows, "ids": ids, "picture": picture, "title": _("Print labels")}
    return fragments.page(request, "installed_base/labels.html", ctx, status=fragments.status_of(form))


@door.door(*READERS)
def label_pdf(request: DeskRequest) -> HttpResponse:
    """Answer the labels as a PDF."""
    form = SheetForm(request.GET)
    if not form.is_valid():
        name, errors = next(iter(form.errors.items()))
        raise Refused("invalid", " ".join(str(error) for error in errors), field=name)
    response = HttpResponse(labels.pdf(_chosen(request), form.sheet()), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="labels.pdf"'
    response["Cache-Control"] = "no-store"
    return response


def _chosen(request: DeskRequest) -> list[Equipment]:
    """
    Return the equipment named in the address, in its order.

    :raises Refused: `invalid` for what is not an id, `too_many_rows`, `not_found` for what the actor may not see.
    """
    given = list(dict.fromkeys(text for text in request.GET.get("ids", "").split(",") if text))
    if not all(text.isascii() and text.isdigit() and len(text) < 19 for text in given):
        raise Refused("invalid", _("The selection holds something that is not an id."), field="ids")
    if len(given) > labels.MOST:
        raise Refused("too_many_rows", _("Print at most %(n)d labels at a time.") % {"n": labels.MOST}, field="ids")
    seen = policies.visible_to(request.actor).exclude(status=Equipment.Status.SCRAPPED)
    rows = {row.pk: row for row in seen.filter(pk__in=given).select_related("project", "location")}
    if any(int(text) not in rows for text in given):
        raise not_found()
    return [rows[int(text)] for text in given]


def facts_panel(request: DeskRequest, row: Equipment) -> str:
    """Draw what it is."""
    return fragments.html(request, "installed_base/_equipment_facts.html", {"equipment": row})


def place_panel(request: DeskRequest, row: Equipment) -> str:
    """Draw whose it is and where it stands."""
    opens = request.actor.has(*READERS)
    return fragments.html(request, "installed_base/_equipment_place.html", {"equipment": row, "opens": opens})


def label_panel(request: DeskRequest, row: Equipment) -> str:
    """Draw the label's QR code; nothing for scrapped equipment."""
    if row.status == Equipment.Status.SCRAPPED or not request.actor.has(*READERS):
        return ""
    picture = base64.b64encode(labels.qr_svg(labels.address_of(row))).decode()
    ctx = {"equipment": row, "picture": picture, "path": queries.label_path(row.label_code)}
    return fragments.html(request, "installed_base/_label.html", ctx)
