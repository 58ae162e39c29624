"""The verbs of the work itself: diagnosis, checklist, what was done, the end of it."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.contexts.visits import commands, forms, queries
from aftercare.contexts.visits.desk import shown
from aftercare.contexts.visits.desk.progress import engineer_posts
from aftercare.platform import clock
from aftercare.platform.web import fragments
from aftercare.platform.web.fragments import DeskRequest


@engineer_posts
def diagnose(request: DeskRequest, visit_id: int) -> HttpResponse:
    """Record what is wrong, and why."""
    form = forms.DiagnoseForm(request.POST)
    if form.is_valid():
        with fragments.refusals_as_errors(form):
            commands.diagnose(visit_id=visit_id, by=request.actor, at=clock.now(), **form.cleaned_data)
        if not form.errors:
            return fragments.trigger(shown.done(request, visit_id), "draft:taken", f"diagnosis-{visit_id}")
    return shown.page(request, visit_id, form=form, status=fragments.status_of(form))


@engineer_posts
def answer(request: DeskRequest, visit_id: int, position: int) -> HttpResponse:
    """Answer one step of the checklist."""
    form = forms.StepForm(request.POST)
    if form.is_valid():
        with fragments.refusals_as_errors(form):
            commands.answer(visit_id=visit_id, position=position, by=request.actor, at=clock.now(), **form.cleaned_data)
    return _steps(request, visit_id, form, position)


@engineer_posts
def answer_rest_ok(request: DeskRequest, visit_id: int) -> HttpResponse:
    """Answer every open yes-or-no step with yes."""
    commands.answer_rest_ok(visit_id=visit_id, by=request.actor, at=clock.now())
    return _steps(request, visit_id, forms.StepForm(), 0)


def _steps(request: DeskRequest, visit_id: int, form: forms.StepForm, position: int) -> HttpResponse:
    if not fragments.is_partial(request) and not form.errors:
        return shown.back(request, visit_id)
    job = queries.job(visit_id, by=request.actor)
    errors = [str(error) for field in form.errors.values() for error in field]
    ctx = {**shown.context(request, job), "wrong_step": position if errors else 0, "wrong_words": " ".join(errors)}
    return fragments.fragment(request, "visits/_steps.html", ctx, status=fragments.status_of(form))


@engineer_posts
def record(request: DeskRequest, visit_id: int) -> HttpResponse:
    """Keep what is typed so far; the page sends it while the engineer types."""
    form = forms.WorkForm(request.POST)
    form.fields["work_done"].required = False
    if form.is_valid():
        with fragments.refusals_as_errors(form):
            commands.record_work(visit_id=visit_id, by=request.actor, at=clock.now(), **form.cleaned_data)
    words = " ".join(str(error) for errors in form.errors.values() for error in errors)
    saved = _("Saved %(time)s") % {"time": timezone.localtime(clock.now()).strftime("%H:%M:%S")}
    ctx = {"words": words or saved, "is_wrong": bool(words), "title": _("Work done")}
    return fragments.fragment(request, "visits/_saved.html", ctx, status=fragments.status_of(form))


@engineer_posts
def decide(request: DeskRequest, visit_id: int) -> HttpResponse:
    """Keep what the engineer decides on site."""
    form = forms.DecideForm(request.POST)
    if form.is_valid():
        with fragments.refusals_as_errors(form):
            commands.decide_on_site(visit_id=visit_id, by=request.actor, at=clock.now(), **form.cleaned_data)
    if not fragments.is_partial(request) and not form.errors:
        return shown.back(request, visit_id, _("Your decision is kept."))
    job = queries.job(visit_id, by=request.actor)
    ctx = shown.context(request, job, form if form.errors else None)
    return fragments.fragment(request, "visits/_deciding.html", ctx, status=fragments.status_of(form))


@engineer_posts
def finish(request: DeskRequest, visit_id: int) -> HttpResponse:
    """Say the work is done, and go on to the customer's signature."""
    form = forms.FinishForm(request.POST)
    if form.is_valid():
        with fragments.refusals_as_errors(form):
            commands.finish(visit_id=visit_id, by=request.actor, at=clock.now(), **form.said())
        if not form.errors:
            response = fragments.redirect(request, reverse("visits:sign", args=[visit_id]))
            return fragments.trigger(response, "draft:taken", f"work-{visit_id}")
    return shown.page(request, visit_id, form=form, status=fragments.status_of(form))
