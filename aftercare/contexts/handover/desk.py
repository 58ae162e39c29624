"""The desk's doors of hand-overs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.contexts.handover import book, commands, policies, queries
from aftercare.contexts.handover.models import NEEDED
from aftercare.contexts.installed_base import public as installed_base
from aftercare.platform import clock
from aftercare.platform.refusal import Refused, not_found
from aftercare.platform.web import door, fragments, panels
from aftercare.platform.web.forms import StrictForm
from aftercare.platform.web.fragments import DeskRequest

app_name = "handover"


class WorkbookForm(StrictForm):
    """The workbook; a dry run only says what would happen."""

    file = forms.FileField(label=gettext_lazy("Workbook (.xlsx)"), allow_empty_file=True)
    dry_run = forms.BooleanField(label=gettext_lazy("Only check, change nothing"), required=False, initial=True)


def _card(request: DeskRequest, pk: int) -> installed_base.ProjectCard:
    card = installed_base.project_card(pk)
    if card is None or not installed_base.projects_visible_to(request.actor).filter(pk=pk).exists():
        raise not_found()
    return card


@door.door(*policies.WRITERS, methods=("GET", "POST"))
def take_over(request: DeskRequest, pk: int) -> HttpResponse:
    """Check a workbook, show what it would do and what is missing, and carry it out."""
    card = _card(request, pk)
    policies.may_take_over(card.region_id, by=request.actor).or_refuse()
    form, outcome = WorkbookForm(fragments.posted(request), request.FILES or None), None
    if request.method == "POST" and form.is_valid():
        try:
            lines = book.read(form.cleaned_data["file"])
            outcome = commands.take_over(
                project_id=pk, lines=lines, dry_run=form.cleaned_data["dry_run"], by=request.actor, at=clock.now()
            )
        except Refused as refused:
            form.add_error("file", str(refused.message))
    page = reverse("installed_base:project", args=[pk])
    if outcome and outcome.done:
        fragments.toast(request, _("The project is taken over."))
        return fragments.redirect(request, page)
    ctx = {"form": form, "outcome": outcome, "project": card, "back": page, "rows": _rows(outcome)}
    ctx["title"] = _("Hand-over: %(name)s") % {"name": card.name}
    status = 422 if form.errors or (outcome and outcome.wrong) else 200
    return fragments.page(request, "handover/take_over.html", ctx, status=status)


def _rows(outcome: commands.Outcome | None) -> list[tuple[str, int, int, int]]:
    """Return (sheet, new, changed, known) for each sheet with lines."""
    if outcome is None:
        return []
    every = ((str(book.TITLES[name]), counted) for name, counted in outcome.counts.items())
    return [(title, c["added"], c["changed"], c["same"]) for title, c in every if sum(c.values())]


@door.door(*policies.WRITERS)
def template(request: DeskRequest) -> HttpResponse:
    """Answer the empty workbook in the reader's language."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    answer = HttpResponse(book.template(), content_type=kind)
    answer["Content-Disposition"] = 'attachment; filename="handover.xlsx"'
    return answer


def of_project(request: DeskRequest, row: Any) -> str:
    """Draw the papers of a project, what is missing, and the way to the hand-over."""
    papers, may = queries.papers_of(row.pk), policies.may_take_over(row.region_id, by=request.actor)
    if not papers and not may.ok:
        return ""
    ctx = {"project": row, "papers": papers, "gaps": queries.gaps(row.pk), "needed": len(NEEDED), "may": may}
    return fragments.html(request, "handover/_of_project.html", ctx)


urlpatterns = [
    path("projects/<int:pk>/handover/", take_over, name="take_over"),
    path("projects/handover.xlsx", template, name="template"),
]

panels.panel("project", gettext_lazy("Hand-over"), of_project, 70, key="handover", icon="package-import")
