"""The requests of a customer who is signed in: report, follow, ask, and say when it is not right."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.installed_base import public as installed_base
from aftercare.contexts.service_requests import choosing, commands, policies, queries
from aftercare.contexts.service_requests.forms import ReasonForm
from aftercare.contexts.service_requests.models import OPEN, ServiceRequest, Source
from aftercare.contexts.service_requests.portal.forms import MessageForm, PortalForm
from aftercare.platform import clock
from aftercare.platform.actor import Actor, Role
from aftercare.platform.files import storing as files
from aftercare.platform.refusal import Refused
from aftercare.platform.web import cards, creating, dialogs, documents, door, fragments, navigation, picking
from aftercare.platform.web.fragments import DeskRequest
from aftercare.platform.web.listing import (
    Column,
    Create,
    Listing,
    PersonColumn,
    StatusColumn,
    Tab,
    TimeColumn,
    status_filter,
)

CUSTOMER = (Role.CUSTOMER,)


class MyRequests(Listing):
    """The customer's own requests."""

    name, title, roles = "service_requests.my_requests", _("My requests"), CUSTOMER
    columns = [
        Column(key="number", label=_("Number"), link=True, sort="number", css="text-nowrap"),
        Column(key="subject", label=_("Subject"), card=1, wide=True),
        Column(key="equipment", label=_("Equipment"), card=2, wide=True),
        StatusColumn(key="status", label=_("Status"), kind="service_request", sort="status", card=3),
        PersonColumn(key="engineer_name", label=_("Engineer")),
        TimeColumn(key="received_at", label=_("Received"), sort="received_at"),
        TimeColumn(key="resolved_at", label=_("Put right"), sort="resolved_at"),
    ]
    filters = [status_filter("service_request")]
    tabs = [
        Tab("open", _("Still open"), Q(status__in=OPEN)),
        Tab("done", _("Put right"), Q(status__in=("resolved", "closed"))),
    ]
    create = Create(_("Report something"), "service_requests_portal:my_new", CUSTOMER, icon="phone-plus")
    default_sort = ("-received_at",)
    empty_title = _("Nothing reported yet")
    empty_text = _("When something fails, report it here; you see at once who takes it on and when somebody comes.")
    icon = "message-report"

    def queryset(self, actor: Actor) -> QuerySet[Any]:
        """Return the requests of the customer's organisations."""
        return policies.visible_to(actor).select_related("equipment")

    def url(self, row: Any) -> str:
        """Return the customer's page of the request."""
        return reverse("service_requests_portal:my_detail", args=[row.pk])


@door.door(*CUSTOMER, methods=("GET", "POST"))
def new(request: DeskRequest) -> HttpResponse:
    """Report something for the own organisation."""
    data, upload = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = PortalForm(data, upload, actor=request.actor, initial=request.GET.dict())

    def do(values: dict[str, Any]) -> str:
        customer_id = None if values["equipment_id"] else _only_organisation(request.actor)
        about: dict[str, Any] = {"customer_id": customer_id, "source": Source.PORTAL, "caller_name": request.actor.name}
        row = commands.register(**about, **values, by=request.actor, at=clock.now())
        return reverse("service_requests_portal:my_detail", args=[row.pk])

    words: dict[str, Any] = {
        "title": _("Report something"),
        "verb": _("Send the report"),
        "done": _("Thank you, it is taken down."),
    }
    back = reverse("service_requests_portal:my_list")
    return dialogs.form_page(request, form, do, to=str, back=back, draft="portal-new", **words)


def _only_organisation(actor: Actor) -> int:
    if len(actor.organisation_ids) != 1:
        raise Refused(
            "missing", _("Choose the equipment, so that we know which of your sites it is."), field="equipment_id"
        )
    return next(iter(actor.organisation_ids))


@door.door(*CUSTOMER)
def things(request: DeskRequest) -> HttpResponse:
    """Answer the customer's own equipment that matches what is typed."""
    text = request.GET.get("q", "").replace("\0", " ")[:60].strip()
    if text:
        found = choosing.equipment_options(request.actor, text, picking.MOST)
        return picking.choices((pk, name, "") for pk, name in found)
    rows = installed_base.visible_equipment(request.actor).order_by("name", "pk")[: picking.MOST]
    return picking.choices((row.pk, row.name, row.number) for row in rows)


@door.door(*CUSTOMER)
def detail(request: DeskRequest, request_id: int) -> HttpResponse:
    """Show one request to its customer."""
    row = queries.record(request_id, by=request.actor)
    ctx = {
        "row": row,
        "title": row.number,
        "way": queries.progress(row),
        "messages_said": queries.messages_of(row.pk),
        "photos": files.of(row.key, roles=("photo",), by=request.actor),
        "documents": documents.linked(_subjects(row), by=request.actor),
        "form": MessageForm(),
        "may_reopen": policies.may_reopen(row, by=request.actor, at=clock.now()),
    }
    return fragments.page(request, "service_requests/portal/mine.html", ctx)


def _subjects(row: ServiceRequest) -> list[str]:
    """Return the records whose documents help with a request: itself, its orders, its equipment."""
    equipment = [f"equipment:{row.equipment_id}"] if row.equipment_id else []
    return [row.key, *(f"work_order:{order.work_order_id}" for order in queries.orders_of(row.pk)), *equipment]


@door.door(*CUSTOMER, methods=("GET", "POST"))
def reopen(request: DeskRequest, request_id: int) -> HttpResponse:
    """Say that it is not right yet."""
    queries.record(request_id, by=request.actor)

    def do(values: dict[str, Any]) -> None:
        commands.reopen(request_id=request_id, by=request.actor, at=clock.now(), **values)

    page = reverse("service_requests_portal:my_detail", args=[request_id])
    words: dict[str, Any] = {"verb": _("It is not right yet"), "done": _("We take it up again.")}
    return dialogs.answer(request, ReasonForm(fragments.posted(request)), do, to=page, **words)


@door.door(*CUSTOMER, methods=("POST",))
def say(request: DeskRequest, request_id: int) -> HttpResponse:
    """Write a message to the service desk."""
    queries.record(request_id, by=request.actor)

    def do(values: dict[str, Any]) -> None:
        commands.comment(request_id=request_id, is_internal=False, by=request.actor, at=clock.now(), **values)

    page = reverse("service_requests_portal:my_detail", args=[request_id])
    words: dict[str, Any] = {"verb": _("Send message"), "done": _("Your message is there.")}
    return dialogs.answer(request, MessageForm(request.POST), do, to=page, **words)


def open_ones(request: DeskRequest) -> str:
    """Draw the customer's open requests on the home page."""
    share = queries.of_customer(request.actor)
    rows = [(row, reverse("service_requests_portal:my_detail", args=[row.pk])) for row in share.rows]
    return fragments.html(request, "service_requests/portal/_home.html", {"rows": rows})


def enter() -> None:
    """Put the customer's requests into the frame."""
    navigation.nav("intake", _("My requests"), "service_requests_portal:my_list", "message-report", CUSTOMER, order=10)
    creating.creatable(_("Report something"), "service_requests_portal:my_new", "phone-plus", CUSTOMER, order=10)
    cards.card("my-requests", _("My open requests"), open_ones, roles=CUSTOMER, order=5, width="full",
               icon="message-report", url_name="service_requests_portal:my_list")  # fmt: skip
