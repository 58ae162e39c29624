"""The page of one order."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.people import public as people
from aftercare.contexts.work_orders import commands, policies, queries, words
from aftercare.contexts.work_orders import forms as own
from aftercare.contexts.work_orders.desk import verbs
from aftercare.contexts.work_orders.models import WorkOrder
from aftercare.platform import clock
from aftercare.platform.actor import OFFICE, Actor
from aftercare.platform.web import door, fragments, mentioning, panels, timeline
from aftercare.platform.web.fragments import DeskRequest

STEPS = "unscheduled scheduled in_progress completed accepted closed"


@door.door(*policies.READERS)
def detail(request: DeskRequest, work_order_id: int) -> HttpResponse:
    """Show one order: the task, what was found and done, and what comes next."""
    order = queries.record(work_order_id, by=request.actor)
    now, steps = clock.now(), queries.checklist(work_order_id)
    skills, certificates = queries.needs(order)
    stops = queries.holds(order, now=now)
    ctx = {
        "order": order,
        "title": order.number,
        "steps": f"draft {STEPS}" if order.status == "draft" else STEPS,
        "verbs": verbs.menu(order, by=request.actor),
        "kind_icon": words.KIND_ICONS.get(order.kind, "tool"),
        "checklist": steps,
        "answered": sum(step.answered_at is not None for step in steps),
        "skills": skills,
        "certificates": certificates,
        "holds": stops,
        "held": stops[0] if order.status == "on_hold" and stops else None,
        "follow_ups": queries.follow_ups(order, by=request.actor),
        "readiness": policies.is_ready(order) if order.status == "draft" else None,
        "may_diagnose": policies.may_diagnose(order, by=request.actor),
        "may_say": policies.may_comment(order, by=request.actor),
        "say": _say(order.pk),
        "entries": timeline.of(order.key),
        "is_office": request.actor.has(*OFFICE),
    }
    return fragments.page(request, "work_orders/detail.html", ctx)


@door.door(*policies.READERS, methods=("POST",))
def comment(request: DeskRequest, work_order_id: int) -> HttpResponse:
    """Say something about an order to colleagues."""
    order = queries.record(work_order_id, by=request.actor)
    form = _say(work_order_id, request.POST)
    if form.is_valid():
        with fragments.refusals_as_errors(form):
            commands.comment(work_order_id=work_order_id, by=request.actor, at=clock.now(), **form.cleaned_data)
        if not form.errors:
            fragments.toast(request, str(_("Your comment is there.")))
            return fragments.redirect(request, f"{reverse('work_orders:detail', args=[work_order_id])}#stream")
    ctx = {"say": form, "order": order, "title": order.number}
    return fragments.fragment(request, "work_orders/_say.html", ctx, status=fragments.status_of(form))


def _say(work_order_id: int, data: Any = None) -> own.CommentForm:
    return mentioning.offering(own.CommentForm(data), reverse("work_orders:colleagues", args=[work_order_id]))


@door.door(*policies.READERS)
def colleagues(request: DeskRequest, work_order_id: int) -> HttpResponse:
    """Answer the colleagues a comment on the order may name."""
    readers = policies.readers(queries.record(work_order_id, by=request.actor))
    return mentioning.answer(people.offered(request.GET.get("q", "")[:60], readers=readers))


def equipment_history(request: DeskRequest, row: Any) -> str:
    """Draw what was done to a piece of equipment, for its own page."""
    found = queries.history_of(_pk(row), limit=10)
    return fragments.html(request, "work_orders/_history.html", {"rows": found}) if found else ""


def same_equipment(request: DeskRequest, order: WorkOrder) -> str:
    """Draw what was done before to the equipment of this order."""
    if order.equipment_id is None:
        return ""
    found = [row for row in queries.history_of(order.equipment_id, limit=9) if row.id != order.pk]
    return fragments.html(request, "work_orders/_history.html", {"rows": found}) if found else ""


def open_button(request: DeskRequest, row: Any) -> str:
    """Draw the way to a work order on a request that needs one and has none open."""
    may = policies.may_open(by=request.actor, region_id=getattr(row, "region_id", None))
    if not may.ok or getattr(row, "status", "") not in {"acknowledged", "in_progress"}:
        return ""
    if any(card.status in queries.OPEN for card in queries.of_request(row.pk, by=request.actor)):
        return ""
    return fragments.html(request, "work_orders/_open_button.html", {"row": row})


def parts_from_contract(request: DeskRequest, order: WorkOrder) -> str:
    """Draw the parts a contract includes for a done order and what was used of them; nothing where none are."""
    found = queries.parts_use(order)
    if found is None:
        return ""
    may = policies.may_state_parts(order, by=request.actor)
    return fragments.html(request, "work_orders/_parts_use.html", {"order": order, "parts": found, "may": may})


def _pk(row: Any) -> int:
    return int(row["pk"] if isinstance(row, dict) else getattr(row, "pk", None) or row.id)


def _load(actor: Actor, pk: int) -> WorkOrder:
    return queries.record(pk, by=actor)


def enter() -> None:
    """Put the panels of orders on their pages."""
    panels.record("work_order", _load)
    panels.panel("work_order", _("Done before to this equipment"), same_equipment, order=80, key="equipment-history",
                 icon="history")  # fmt: skip
    panels.panel("work_order", _("Parts from the contract"), parts_from_contract, order=18, key="parts-use",
                 place="side", roles=tuple(sorted(OFFICE)), icon="package")  # fmt: skip
    panels.panel("equipment", _("Work orders"), equipment_history, order=25, key="orders", roles=policies.READERS,
                 icon="clipboard-list")  # fmt: skip
    panels.panel("service_request", _("Work order"), open_button, order=12, key="open-order", eager=True,
                 roles=policies.HANDLERS, icon="clipboard-plus")  # fmt: skip
