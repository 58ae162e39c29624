"""The pages of the company's limits and of who decides in whose place."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from aftercare.contexts.concessions import commands, forms, mandates, policies, queries, rules, words
from aftercare.contexts.concessions.models import ApprovalLimit, Kind
from aftercare.platform import clock
from aftercare.platform.refusal import not_found
from aftercare.platform.web import dialogs, door, fragments
from aftercare.platform.web.fragments import DeskRequest

BOTH = ("GET", "POST")
USUAL = timedelta(days=7)


@door.door(*policies.READERS)
def limits(request: DeskRequest) -> HttpResponse:
    """Show who may grant how much."""
    ctx = {
        "levels": levels(),
        "may": policies.may_set_limits(by=request.actor),
        "title": _("Limits of approval"),
    }
    return fragments.page(request, "concessions/limits.html", ctx)


def levels() -> list[tuple[Any, str, str, str]]:
    """Return each level with who stands on it, what it may grant and how long it has to decide, in words."""
    return [
        (limit, policies.who_decides(limit), words.reach(limit), words.hours(limit.decide_hours))
        for limit in mandates.limits()
    ]


@door.door(*policies.LIMIT_WRITERS, methods=BOTH)
def limit(request: DeskRequest, level: int) -> HttpResponse:
    """Give a level its role and its limits."""
    policies.may_set_limits(by=request.actor).or_refuse()
    row = ApprovalLimit.objects.filter(level=level).first()
    if row is None:
        raise not_found()
    names = ("role", "is_companywide", "kinds", "most_minutes", "most_amount", "decide_hours")
    form = forms.LimitForm(fragments.posted(request), level=level, initial={name: getattr(row, name) for name in names})

    def do(values: dict[str, Any]) -> None:
        kinds = values.pop("kinds", Kind.values)
        commands.set_limits(level=level, kinds=kinds, **values, by=request.actor, at=clock.now())

    note = _("What is asked already keeps the level it needs.")
    if level == rules.TOP:
        note = _("The top level decides whatever goes beyond the others: it has no limits.")
    to, done = reverse("concessions:limits"), _("The limits are set.")
    verb = _("Set the limits of level %(level)s") % {"level": level}
    return dialogs.answer(request, form, do, to=to, verb=verb, done=done, note=note)


@door.door(*policies.DECIDERS)
def delegations(request: DeskRequest) -> HttpResponse:
    """Show whom one has let decide in one's place, and in whose place one decides."""
    now, user_id = clock.now(), request.actor.id or 0
    rows = [
        (row, row.giver_id == user_id, policies.may_end(row, by=request.actor, at=now), row.during.lower > now)
        for row in queries.delegations(user_id)
    ]
    ctx = {
        "given": [line for line in rows if line[1]],
        "taken": [line for line in rows if not line[1]],
        "may": policies.may_delegate(by=request.actor, at=now),
        "title": _("My delegations"),
    }
    return fragments.page(request, "concessions/delegations.html", ctx)


@door.door(*policies.DECIDERS, methods=BOTH)
def delegate(request: DeskRequest) -> HttpResponse:
    """Let a colleague decide in one's place for a time."""
    now = clock.now()
    policies.may_delegate(by=request.actor, at=now).or_refuse()
    form = forms.DelegateForm(
        fragments.posted(request),
        colleagues=queries.colleagues(request.actor),
        initial={"since": now, "until": now + USUAL},
    )

    def do(values: dict[str, Any]) -> None:
        commands.delegate(**values, by=request.actor, at=clock.now())

    note = _(
        "Your colleague decides what you may decide, but never what either of you asked for, and cannot hand it on."
    )
    to, done = reverse("concessions:delegations"), _("Delegated; your colleague is told.")
    return dialogs.answer(request, form, do, to=to, verb=_("Delegate"), done=done, note=note)


@door.door(*policies.DECIDERS, methods=("POST",))
def end(request: DeskRequest, pk: int) -> HttpResponse:
    """End a delegation before its time."""
    commands.end_delegation(delegation_id=pk, by=request.actor, at=clock.now())
    fragments.toast(request, _("Ended."))
    return fragments.redirect(request, reverse("concessions:delegations"))
