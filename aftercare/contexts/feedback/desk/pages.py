"""The page of a low score, and the verbs of the office."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from aftercare.contexts.feedback import commands, forms, policies, queries
from aftercare.contexts.work_orders import public as work_orders
from aftercare.platform import clock
from aftercare.platform.web import door, fragments, timeline
from aftercare.platform.web.fragments import DeskRequest


@door.door(*policies.TRACERS, methods=("GET", "POST"))
def follow_up(request: DeskRequest, follow_up_id: int) -> HttpResponse:
    """Show a low score with its order, and take down cause and action."""
    form = forms.TraceForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with fragments.refusals_as_errors(form):
            commands.complete(follow_up_id=follow_up_id, by=request.actor, at=clock.now(), **form.cleaned_data)
        if not form.errors:
            fragments.toast(request, _("The cause is on record."))
            return fragments.redirect(request, request.path)
    row = queries.follow_up(follow_up_id, by=request.actor)
    order = work_orders.order_card(row.survey.work_order_id)
    ctx = {
        "title": order.subject,
        "row": row,
        "survey": row.survey,
        "order": order,
        "form": form,
        "may_take": row.owner_id is None and policies.may_trace(row, "take", by=request.actor),
        "may_complete": policies.may_trace(row, "complete", by=request.actor),
        "entries": timeline.of(order.key),
    }
    return fragments.page(request, "feedback/follow_up.html", ctx, status=fragments.status_of(form))


@door.door(*policies.TRACERS, methods=("POST",))
def take(request: DeskRequest, follow_up_id: int) -> HttpResponse:
    """Take the follow-up on."""
    commands.take(follow_up_id=follow_up_id, by=request.actor, at=clock.now())
    fragments.toast(request, _("It is yours."))
    return fragments.redirect(request, reverse("feedback:follow_up", args=[follow_up_id]))


@door.door(*policies.READERS, methods=("POST",))
def pass_on(request: DeskRequest, survey_id: int) -> HttpResponse:
    """Note that the link reached the customer."""
    survey = commands.pass_on(survey_id=survey_id, by=request.actor, at=clock.now())
    fragments.toast(request, _("Noted: the customer was asked."))
    return fragments.redirect(request, reverse("work_orders:detail", args=[survey.work_order_id]))
