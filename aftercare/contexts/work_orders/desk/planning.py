"""Opening an order by hand, and planning one."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.work_orders import commands, policies, queries
from aftercare.contexts.work_orders import forms as own
from aftercare.contexts.work_orders.desk.verbs import page_of
from aftercare.contexts.work_orders.models import Procedure, WorkOrder
from aftercare.platform import clock
from aftercare.platform.refusal import not_found
from aftercare.platform.web import dialogs, door
from aftercare.platform.web.fragments import DeskRequest


@door.door(*policies.HANDLERS, methods=("GET", "POST"))
def new(request: DeskRequest) -> HttpResponse:
    """Open an order without a request."""
    first = {"kind": "repair", "equipment_id": request.GET.get("equipment"), "customer_id": request.GET.get("customer")}
    form = own.OpenForm(request.POST if request.method == "POST" else None, initial=first, actor=request.actor)

    def do(values: dict[str, Any]) -> WorkOrder:
        return commands.open(by=request.actor, at=clock.now(), **values)

    return dialogs.form_page(
        request, form, do, to=lambda order: reverse("work_orders:plan", args=[order.pk]), title=_("New work order"),
        verb=_("Open and plan"), back=reverse("work_orders:list"), draft="order-new",
        done=_("The order is open; plan it now."),
    )  # fmt: skip


@door.door(*policies.HANDLERS, methods=("GET", "POST"))
def for_request(request: DeskRequest, request_id: int) -> HttpResponse:
    """Open an order for a request."""
    form = own.KindForm(request.POST if request.method == "POST" else None)

    def do(values: dict[str, Any]) -> WorkOrder:
        return commands.open(request_id=request_id, by=request.actor, at=clock.now(), **values)

    def to(order: WorkOrder) -> str:
        return reverse("work_orders:plan", args=[order.pk])

    return dialogs.answer(request, form, do, to=to, verb=_("Open a work order"), done=_("The order is open."))


@door.door(*policies.HANDLERS, methods=("GET", "POST"))
def plan(request: DeskRequest, work_order_id: int) -> HttpResponse:
    """Say what is to be done and what it takes; a standard procedure fills in time and needs."""
    order = queries.record(work_order_id, by=request.actor)
    policies.may_plan(order, by=request.actor).or_refuse()
    if request.method == "POST":
        form = own.PlanForm(request.POST, order=order, actor=request.actor)
    else:
        form = own.PlanForm.of(order, actor=request.actor)
    form.fields["procedure_id"].widget.attrs["data-procedure-url"] = reverse("work_orders:needs")

    def do(values: dict[str, Any]) -> None:
        commands.plan(work_order_id=work_order_id, by=request.actor, at=clock.now(), **values)

    return dialogs.form_page(
        request, form, do, to=page_of(work_order_id), title=f"{order.number} {order.subject}", verb=_("Plan"),
        back=page_of(work_order_id), draft=f"order-{order.pk}-plan", done=_("The order is planned."),
        template="work_orders/plan.html",
    )  # fmt: skip


@door.door(*policies.HANDLERS)
def needs(request: DeskRequest) -> HttpResponse:
    """Answer what a standard procedure asks for, to fill the plan's form."""
    text = request.GET.get("procedure", "")
    row = None
    if text.isascii() and text.isdigit() and len(text) < 19:
        row = Procedure.objects.filter(pk=int(text), is_active=True).first()
    if row is None:
        raise not_found()
    return JsonResponse(
        {
            "estimated_minutes": row.estimated_minutes,
            "crew_size": row.crew_size,
            "skills": [f"{need.skill_id}:{need.level}" for need in row.skills.all()],
            "certificate_kind_ids": [str(need.kind_id) for need in row.certificates.all()],
        }
    )
