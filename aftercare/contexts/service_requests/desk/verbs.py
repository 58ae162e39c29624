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
from aftercare.platform.refusal import Decision, Refused
from aftercare.platform.web import dialogs, door, fragments
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
    danger: bool = False
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
    Act(name="restore", label=_("Usable again"), icon="plug-connected", command=commands.restore, form=own.RestoreForm,
        done=_("Noted: it can be used again."), roles=(*policies.HANDLERS, Role.ENGINEER)),
    Act(name="resolve", label=_("Resolve"), icon="circle-check", command=commands.resolve, form=own.ResolveForm,
        done=_("The request is resolved.")),
    Act(name="reopen", label=_("Reopen"), icon="rotate", command=commands.reopen, form=own.ReasonForm,
        done=_("The request is open again.")),
    Act(name="cancel", label=_("Cancel the request"), icon="circle-x", command=commands.cancel, form=own.ReasonForm,
        done=_("The request is cancelled."), danger=True),
    Act(name="add_photos", label=_("Add photos"), icon="camera", command=commands.add_photos, form=own.PhotosForm,
        done=_("The photos are added."), roles=policies.READERS),
)  # fmt: skip
BY_NAME = {act.name: act for act in ACTS}


EXTRA = {
    "triage": (_("Assess"), "stethoscope"),
    "assign": (_("Hand over"), "user-check"),
    "change": (_("Correct"), "pencil"),
    "merge": (_("Merge into another"), "git-merge"),
}


def menu(row: ServiceRequest, *, by: Actor, at: datetime) -> list[Verb]:
    """
    Return the verbs of a request for the actor, in their order.

    What the status rules out is no choice at all and stays out; only what waits for somebody else is greyed.
    """
    next_step = _next_step(row)
    verbs = []
    for name, may in _decisions(row, by=by, at=at).items():
        if not may.ok and may.code == "wrong_state":
            continue
        act = BY_NAME.get(name)
        label, icon = (act.label, act.icon) if act else EXTRA[name]
        how = "post" if act is not None and act.form is None else "dialog"
        url = reverse(f"service_requests:{name}", args=[row.pk])
        is_next, is_danger = name == next_step, name == "cancel"
        verbs.append(
            Verb(name=name, label=label, url=url, may=may, icon=icon, how=how, primary=is_next, danger=is_danger)
        )
    return verbs


def _decisions(row: ServiceRequest, *, by: Actor, at: datetime) -> dict[str, Decision]:
    return {
        "acknowledge": policies.may_acknowledge(row, by=by),
        "triage": policies.may_triage(row, by=by),
        "read_back": policies.may_read_back(row, by=by),
        "hold": policies.may_hold(row, by=by),
        "resume": policies.may_resume(row, by=by),
        "restore": policies.may_restore(row, by=by),
        "resolve": policies.may_resolve(row, by=by),
        "close": policies.may_close(row, by=by),
        "reopen": policies.may_reopen(row, by=by, at=at),
        "assign": policies.may_assign(row, by=by),
        "change": policies.may_change(row, by=by),
        "merge": policies.may_merge(row, by=by),
        "add_photos": policies.may_comment(row, by=by),
        "cancel": policies.may_cancel(row, by=by),
    }


def _next_step(row: ServiceRequest) -> str:
    """Return the verb that usually comes next."""
    if row.status in {"acknowledged", "in_progress"}:
        if row.triaged_at is None:
            return "triage"
        # Where somebody goes there, the customer's signature resolves it, not the desk.
        return "" if row.needs_visit else "resolve"
    return {"new": "acknowledge", "pending": "resume", "resolved": "close", "closed": "reopen"}.get(row.status, "")


def _view(act: Act) -> View:
    """Return the page of an act: a dialog where it asks something, else a button to post."""

    def posted(request: DeskRequest, request_id: int) -> HttpResponse:
        try:
            act.command(request_id=request_id, by=request.actor, at=clock.now())
        except Refused as refused:
            if refused.code == "not_found" or not fragments.is_partial(request):
                raise
            fragments.toast(request, str(refused.message), "danger")
        else:
            fragments.toast(request, act.done)
        return fragments.redirect(request, page_of(request_id))

    def asked(request: DeskRequest, request_id: int) -> HttpResponse:
        queries.record(request_id, by=request.actor)
        form = act.form(fragments.posted(request), request.FILES or None)  # type: ignore[misc]
        return _answer(request, request_id, form, act.command, verb=act.label, done=act.done, danger=act.danger)

    view, methods = (asked, ("GET", "POST")) if act.form else (posted, ("POST",))
    view.__name__, view.__doc__ = act.name, f"Do “{act.name}” to a request."
    return door.door(*act.roles, methods=methods)(view)


def page_of(request_id: int) -> str:
    """Return the address of a request's page."""
    return reverse("service_requests:detail", args=[request_id])


def _answer(
    request: DeskRequest, request_id: int, form: django_forms.Form, command: Callable[..., Any], **words: Any
) -> HttpResponse:
    """Show the form of a verb in the dialog, or carry it out."""

    def do(values: dict[str, Any]) -> None:
        command(request_id=request_id, by=request.actor, at=clock.now(), **values)

    return dialogs.answer(request, form, do, to=page_of(request_id), **words)


@door.door(*policies.HANDLERS, methods=("GET", "POST"))
def triage(request: DeskRequest, request_id: int) -> HttpResponse:
    """Assess a request; solved by phone resolves it in the same step."""
    row = queries.record(request_id, by=request.actor)
    form = own.TriageForm(request.POST) if request.method == "POST" else own.TriageForm.of(row)
    done = _("The assessment is kept.")
    return _answer(request, request_id, form, commands.assess, verb=_("Assess"), done=done)


@door.door(*policies.HANDLERS, methods=("GET", "POST"))
def assign(request: DeskRequest, request_id: int) -> HttpResponse:
    """Put a request into a colleague's hands."""
    row = queries.record(request_id, by=request.actor)
    first = {"owner_id": row.owner_id or request.actor.id}
    form = own.AssignForm(fragments.posted(request), initial=first, colleagues=queries.colleagues(row.region_id))
    done = _("The request is handed over.")
    return _answer(request, request_id, form, commands.assign, verb=_("Hand over"), done=done)


@door.door(*policies.HANDLERS, methods=("GET", "POST"))
def merge(request: DeskRequest, request_id: int) -> HttpResponse:
    """Let a matter go on in another request, named by its number."""
    queries.record(request_id, by=request.actor)
    form = own.MergeForm(fragments.posted(request))

    def do(values: dict[str, Any]) -> int:
        into_id = queries.id_of(values["into_id"], by=request.actor)
        commands.merge(request_id=request_id, into_id=into_id, by=request.actor, at=clock.now())
        return into_id

    done = _("The requests are merged.")
    return dialogs.answer(request, form, do, to=page_of, verb=_("Merge into another"), done=done)


def patterns() -> list[Any]:
    """Return the addresses of the verbs."""
    one = "requests/<int:request_id>/"
    plain = [path(f"{one}{act.name.replace('_', '-')}/", _view(act), name=act.name) for act in ACTS]
    return [
        *plain,
        path(f"{one}triage/", triage, name="triage"),
        path(f"{one}assign/", assign, name="assign"),
        path(f"{one}merge/", merge, name="merge"),
    ]
