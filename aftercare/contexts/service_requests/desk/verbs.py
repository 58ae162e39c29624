"""What can be done to a request: the menu, and the dialogs behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms as django_forms
from django.http import HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.service_requests import commands, policies, queries
from aftercare.contexts.service_requests import forms as own
from aftercare.contexts.service_requests.models import ServiceRequest
from aftercare.platform import clock
from aftercare.platform.actor import Actor, Role
from aftercare.platform.refusal import Refused
from aftercare.platform.web import door, fragments
from aftercare.platform.web.actions import Verb
from aftercare.platform.web.fragments import DeskRequest

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A verb of the page: how its button reads, what it asks, which command it calls, and what is said after it."""

    name: str
    label: Any
    icon: str
    command: Callable[..., Any]
    done: Any
    form: type[django_forms.Form] | None = None
    roles: tuple[Role, ...] = policies.HANDLERS


ACTS = (
    Act(name="acknowledge", label=_("Acknowledge"), icon="phone-check", command=commands.acknowledge,
        done=_("The request is yours.")),
    Act(name="read_back", label=_("Read back"), icon="message-check", command=commands.read_back,
        done=_("Noted: read back and confirmed.")),
    Act(name="resume", label=_("Go on"), icon="player-play", command=commands.resume, done=_("The request goes on.")),
    Act(name="close", label=_("Close"), icon="archive", command=commands.close, done=_("The file is closed.")),
    Act(name="hold", label=_("Let it wait"), icon="player-pause", command=commands.hold, form=own.HoldForm,
        done=_("The request waits.")),
    Act(name="resolve", label=_("Resolve"), icon="circle-check", command=commands.resolve, form=own.ResolveForm,
        done=_("The request is resolved.")),
    Act(name="reopen", label=_("Reopen"), icon="rotate", command=commands.reopen, form=own.ReasonForm,
        done=_("The request is open again.")),
    Act(name="cancel", label=_("Cancel the request"), icon="circle-x", command=commands.cancel, form=own.ReasonForm,
        done=_("The request is cancelled.")),
    Act(name="add_photos", label=_("Add photos"), icon="camera", command=commands.add_photos, form=own.PhotosForm,
        done=_("The photos are added."), roles=policies.READERS),
)  # fmt: skip
BY_NAME = {act.name: act for act in ACTS}


def menu(row: ServiceRequest, *, by: Actor, at: datetime) -> list[Verb]:
    """Return the verbs of a request for the actor, the usual next step first."""
    may = {
        "acknowledge": policies.may_acknowledge(row, by=by),
        "triage": policies.may_triage(row, by=by),
        "read_back": policies.may_read_back(row, by=by),
        "hold": policies.may_hold(row, by=by),
        "resume": policies.may_resume(row, by=by),
        "resolve": policies.may_resolve(row, by=by),
        "close": policies.may_close(row, by=by),
        "reopen": policies.may_reopen(row, by=by, at=at),
        "assign": policies.may_assign(row, by=by),
        "change": policies.may_change(row, by=by),
        "merge": policies.may_merge(row, by=by),
        "add_photos": policies.may_comment(row, by=by),
        "cancel": policies.may_cancel(row, by=by),
    }
    extra = {
        "triage": (_("Assess"), "stethoscope"),
        "assign": (_("Hand over"), "user-check"),
        "change": (_("Correct"), "pencil"),
        "merge": (_("Merge into another"), "git-merge"),
    }
    next_step = _next_step(row)
    verbs = []
    for name, decision in may.items():
        act = BY_NAME.get(name)
        label, icon = (act.label, act.icon) if act else extra[name]
        how = "post" if act is not None and act.form is None else "dialog"
        url = reverse(f"service_requests:{name}", args=[row.pk])
        is_next, is_danger = name == next_step, name == "cancel"
        verbs.append(Verb(name=name, label=label, url=url, may=decision, icon=icon, how=how, primary=is_next,
                          danger=is_danger))  # fmt: skip
    return verbs


def _next_step(row: ServiceRequest) -> str:
    """Return the verb that usually comes next."""
    if row.status in {"acknowledged", "in_progress"}:
        return "triage" if row.triaged_at is None else "resolve"
    return {"new": "acknowledge", "pending": "resume", "resolved": "close", "closed": "reopen"}.get(row.status, "")


