"""The lists of the contract pages."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from aftercare.contexts.calendars import public as calendars
from aftercare.contexts.contracts import policies
from aftercare.contexts.contracts.models import ServiceContract
from aftercare.contexts.contracts.rules.terms import days_left, standing
from aftercare.contexts.organisations import public as organisations
from aftercare.platform.actor import Actor, Role
from aftercare.platform.web import marks
from aftercare.platform.web.listing import (
    ChoiceFilter,
    Column,
    Create,
    DateColumn,
    Listing,
    PeriodFilter,
    RelationFilter,
    StatusColumn,
    Tab,
    status_filter,
)

SOON_DAYS = 60


def left_words(days: int) -> str:
    """Return how long a term still runs, in words."""
    if days < 1:
        return _("expired")
    return ngettext("%(n)d day left", "%(n)d days left", days) % {"n": days}


class DaysLeftColumn(Column):
    """How long a contract in force still runs; amber when that is not long."""

    def html(self, row: Any) -> SafeString | str:
        """Return the days, marked when they are few."""
        days = self.raw(row)
        if days is None:
            return marks.NOTHING
        css = "figure text-danger" if days < 1 else "figure soon" if days <= SOON_DAYS else "figure"
        return format_html('<span class="{}">{}</span>', css, left_words(days))

    def plain(self, row: Any) -> Any:
        """Return the number of days."""
        return self.raw(row)


def left_of(row: ServiceContract, today: date | None = None) -> int | None:
    """Return the days a contract in force still runs; None where that says nothing."""
    if row.is_default or row.bound_until is not None or row.status != ServiceContract.Status.ACTIVE:
        return None
    return days_left(row.ends_on, today or timezone.localdate())


def standing_of(row: ServiceContract, today: date | None = None) -> str:
    """Return the key of the contract's sign: whether it binds today."""
    return standing(row.status, row.starts_on, row.ends_on, today or timezone.localdate(), row.bound_until)


def _soon(actor: Actor, now: datetime) -> Q:
    today = timezone.localdate(now)
    return Q(
        status="active", is_default=False, bound_until=None, ends_on__range=(today, today + timedelta(days=SOON_DAYS))
    )


def _in_force(actor: Actor, now: datetime) -> Q:
    today = timezone.localdate(now)
    return Q(status="active", ends_on__gte=today) & (Q(bound_until=None) | Q(bound_until__gte=today))


def _over(actor: Actor, now: datetime) -> Q:
    today = timezone.localdate(now)
    return Q(status="ended") | Q(status="active", ends_on__lt=today) | Q(status="active", bound_until__lt=today)


class ContractList(Listing):
    """The contracts the person may see."""

    name, title, roles = "contracts.contracts", gettext_lazy("Service contracts"), policies.READERS
    icon = "file-certificate"
    columns = [
        Column(key="number", label=gettext_lazy("Number"), value=lambda r: r.label, link=True, sort="number"),
        Column(key="name", label=gettext_lazy("Name"), sort="name", card=1, wide=True),
        Column(
            key="customer",
            label=gettext_lazy("Customer"),
            value=lambda r: r.customer.name if r.customer else _("Everybody (standard terms)"),
            sort="customer__name",
            card=2,
            wide=True,
        ),
        StatusColumn(
            key="status",
            label=gettext_lazy("Status"),
            kind="contract_standing",
            value=standing_of,
            sort="status",
            card=3,
        ),
        DateColumn(key="starts_on", label=pgettext_lazy("contract", "From"), sort="starts_on"),
        DateColumn(
            key="ends_on",
            label=pgettext_lazy("contract", "To"),
            value=lambda r: r.bound_until or r.ends_on,
            sort="ends_on",
        ),
        DaysLeftColumn(key="left", label=gettext_lazy("Days left"), value=left_of, css="number"),
        Column(key="calendar", label=gettext_lazy("Calendar"), value=lambda r: r.calendar.name, shown=False),
    ]
    filters = [
        status_filter("contract"),
        RelationFilter(
            key="customer",
            label=gettext_lazy("Customer"),
            field="customer_id",
            options=organisations.options,
            labels=organisations.labels,
        ),
        PeriodFilter(key="ends", label=gettext_lazy("Ends"), field="ends_on", is_date=True),
        ChoiceFilter(
            key="calendar", label=gettext_lazy("Calendar"), field="calendar_id", choices=lambda: calendars.choices()
        ),
    ]
    tabs = [
        Tab("active", gettext_lazy("In force"), _in_force),
        Tab("soon", gettext_lazy("Ending soon"), _soon, "ends_on"),
        Tab("draft", gettext_lazy("Drafts"), Q(status="draft")),
        Tab("over", gettext_lazy("Expired or ended"), _over),
    ]
    default_sort = ("-is_default", "ends_on")
    create = Create(gettext_lazy("New contract"), "contracts:new", policies.WRITERS)
    search_hint = gettext_lazy("Number, name or customer")
    empty_title = gettext_lazy("No contracts yet")
    empty_text = gettext_lazy("Contracts say what was promised; every deadline quotes a clause of one.")

    def queryset(self, actor: Actor) -> QuerySet[ServiceContract]:
        """Return the contracts with their customers."""
        return policies.visible_to(actor).select_related("customer", "calendar")

    def url(self, row: ServiceContract) -> str:
        """Return the contract's page."""
        return reverse("contracts:detail", args=[row.pk])


class MyContracts(Listing):
    """The customer's own contracts, in force or over: the versions that count today."""

    name, title, roles = "contracts.my_contracts", gettext_lazy("My contracts"), (Role.CUSTOMER,)
    icon = "file-certificate"
    columns = [c for c in ContractList.columns if c.key not in ("customer", "calendar")]
    filters = [f for f in ContractList.filters if f.key == "ends"]
    tabs = [tab for tab in ContractList.tabs if tab.key in ("active", "over")]
    default_sort = ("-ends_on",)
    search_hint = gettext_lazy("Number or name")
    empty_title = ContractList.empty_title
    empty_text = gettext_lazy("Contracts in force stand here, with what they promise and how it was kept.")

    def queryset(self, actor: Actor) -> QuerySet[ServiceContract]:
        """Return the own contracts, without the versions an amendment took the place of."""
        return policies.visible_to(actor).unreplaced(timezone.localdate())

    def url(self, row: ServiceContract) -> str:
        """Return the contract's page."""
        return reverse("contracts:detail", args=[row.pk])
