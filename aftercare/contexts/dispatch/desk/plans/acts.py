"""What people decide about plans: publish, throw away, be content with the best so far."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from aftercare.contexts.dispatch import commands, policies, queries
from aftercare.contexts.dispatch.desk.plans.forms import PublishForm
from aftercare.contexts.dispatch.desk.plans.saying import clash_words
from aftercare.contexts.dispatch.planning.clashes import clashes
from aftercare.platform import clock
from aftercare.platform.web import door, fragments
from aftercare.platform.web.fragments import DeskRequest


@door.door(*policies.DISPATCHERS, methods=("GET", "POST"))
def publish(request: DeskRequest, plan_id: int) -> HttpResponse:
    """Publish the plan; what has changed since is shown first, and then the rest can be published."""
    row = queries.plan(plan_id, by=request.actor)
    form = PublishForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _published(request, plan_id, form):
        fragments.toast(request, str(_("The plan is published.")))
        return fragments.redirect(request, reverse("dispatch:plan", args=[plan_id]))
    visits = list(row.visits.select_related("engineer", "work_order").order_by("pk"))
    found = clashes(row, visits, at=clock.now()) if row.status == "ready" else []
    ctx = {
        "form": form,
        "plan": row,
        "title": pgettext("verb", "Publish"),
        "clashes": [clash_words(clash) for clash in found[:50]],
        "more": max(0, len(found) - 50),
    }
    return fragments.fragment(request, "dispatch/_publish.html", ctx, status=fragments.status_of(form))


def _published(request: DeskRequest, plan_id: int, form: PublishForm) -> bool:
    with fragments.refusals_as_errors(form):
        commands.publish(plan_id=plan_id, **form.cleaned_data, by=request.actor, at=clock.now())
    return not form.errors


@door.door(*policies.DISPATCHERS, methods=("POST",))
def discard(request: DeskRequest, plan_id: int) -> HttpResponse:
    """Throw the plan away."""
    return _done(request, commands.discard, plan_id, _("The plan is thrown away; nothing has changed."), at=clock.now())


@door.door(*policies.DISPATCHERS, methods=("POST",))
def enough(request: DeskRequest, plan_id: int) -> HttpResponse:
    """Let the planner hand over the best so far."""
    return _done(request, commands.finish_early, plan_id, _("The planner comes to an end."))


def _done(request: DeskRequest, command: Any, plan_id: int, words: str, **more: Any) -> HttpResponse:
    command(plan_id=plan_id, by=request.actor, **more)
    fragments.toast(request, words)
    return fragments.redirect(request, reverse("dispatch:plan", args=[plan_id]))
