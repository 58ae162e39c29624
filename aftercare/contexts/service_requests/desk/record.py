"""The page of one request."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.people import public as people
from aftercare.contexts.service_requests import choosing, commands, policies, queries, words
from aftercare.contexts.service_requests import forms as own
from aftercare.contexts.service_requests.desk import verbs
from aftercare.contexts.service_requests.desk.intake import DRAFT
from aftercare.contexts.service_requests.models import ServiceRequest
from aftercare.platform import clock
from aftercare.platform.actor import OFFICE, Actor
from aftercare.platform.files import storing as files
from aftercare.platform.web import dialogs, door, fragments, mentioning, panels, picking, timeline
from aftercare.platform.web.fragments import DeskRequest

STEPS = "new acknowledged in_progress resolved closed"


@door.door(*policies.READERS)
def detail(request: DeskRequest, request_id: int) -> HttpResponse:
    """Show one request: what was said, decided and done, and what comes next."""
    row = queries.record(request_id, by=request.actor)
    now, orders = clock.now(), queries.orders_of(request_id)
    about = (row.key, *(f"work_order:{order.work_order_id}" for order in orders))
    ctx = {
        "row": row,
        "title": row.number,
        "orders": orders,
        "steps": STEPS,
        "verbs": verbs.menu(row, by=request.actor, at=now),
        "photos": files.of(row.key, roles=("photo",), by=request.actor),
        "merged": queries.merged_into(request_id),
        "entries": timeline.of(*about),
        "say": _say(request_id),
        "may_say": policies.may_comment(row, by=request.actor),
        "may_triage": policies.may_triage(row, by=request.actor),
        "may_read_back": policies.may_read_back(row, by=request.actor),
        "promise_label": words.PROMISES.get(row.next_promise, ""),
        "wait_label": words.reason(row.wait_reason) if row.wait_reason else "",
        "urgency": dict(words.URGENCY)[row.urgency],
        "impact": dict(words.IMPACT)[row.impact],
        "is_office": request.actor.has(*OFFICE),
        "draft_taken": DRAFT if request.GET.get("taken") == DRAFT else "",
    }
    return fragments.page(request, "service_requests/detail.html", ctx)


@door.door(*policies.READERS, methods=("POST",))
def comment(request: DeskRequest, request_id: int) -> HttpResponse:
    """Say something about a request."""
    row = queries.record(request_id, by=request.actor)
    form = _say(request_id, request.POST)
    if form.is_valid():
        with fragments.refusals_as_errors(form):
            commands.comment(request_id=request_id, by=request.actor, at=clock.now(), **form.cleaned_data)
        if not form.errors:
            fragments.toast(request, str(_("Your comment is there.")))
            return fragments.redirect(request, f"{reverse('service_requests:detail', args=[request_id])}#stream")
    ctx = {"say": form, "row": row, "title": row.number}
    return fragments.fragment(request, "service_requests/_say.html", ctx, status=fragments.status_of(form))


def _say(request_id: int, data: Any = None) -> own.CommentForm:
    return mentioning.offering(own.CommentForm(data), reverse("service_requests:colleagues", args=[request_id]))


@door.door(*policies.READERS)
def colleagues(request: DeskRequest, request_id: int) -> HttpResponse:
    """Answer the colleagues a comment on the request may name."""
    readers = policies.readers(queries.record(request_id, by=request.actor))
    return mentioning.answer(people.offered(request.GET.get("q", "")[:60], readers=readers))


@door.door(*policies.HANDLERS, methods=("GET", "POST"))
def change(request: DeskRequest, request_id: int) -> HttpResponse:
    """Correct what was taken down."""
    row = queries.record(request_id, by=request.actor)
    form = own.ChangeForm.of(row, request.POST if request.method == "POST" else None, actor=request.actor)

    def do(values: dict[str, Any]) -> None:
        same_customer = values["customer_id"] == row.customer_id
        facts: dict[str, Any] = {"contact_id": row.contact_id if same_customer else None}
        if same_customer and not values["equipment_id"]:
            facts["project_id"] = row.project_id
        commands.change(request_id=request_id, by=request.actor, at=clock.now(), **facts, **values)

    done = _("The correction is kept.")
    return dialogs.answer(request, form, do, to=verbs.page_of(request_id), verb=_("Correct"), done=done)


@door.door(*policies.HANDLERS)
def customers(request: DeskRequest) -> HttpResponse:
    """Answer the customers that match what is typed."""
    found = choosing.customer_options(request.actor, request.GET.get("q", "")[:60], picking.MOST)
    return picking.choices((pk, name, "") for pk, name in found)


@door.door(*policies.HANDLERS)
def things(request: DeskRequest) -> HttpResponse:
    """Answer the equipment that matches what is typed."""
    found = choosing.equipment_options(request.actor, request.GET.get("q", "")[:60], picking.MOST)
    return picking.choices((pk, name, "") for pk, name in found)


def similar(request: DeskRequest, row: ServiceRequest) -> str:
    """Draw the requests that may be the same matter; nothing when there are none or the matter is over."""
    if row.status not in {"new", "acknowledged", "in_progress", "pending"}:
        return ""
    found = queries.duplicates(
        text=f"{row.subject} {row.description}",
        customer_id=row.customer_id,
        equipment_id=row.equipment_id,
        phone=row.caller_phone,
        except_id=row.pk,
        by=request.actor,
        now=clock.now(),
    )
    ctx = {"found": found, "row": row, "may_merge": policies.may_merge(row, by=request.actor)}
    return fragments.html(request, "service_requests/_similar.html", ctx) if found else ""


def equipment_history(request: DeskRequest, row: object) -> str:
    """Draw what was reported about a piece of equipment, for its own page."""
    pk = row["pk"] if isinstance(row, dict) else getattr(row, "pk", None) or row.id  # type: ignore[attr-defined]
    found = queries.history_of(pk, by=request.actor, limit=10)
    return fragments.html(request, "service_requests/_briefs.html", {"found": found}) if found else ""


def customer_history(request: DeskRequest, row: object) -> str:
    """Draw the open requests of a customer, for its own page."""
    pk = row["pk"] if isinstance(row, dict) else getattr(row, "pk", None) or row.id  # type: ignore[attr-defined]
    found = queries.open_of(pk, by=request.actor, limit=10)
    return fragments.html(request, "service_requests/_briefs.html", {"found": found}) if found else ""


def _load(actor: Actor, pk: int) -> ServiceRequest:
    return queries.record(pk, by=actor)


def enter() -> None:
    """Put the panels of requests on their pages."""
    panels.record("service_request", _load)
    panels.record("my_request", _load)
    handlers = policies.HANDLERS
    panels.panel("service_request", _("Perhaps the same matter"), similar, order=15, key="similar", roles=handlers,
                 icon="copy", eager=True)  # fmt: skip
    everybody = policies.READERS
    panels.panel("equipment", _("Reported about it"), equipment_history, order=30, key="requests", roles=everybody,
                 icon="phone-call")  # fmt: skip
    panels.panel("organisation", _("Open requests"), customer_history, order=20, key="requests", roles=everybody,
                 icon="phone-call")  # fmt: skip
