"""What can be done to a concession, and the dialogs that do it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from aftercare.contexts.clocks import public as clocks
from aftercare.contexts.concessions import commands, forms, limit_pages, policies, queries, words
from aftercare.contexts.concessions.models import Concession, Kind
from aftercare.platform import clock
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import not_found
from aftercare.platform.web import dialogs, door, fragments
from aftercare.platform.web.actions import Verb
from aftercare.platform.web.fragments import DeskRequest

BOTH = ("GET", "POST")


def of(row: Concession, actor: Actor, *, at: datetime) -> list[Verb]:
    """Return what can be done now; what cannot says why. Nothing once it is over, or for who only reads."""
    if row.state != "asked":
        return []
    decide, withdraw = policies.may_decide(row, by=actor, at=at), policies.may_withdraw(row, by=actor)
    found = []
    if actor.has(*policies.DECIDERS):
        yes, no = (reverse(f"concessions:{name}", args=[row.pk]) for name in ("grant", "refuse"))
        found += [
            Verb(name="grant", label=pgettext("verb", "Grant"), url=yes, icon="check", may=decide, primary=True),
            Verb(name="refuse", label=pgettext("verb", "Refuse"), url=no, icon="ban", may=decide, danger=True),
        ]
    if row.asked_by_id == actor.id:
        found.append(
            Verb(
                name="withdraw",
                label=pgettext("concession", "Take back"),
                url=reverse("concessions:withdraw", args=[row.pk]),
                may=withdraw,
                icon="arrow-back-up",
                how="post",
                confirm=_("Take this ask back? The promise stays as it is."),
                danger=True,
            )
        )
    return found


@door.door(*policies.ASKERS, methods=BOTH)
def ask(request: DeskRequest, clock_id: int) -> HttpResponse:
    """Ask to deviate from a promise; another kind asks other questions."""
    promise = clocks.standing(clock_id)
    kind, _colon, number = promise.subject.partition(":")
    if kind != "service_request" or not policies.sees_request(int(number), by=request.actor):
        raise not_found()
    chosen = (request.POST if request.method == "POST" else request.GET).get("kind", Kind.EXTEND)
    form = forms.AskForm(
        fragments.posted(request),
        request.FILES or None,
        kind=chosen if chosen in Kind.values else Kind.EXTEND,
        url=request.path,
        initial={name: value for name, value in request.GET.dict().items() if name in ("amount", "reason", "until")},
    )
    if request.method == "POST" and form.is_valid():
        with fragments.refusals_as_errors(form):
            row = _ask(clock_id, dict(form.cleaned_data), by=request.actor, at=clock.now())
        if not form.errors:
            fragments.toast(request, _("Asked; level %(level)s decides.") % {"level": row.level})
            return fragments.redirect(request, row.get_absolute_url())
    ctx = {"form": form, "promise": promise, "label": words.promise(promise.promise), "levels": limit_pages.levels()}
    ctx |= {"title": _("Ask for a concession"), "action": request.path}
    return fragments.fragment(request, "concessions/_ask.html", ctx, status=fragments.status_of(form))


def _ask(clock_id: int, values: dict[str, Any], *, by: Actor, at: datetime) -> Concession:
    given = values.pop("file")
    if given is not None:
        values |= {"evidence": given.read(), "evidence_name": given.name or ""}
    return commands.ask(clock_id=clock_id, **values, by=by, at=at)


@door.door(*policies.DECIDERS, methods=BOTH)
def grant(request: DeskRequest, pk: int) -> HttpResponse:
    """Grant what was asked."""
    row = queries.concession(pk, by=request.actor)
    form = forms.GrantForm(fragments.posted(request), initial={"seen_version": row.version})

    def do(values: dict[str, Any]) -> None:
        commands.grant(concession_id=pk, **values, by=request.actor, at=clock.now())

    named = {"request": row.request.number, "promise": words.promise(row.clock.promise), "what": words.asked_of(row)}
    note = _("%(request)s · %(promise)s: %(what)s") % named
    verb, done = pgettext("verb", "Grant"), _("Granted; the clock knows it.")
    return dialogs.answer(request, form, do, to=row.get_absolute_url(), verb=verb, done=done, note=note)


@door.door(*policies.DECIDERS, methods=BOTH)
def refuse(request: DeskRequest, pk: int) -> HttpResponse:
    """Let the promise stay as it is."""
    row = queries.concession(pk, by=request.actor)
    form = forms.RefuseForm(fragments.posted(request), initial={"seen_version": row.version})

    def do(values: dict[str, Any]) -> None:
        commands.refuse(concession_id=pk, **values, by=request.actor, at=clock.now())

    verb, done = pgettext("verb", "Refuse"), _("Refused; the promise stays as it is.")
    note = _("Whoever asked reads your words.")
    return dialogs.answer(request, form, do, to=row.get_absolute_url(), verb=verb, done=done, note=note, danger=True)


@door.door(*policies.ASKERS, methods=("POST",))
def withdraw(request: DeskRequest, pk: int) -> HttpResponse:
    """Take an ask back."""
    row = commands.withdraw(concession_id=pk, by=request.actor, at=clock.now())
    fragments.toast(request, pgettext("concession", "Taken back."))
    return fragments.redirect(request, row.get_absolute_url())
