"""The pages of retention money: record, agreement, and what other pages show of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.contexts.installed_base import public as installed_base
from aftercare.contexts.settlement import commands, forms, policies, queries, showing, verbs
from aftercare.contexts.settlement.listings import party
from aftercare.contexts.settlement.models import Retention
from aftercare.platform import clock
from aftercare.platform.actor import Actor
from aftercare.platform.web import dialogs, door, fragments, panels, timeline
from aftercare.platform.web.fragments import DeskRequest


def load(actor: Actor, pk: int) -> Retention:
    """
    Return a retention the actor may see.

    :raises Refused: `not_found`.
    """
    return queries.retention(pk, by=actor)


panels.record("retention", load)


@door.door(*policies.READERS)
def detail(request: DeskRequest, pk: int) -> HttpResponse:
    """Show one retention with its ledger and what blocks its release."""
    row, now = load(request.actor, pk), clock.now()
    ctx = showing.of(row, now=now)
    ctx |= {
        "verbs": verbs.of(row, request.actor, at=now, known=ctx["known"]),
        "entries": timeline.of(row.key),
    }
    return fragments.page(request, "settlement/retention.html", ctx)


@door.door(*policies.WRITERS, methods=("GET", "POST"))
def new(request: DeskRequest) -> HttpResponse:
    """Write down retention money; the project first, because it says who the parties are."""
    which = forms.WhichProjectForm(request.GET if "project" in request.GET else None, actor=request.actor)
    card = installed_base.project_card(which.cleaned_data["project"]) if which.is_valid() else None
    if card is None:
        ctx = {"form": which, "title": _("New retention money"), "back": reverse("settlement:list")}
        return fragments.page(request, "settlement/which_project.html", ctx, status=422 if which.errors else 200)
    initial = {"holder_id": card.customer_id, "withheld_on": timezone.localdate()}
    form = forms.AgreeForm(fragments.posted(request), project=card, initial=initial)

    def do(values: dict[str, Any]) -> Retention:
        pledge = forms.pledge(values)
        return commands.agree(project_id=card.id, guarantee=pledge, **values, by=request.actor, at=clock.now())

    return dialogs.form_page(
        request,
        form,
        do,
        to=lambda row: row.get_absolute_url(),
        title=_("New retention money"),
        note=f"{card.name} · {card.customer_name}",
        verb=_("Write down"),
        done=_("Written down; the ledger has begun."),
        back=reverse("installed_base:project", args=[card.id]),
        draft="retention-new",
    )


def of_project(request: DeskRequest, project: Any) -> str:
    """Draw a project's retention money; nothing when there is none and nobody here may write any down."""
    rows = queries.of_project(project.pk, by=request.actor)
    may = policies.may_agree(project.region_id, by=request.actor)
    if not rows and not may.ok:
        return ""
    shown = [(row, party(row.holder), party(row.payee), row.get_absolute_url()) for row in rows]
    return fragments.html(request, "settlement/_of_project.html", {"rows": shown, "project": project, "may": may})


def pressing_card(request: DeskRequest) -> str:
    """Draw the retention money that waits or is late; nothing when none does."""
    rows = queries.pressing(by=request.actor, now=clock.now())
    shown = [(row, row.get_absolute_url()) for row in rows]
    return fragments.html(request, "settlement/_pressing.html", {"rows": shown}) if shown else ""
