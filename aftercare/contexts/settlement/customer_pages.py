"""The customer's pages of retention money: what is held, what blocks it, what is to be decided and until when."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftercare.contexts.service_requests import public as service_requests
from aftercare.contexts.settlement import customer_verbs, policies, queries, showing
from aftercare.contexts.settlement.customer_verbs import CUSTOMER
from aftercare.contexts.settlement.listings import found, party_for_customers
from aftercare.contexts.settlement.models import Retention, Retentions
from aftercare.platform import clock
from aftercare.platform.actor import Actor
from aftercare.platform.web import documents, door, fragments, panels, timeline
from aftercare.platform.web.fragments import DeskRequest
from aftercare.platform.web.listing import (
    Column,
    DateColumn,
    Listing,
    MoneyColumn,
    PromiseColumn,
    StatusColumn,
    Tab,
    status_filter,
)

MOST_AT_HOME = 6


class MyRetentions(Listing):
    """The retention money of the customer's own projects in which the customer is a party."""

    name, title, roles = "settlement.my_retentions", _("Retention money"), CUSTOMER
    icon = "lock-dollar"
    columns = [
        Column(key="number", label=_("Number"), link=True, sort="number"),
        Column(
            key="project", label=_("Project"), value=lambda r: r.project.name, sort="project__name", card=1, wide=True
        ),
        Column(key="holder", label=_("Held by"), value=lambda r: party_for_customers(r.holder), shown=False),
        Column(key="payee", label=_("Owed to"), value=lambda r: party_for_customers(r.payee), shown=False),
        StatusColumn(key="status", label=_("Status"), kind="retention", sort="status", card=3),
        MoneyColumn(key="amount", label=_("Agreed amount"), sort="amount"),
        MoneyColumn(key="held", label=_("Still held"), card=2),
        MoneyColumn(key="payable", label=_("Still to be paid")),
        DateColumn(key="liable_until", label=_("Liable until"), sort="liable_until"),
        PromiseColumn(key="due_at", label=pgettext_lazy("retention", "Due"), sort="due_on", card=4),
    ]
    filters = [status_filter("retention")]
    tabs = [
        Tab("requested", pgettext_lazy("retention", "To be verified"), Q(status="requested"), "due_on"),
        Tab("payable", pgettext_lazy("retention", "To be paid"), Q(status="payable"), "due_on"),
        Tab("held", pgettext_lazy("retention", "Held"), Q(status="held"), "liable_until"),
        Tab("settled", pgettext_lazy("retention", "Settled"), Q(status="settled")),
    ]
    default_sort = ("-agreed_at", "-id")
    search_hint = _("Number or project")
    empty_title = _("No retention money yet")
    empty_text = _("What you hold back of a project's price against defects, until when, and what became of it.")

    def queryset(self, actor: Actor) -> Retentions:
        """Return the customer's own retentions with project, parties and balances."""
        return policies.own(actor).with_balance().select_related("project", "holder", "payee")

    def searched(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """Return those that match the typed text."""
        return found(rows, text)

    def url(self, row: Retention) -> str:
        """Return the customer's page of the retention."""
        return customer_verbs.page_of(row)


panels.record("my_retention", lambda actor, pk: queries.own_retention(pk, by=actor))


@door.door(*CUSTOMER)
def detail(request: DeskRequest, pk: int) -> HttpResponse:
    """Show a customer one of its retentions."""
    row, now = queries.own_retention(pk, by=request.actor), clock.now()
    ctx = showing.of(row, now=now, named=party_for_customers)
    matters = {defect.id for defect in ctx["known"].defects} | {line.request_id for line in ctx["lines"]} - {None}
    seen = service_requests.visible_to(request.actor).filter(pk__in=matters)
    ctx |= {
        "is_customer": True,
        "is_holder": policies.is_holder(row, request.actor),
        "seen": set(seen.values_list("pk", flat=True)),
        "documents": documents.linked([row.key], by=request.actor),
        "verbs": customer_verbs.of(row, request.actor, at=now, known=ctx["known"]),
        "entries": timeline.of(row.key, for_customer=True),
    }
    return fragments.page(request, "settlement/my_retention.html", ctx)


def of_project(request: DeskRequest, project: Any) -> str:
    """Draw the customer's retention money of a project; nothing when there is none."""
    rows = policies.own(request.actor).with_balance().filter(project_id=project.pk)
    rows = rows.select_related("project", "holder", "payee").order_by("-agreed_at", "-pk")[:20]
    shown = [
        (row, party_for_customers(row.holder), party_for_customers(row.payee), customer_verbs.page_of(row))
        for row in rows
    ]
    return fragments.html(request, "settlement/_of_project.html", {"rows": shown}) if shown else ""


def waiting_card(request: DeskRequest) -> str:
    """Draw the retention money the customer has to verify or pay; nothing when none waits."""
    rows = policies.own(request.actor).filter(status__in=["requested", "payable"]).with_balance()
    waits = rows.select_related("project").order_by("due_on", "pk")[:MOST_AT_HOME]
    shown = [(row, customer_verbs.page_of(row)) for row in waits]
    return fragments.html(request, "settlement/_pressing.html", {"rows": shown}) if shown else ""


def waiting_count(actor: Actor) -> int | None:
    """Return how many retentions wait for the customer's answer."""
    return policies.own(actor).filter(status="requested").count() or None