def _view(act: Act) -> View:
    """Return the page of an act: a dialog where it asks something, else a button to post."""

    def posted(request: DeskRequest, request_id: int) -> HttpResponse:
        act.command(request_id=request_id, by=request.actor, at=clock.now())
        return _done(request, request_id, act.done)

    def asked(request: DeskRequest, request_id: int) -> HttpResponse:
        row = queries.record(request_id, by=request.actor)
        form = act.form(request.POST or None, request.FILES or None)  # type: ignore[misc]
        if request.method == "POST" and form.is_valid():
            with fragments.refusals_as_errors(form):
                act.command(request_id=request_id, by=request.actor, at=clock.now(), **form.cleaned_data)
            if not form.errors:
                return _done(request, request_id, act.done)
        return dialog(request, row, form, act.label)

    view, methods = (asked, ("GET", "POST")) if act.form else (posted, ("POST",))
    view.__name__, view.__doc__ = act.name, f"Do “{act.name}” to a request."
    return door.door(*act.roles, methods=methods)(view)


def dialog(request: DeskRequest, row: ServiceRequest, form: Any, label: Any) -> HttpResponse:
    """Return the small form of a verb, with what is wrong in it."""
    ctx = {"form": form, "row": row, "label": label, "title": f"{row.number} · {label}"}
    return fragments.fragment(request, "service_requests/_dialog.html", ctx, status=fragments.status_of(form))


def _done(request: DeskRequest, request_id: int, words: Any) -> HttpResponse:
    fragments.toast(request, words)
    return fragments.redirect(request, reverse("service_requests:detail", args=[request_id]))


@door.door(*policies.HANDLERS, methods=("GET", "POST"))
def triage(request: DeskRequest, request_id: int) -> HttpResponse:
    """Assess a request; solved by phone resolves it in the same step."""
    row = queries.record(request_id, by=request.actor)
    form = own.TriageForm(request.POST) if request.method == "POST" else own.TriageForm.of(row)
    if form.is_bound and form.is_valid():
        with fragments.refusals_as_errors(form):
            commands.assess(request_id=request_id, by=request.actor, at=clock.now(), **form.cleaned_data)
        if not form.errors:
            return _done(request, request_id, _("The assessment is kept."))
    return dialog(request, row, form, _("Assess"))


@door.door(*policies.HANDLERS, methods=("GET", "POST"))
def assign(request: DeskRequest, request_id: int) -> HttpResponse:
    """Put a request into a colleague's hands."""
    row = queries.record(request_id, by=request.actor)
    who = queries.colleagues(row.region_id)
    first = {"owner_id": row.owner_id or request.actor.id}
    form = own.AssignForm(request.POST or None, initial=first, colleagues=who)
    if request.method == "POST" and form.is_valid():
        with fragments.refusals_as_errors(form):
            commands.assign(request_id=request_id, by=request.actor, at=clock.now(), **form.cleaned_data)
        if not form.errors:
            return _done(request, request_id, _("The request is handed over."))
    return dialog(request, row, form, _("Hand over"))


@door.door(*policies.HANDLERS, methods=("GET", "POST"))
def merge(request: DeskRequest, request_id: int) -> HttpResponse:
    """Let a matter go on in another request, named by its number."""
    row = queries.record(request_id, by=request.actor)
    form = own.MergeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with fragments.refusals_as_errors(form):
            into_id = queries.id_of(form.cleaned_data["into"], by=request.actor)
            _merge(request, request_id, into_id)
            return _done(request, into_id, _("The requests are merged."))
    return dialog(request, row, form, _("Merge into another"))


def _merge(request: DeskRequest, request_id: int, into_id: int) -> None:
    try:
        commands.merge(request_id=request_id, into_id=into_id, by=request.actor, at=clock.now())
    except Refused as refused:
        field = "into" if refused.field == "into_id" else refused.field
        raise Refused(refused.code, refused.message, field=field) from refused


def patterns() -> list[Any]:
    """Return the addresses of the verbs."""
    one = "requests/<int:request_id>/"
    plain = [path(f"{one}{act.name}/".replace("_", "-"), _view(act), name=act.name) for act in ACTS]
    return [
        *plain,
        path(f"{one}triage/", triage, name="triage"),
        path(f"{one}assign/", assign, name="assign"),
        path(f"{one}merge/", merge, name="merge"),
    ]
