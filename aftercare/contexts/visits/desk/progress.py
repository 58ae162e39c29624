"""The verbs that move a visit on: accept, refuse, set out, arrive, cannot complete."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from aftercare.contexts.service_requests import public as service_requests
from aftercare.contexts.visits import commands, forms, queries
from aftercare.contexts.visits.desk import shown
from aftercare.platform import clock
from aftercare.platform.actor import Role
from aftercare.platform.refusal import not_found
from aftercare.platform.web import door, fragments
from aftercare.platform.web.fragments import DeskRequest

engineer_posts = door.door(Role.ENGINEER, methods=("POST",))
engineer_fills = door.door(Role.ENGINEER, methods=("GET", "POST"))


@engineer_posts
@shown.or_as_it_is
def accept(request: DeskRequest, visit_id: int) -> HttpResponse:
    """Take the job."""
    commands.accept(visit_id=visit_id, by=request.actor, at=clock.now())
    return shown.done(request, visit_id)


@engineer_posts
@shown.or_as_it_is
def set_out(request: DeskRequest, visit_id: int) -> HttpResponse:
    """Leave for the site."""
    commands.set_out(visit_id=visit_id, by=request.actor, at=clock.now())
    return shown.done(request, visit_id)


@engineer_posts
def arrive(request: DeskRequest, visit_id: int) -> HttpResponse:
    """Be on site, with the device's place when it tells it."""
    form = forms.ArriveForm(request.POST)
    if form.is_valid():
        with fragments.refusals_as_errors(form):
            commands.arrive(visit_id=visit_id, by=request.actor, at=clock.now(), **form.said())
        if not form.errors:
            return shown.done(request, visit_id)
    return shown.page(request, visit_id, form=form, status=fragments.status_of(form))


@engineer_posts
@shown.or_as_it_is
def help_done(request: DeskRequest, visit_id: int) -> HttpResponse:
    """End the help: the partner reports for both."""
    commands.help_done(visit_id=visit_id, by=request.actor, at=clock.now())
    return shown.done(request, visit_id)


@engineer_fills
def refuse(request: DeskRequest, visit_id: int) -> HttpResponse:
    """Hand the job back, saying why."""
    form = forms.RefusalForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with fragments.refusals_as_errors(form):
            commands.refuse(visit_id=visit_id, by=request.actor, at=clock.now(), **form.cleaned_data)
        if not form.errors:
            return shown.back_to_list(request, _("The job goes back to dispatch."))
    words = {"title": _("I cannot take this job"), "verb": _("Hand it back"), "icon": "arrow-back-up"}
    return _ask(request, visit_id, form, words)


@engineer_fills
def cannot_complete(request: DeskRequest, visit_id: int) -> HttpResponse:
    """End the visit without a result, saying what is in the way."""
    form = forms.CannotCompleteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with fragments.refusals_as_errors(form):
            commands.cannot_complete(visit_id=visit_id, by=request.actor, at=clock.now(), **form.cleaned_data)
        if not form.errors:
            return shown.back_to_list(request, _("Dispatch knows that somebody has to come again."))
    words = {"title": _("It cannot be finished today"), "verb": _("End the visit"), "icon": "player-stop"}
    return _ask(request, visit_id, form, words)


@engineer_fills
def restore(request: DeskRequest, visit_id: int) -> HttpResponse:
    """Say that the customer can use it again, while the work goes on."""
    request_id = queries.visit(visit_id, by=request.actor).work_order.request_id
    if request_id is None:
        raise not_found()
    form = forms.RestoreForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with fragments.refusals_as_errors(form):
            service_requests.restore(request_id=request_id, by=request.actor, at=clock.now(), **form.cleaned_data)
        if not form.errors:
            fragments.toast(request, _("Noted: it can be used again."))
            return shown.back(request, visit_id)
    words = {"title": _("It can be used again"), "verb": _("Usable again"), "icon": "plug-connected"}
    return _ask(request, visit_id, form, words)


def _ask(request: DeskRequest, visit_id: int, form: forms.StrictForm, words: dict[str, str]) -> HttpResponse:
    visit = queries.visit(visit_id, by=request.actor)
    ctx = {"form": form, "visit": visit, "order": visit.work_order, **words}
    return fragments.page(request, "visits/ask.html", ctx, status=fragments.status_of(form))
