"""The customer's turn: sign, or say what is not right; then thanks."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from aftercare.contexts.visits import commands, forms, invitations, queries, rules
from aftercare.contexts.visits.desk import shown
from aftercare.contexts.visits.desk.progress import engineer_fills
from aftercare.contexts.visits.report import setting
from aftercare.platform import clock
from aftercare.platform.actor import Role
from aftercare.platform.web import door, fragments
from aftercare.platform.web.fragments import DeskRequest


@engineer_fills
def sign(request: DeskRequest, visit_id: int) -> HttpResponse:
    """Show the customer what was done and take the signature."""
    job = queries.job(visit_id, by=request.actor)
    form = forms.SignForm(
        request.POST if request.method == "POST" else None, initial={"signer_name": job.order.contact_name}
    )
    if request.method == "POST" and form.is_valid():
        with fragments.refusals_as_errors(form):
            commands.sign(visit_id=visit_id, by=request.actor, at=clock.now(), **form.cleaned_data)
        if not form.errors:
            return fragments.redirect(request, reverse("visits:thanks", args=[visit_id]))
    if request.method == "GET" and job.visit.status != "done":
        return shown.back(request, visit_id)
    ctx = {"form": form, "job": job, "visit": job.visit, "order": job.order, "title": _("Please sign")}
    ctx |= {"pad_width": rules.PAD_WIDTH, "pad_height": rules.PAD_HEIGHT}
    return fragments.page(request, "visits/sign.html", ctx, status=fragments.status_of(form))


@engineer_fills
def not_accepted(request: DeskRequest, visit_id: int) -> HttpResponse:
    """Take down what the customer says is not right."""
    visit = queries.visit(visit_id, by=request.actor)
    form = forms.NotAcceptedForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with fragments.refusals_as_errors(form):
            commands.refuse_signature(visit_id=visit_id, by=request.actor, at=clock.now(), **form.cleaned_data)
        if not form.errors:
            return shown.back_to_list(request, _("The order goes back for rework; the office was told."))
    ctx = {"form": form, "visit": visit, "order": visit.work_order, "title": _("The customer does not accept the work")}
    ctx |= {"verb": _("Send it back"), "icon": "arrow-back-up"}
    return fragments.page(request, "visits/ask.html", ctx, status=fragments.status_of(form))


@door.door(Role.ENGINEER)
def thanks(request: DeskRequest, visit_id: int) -> HttpResponse:
    """Thank the customer: the report, and what the customer is invited to, each with a code to scan."""
    visit = queries.visit(visit_id, by=request.actor)
    if visit.status != "signed":
        return shown.back(request, visit_id)
    offers = [
        (offer, mark_safe(setting.qr(offer.url).decode()))  # noqa: S308 - our own drawing
        for offer in invitations.of(visit.work_order_id)
    ]
    ctx = {
        "title": _("Thank you"),
        "visit": visit,
        "order": visit.work_order,
        "offers": offers,
        "reports": list(visit.reports.order_by("-language")),
    }
    return fragments.page(request, "visits/thanks.html", ctx)
