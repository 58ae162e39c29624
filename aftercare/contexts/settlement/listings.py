"""The list of retention money."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftercare.contexts.installed_base import public as installed_base
from aftercare.contexts.settlement import policies, queries
from aftercare.contexts.settlement.forms import OWN
from aftercare.contexts.settlement.models import Form, Retention, Retentions
from aftercare.platform import search
from aftercare.platform.actor import Actor
from aftercare.platform.web.listing import (
    ChoiceFilter,
    Column,
    Create,
    DateColumn,
    Listing,
    MoneyColumn,
    PeriodFilter,
    PromiseColumn,
    RelationFilter,
    StatusColumn,
    Tab,
    TimeColumn,
    status_filter,
)

MOST_PROJECTS = 500


def party(organisation: Any) -> str:
    """Return the name of a party; None is the company itself."""
    return str(organisation or OWN)


def party_for_customers(organisation: Any) -> str:
    """Return the name of a party as a customer calls it; None is the service company."""
    return str(organisation or settings.COMPANY_NAME or _("The service company"))


def found(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Return those of the retentions that match by their number, or by number, name or customer of the project."""
    projects = installed_base.search_projects(Actor.system("search"), text, limit=MOST_PROJECTS)
    return rows.filter(Q(number__iexact=search.normalise(text).strip()) | Q(project__in=[card.id for card in projects]))


def _releasable(actor: Actor, now: datetime) -> Q:
    return queries.releasable(timezone.localdate(now))


def _late(actor: Actor, now: datetime) -> Q:
    return queries.late(timezone.localdate(now))


class RetentionList(Listing):
    """The retention money the person may see."""

    name, title, roles = "settlement.retentions", _("Retention money"), policies.READERS
    icon = "lock-dollar"
    columns = [
        Column(key="number", label=_("Number"), link=True, sort="number"),
        Column(
            key="project", label=_("Project"), value=lambda r: r.project.name, sort="project__name", card=1, wide=True
        ),
        Column(key="holder", label=_("Held by"), value=lambda r: party(r.holder)),
        Column(key="payee", label=_("Owed to"), value=lambda r: party(r.payee)),
        StatusColumn(key="status", label=_("Status"), kind="retention", sort="status", card=3),
        Column(key="form", label=pgettext_lazy("retention", "Form"), value=lambda r: r.get_form_display(), shown=False),
        MoneyColumn(key="amount", label=_("Agreed amount"), sort="amount", card=2),
        MoneyColumn(key="held", label=_("Still held")),
        MoneyColumn(key="payable", label=_("Still to be paid"), shown=False),
        DateColumn(key="liable_until", label=_("Liable until"), sort="liable_until"),
        PromiseColumn(key="due_at", label=pgettext_lazy("retention", "Due"), sort="due_on", card=4),
        MoneyColumn(key="settlement_price", label=_("Settlement price"), sort="settlement_price", shown=False),
        TimeColumn(key="agreed_at", label=_("Written down"), sort=("-agreed_at",), shown=False),
    ]
    filters = [
        status_filter("retention"),
        RelationFilter(
            key="project",
            label=_("Project"),
            field="project_id",
            options=installed_base.project_options,
            labels=installed_base.project_labels,
        ),
        ChoiceFilter(key="form", label=pgettext_lazy("retention", "Form"), choices=Form.choices),
        PeriodFilter(key="liable", label=_("Liable until"), field="liable_until", is_date=True),
    ]
    tabs = [
        Tab("releasable", _("Can be released"), _releasable, "liable_until"),
        Tab("requested", pgettext_lazy("retention", "To be verified"), Q(status="requested"), "due_on"),
        Tab("payable", pgettext_lazy("retention", "To be paid"), Q(status="payable"), "due_on"),
        Tab("late", pgettext_lazy("retention", "Late"), _late, "due_on"),
        Tab("held", pgettext_lazy("retention", "Held"), Q(status="held"), "liable_until"),
        Tab("settled", pgettext_lazy("retention", "Settled"), Q(status="settled")),
    ]
    default_sort = ("-agreed_at", "-id")
    create = Create(_("New retention money"), "settlement:new", policies.WRITERS)
    search_hint = _("Number, project or customer")
    empty_title = _("No retention money yet")
    empty_text = _("What a party holds back against defects, until when, and what became of it.")

    def queryset(self, actor: Actor) -> Retentions:
        """Return the retentions with project, parties and balances."""
        return policies.visible_to(actor).with_balance().select_related("project", "holder", "payee")

    def searched(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """Return those that match the typed text."""
        return found(rows, text)

    def url(self, row: Retention) -> str:
        """Return the retention's page."""
        return row.get_absolute_url()
