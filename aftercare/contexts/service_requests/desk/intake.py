"""The screen for a telephone call: form at the left, the situation at the right, no page change."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from aftercare.contexts.organisations import public as organisations
from aftercare.contexts.service_requests import commands, policies, queries
from aftercare.contexts.service_requests.desk import situation
from aftercare.contexts.service_requests.forms import NewRequestForm
from aftercare.contexts.service_requests.models import ServiceRequest, Source
from aftercare.platform import clock
from aftercare.platform.web import door, fragments
from aftercare.platform.web.fragments import DeskRequest

HANDLERS = policies.HANDLERS
CALLERS = 8
DRAFT = "request-new"


@door.door(*HANDLERS, methods=("GET", "POST"))
def new(request: DeskRequest) -> HttpResponse:
    """Show the screen, and register what was taken down; everything in one transaction."""
    now = clock.now()
    data: QueryDict = request.POST if request.method == "POST" else request.GET
    if request.method == "POST":
        form = NewRequestForm(request.POST, request.FILES, by=request.actor)
        if form.is_valid():
            with fragments.refusals_as_errors(form):
                row = _take_down(form, request)
            if not form.errors:
                fragments.toast(request, _("%(number)s is registered.") % {"number": row.number})
                page = reverse("service_requests:detail", args=[row.pk])
                return fragments.redirect(request, f"{page}?taken={DRAFT}")
    else:
        data = _popped(data.copy(), request)
        form = NewRequestForm(initial={"assess": True, "needs_visit": True, **data.dict()}, by=request.actor)
    ctx = _context(form, data, request) | {"title": _("New request"), "now": now}
    return fragments.page(request, "service_requests/intake/page.html", ctx, status=fragments.status_of(form))


@transaction.atomic
def _take_down(form: NewRequestForm, request: DeskRequest) -> ServiceRequest:
    """Register, take on, read back and assess, as far as the form says."""
    act: dict[str, Any] = {"by": request.actor, "at": clock.now()}
    row = commands.register(source=Source.HOTLINE, **form.report, **act)
    if form.cleaned_data["assess"]:
        commands.assess(request_id=row.pk, **form.triage, **act)
    else:
        commands.acknowledge(request_id=row.pk, **act)
    if form.cleaned_data["read_back"]:
        commands.read_back(request_id=row.pk, **act)
    return row


@door.door(*HANDLERS)
def callers(request: DeskRequest) -> HttpResponse:
    """Answer who may be calling, while phone or name are typed."""
    text = (request.GET.get("caller_phone") or request.GET.get("caller_name") or "").replace("\0", "").strip()[:80]
    found = organisations.find_caller(text, by=request.actor, limit=CALLERS) if len(text) >= 2 else []
    return fragments.fragment(request, "service_requests/intake/_callers.html", {"found": found, "text": text})


@door.door(*HANDLERS, methods=("POST",))
def pick(request: DeskRequest) -> HttpResponse:
    """Put a picked caller, project or piece of equipment into the form; what is typed stays."""
    data = request.POST.copy()
    _apply(data, request)
    form = NewRequestForm(initial=data.dict(), by=request.actor)
    ctx = _context(form, data, request) | {"picked": True}
    return fragments.fragment(request, "service_requests/intake/_screen.html", ctx)


@door.door(*HANDLERS, methods=("POST",))
def aside(request: DeskRequest) -> HttpResponse:
    """Answer the situation as it is with what is typed so far."""
    found = situation.read(request.POST, by=request.actor, now=clock.now())
    return fragments.fragment(request, "service_requests/intake/_aside.html", {"now": clock.now(), "s": found})


@door.door(*HANDLERS, methods=("POST",))
def equipment(request: DeskRequest) -> HttpResponse:
    """Answer the customer's equipment that matches what is typed."""
    found = situation.read(request.POST, by=request.actor, now=clock.now())
    return fragments.fragment(request, "service_requests/intake/_equipment.html", {"s": found})


@door.door(*HANDLERS, methods=("POST",))
def add_to(request: DeskRequest, request_id: int) -> HttpResponse:
    """Add what the caller says to a request that is there already, instead of a new one."""
    said = " ".join(request.POST.get(name, "").strip() for name in ("subject", "description")).strip()
    caller = " ".join(request.POST.get(name, "").strip() for name in ("caller_name", "caller_phone")).strip()
    queries.record(request_id, by=request.actor)
    text = _("Called again: %(caller)s") % {"caller": caller or "–"}
    commands.comment(request_id=request_id, text=f"{text}\n{said}".strip(), by=request.actor, at=clock.now())
    fragments.toast(request, _("Added to the request that is there already."))
    page = reverse("service_requests:detail", args=[request_id])
    return fragments.redirect(request, f"{page}?taken={DRAFT}")


def _apply(data: QueryDict, request: DeskRequest) -> None:
    """Write what was clicked into the typed values."""
    if "pick_customer" in data:
        data["customer_id"] = str(data["pick_customer"])
        data["contact_id"] = data.get("pick_contact", "")
        data["project_id"] = data["equipment_id"] = data["equipment_text"] = ""
        _name_caller(data)
    if "pick_project" in data:
        data["project_id"], data["equipment_id"] = str(data["pick_project"]), ""
    if "pick_equipment" in data:
        data["equipment_id"] = str(data["pick_equipment"])
        data["project_id"] = data["equipment_text"] = ""


def _popped(data: QueryDict, request: DeskRequest) -> QueryDict:
    """Choose the caller by the number a telephone system passed on, when only one has it."""
    phone = (data.get("caller_phone") or "").replace("\0", "")[:40]
    if phone and not data.get("customer_id"):
        found = organisations.find_caller(phone, by=request.actor, limit=2)
        if len(found) == 1:
            data["customer_id"], data["contact_id"] = str(found[0].organisation_id), str(found[0].contact_id or "")
            _name_caller(data)
    return data


def _name_caller(data: QueryDict) -> None:
    contact_id = situation.number(data.get("contact_id"))
    contact = organisations.contact_card(contact_id) if contact_id else None
    if contact is not None and str(contact.organisation_id) == data.get("customer_id"):
        data["caller_name"], data["caller_phone"] = contact.name, contact.phone or data.get("caller_phone", "")


def _context(form: NewRequestForm, data: Any, request: DeskRequest) -> dict[str, Any]:
    found = situation.read(data, by=request.actor, now=clock.now())
    return {"form": form, "s": found, "now": clock.now(), "draft": DRAFT}
