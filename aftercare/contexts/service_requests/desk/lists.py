"""The list of requests."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.people import public as people
from aftercare.contexts.service_requests import choosing, commands, policies, queries
from aftercare.contexts.service_requests.desk.frame import EVERYBODY
from aftercare.contexts.service_requests.models import OPEN, Coverage, Kind, ServiceRequest, Source
from aftercare.platform.actor import Actor, Role
from aftercare.platform.web import signs
from aftercare.platform.web.forms import StrictForm
from aftercare.platform.web.listing import (
    BulkAction,
    ChoiceFilter,
    Column,
    Create,
    FlagFilter,
    Listing,
    PeriodFilter,
    PersonColumn,
    PhoneColumn,
    PriorityColumn,
    PromiseColumn,
    RelationFilter,
    StatusColumn,
    Tab,
    TimeColumn,
    status_filter,
)


def _kind(row: ServiceRequest) -> Any:
    return row.get_kind_display()


class OwnerForm(StrictForm):
    """Who handles the selected requests."""

    owner_id = forms.TypedChoiceField(label=_("Handled by"), coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("owner_id", queries.colleagues(None))


def _acknowledge(pk: int, *, by: Actor, at: datetime) -> None:
    commands.acknowledge(request_id=pk, by=by, at=at)


def _assign(pk: int, *, owner_id: int, by: Actor, at: datetime) -> None:
    commands.assign(request_id=pk, owner_id=owner_id, by=by, at=at)


class RequestList(Listing):
    """Every request the person may see."""

    name, title, roles = "service_requests.requests", _("Requests"), EVERYBODY
    columns = [
        Column(key="number", label=_("Number"), link=True, sort="number", css="text-nowrap"),
        PriorityColumn(key="priority", label=_("Priority"), sort="priority", card=3),
        Column(key="subject", label=_("Subject"), card=1, wide=True),
        Column(key="customer", label=_("Customer"), card=2, wide=True),
        StatusColumn(key="status", label=_("Status"), kind="service_request", sort="status", card=3),
        PromiseColumn(
            key="next_due_at", label=_("Next promise"), sort="next_due_at", paused=lambda r: r.status == "pending"
        ),
        Column(key="category", label=_("Category")),
        TimeColumn(key="received_at", label=_("Received"), sort="received_at"),
        PersonColumn(key="owner", label=_("Handled by"), value=lambda r: r.owner.name if r.owner else ""),
        Column(key="kind", label=_("Kind"), value=_kind, shown=False),
        Column(key="source", label=_("Channel"), value=lambda r: r.get_source_display(), shown=False),
        Column(key="equipment", label=_("Equipment"), shown=False, wide=True),
        Column(key="liable", label=_("Liable party"), value=lambda r: str(r.liable_party or ""), shown=False),
        Column(key="region", label=_("Region"), shown=False),
        Column(key="coverage", label=_("Coverage"), value=lambda r: r.get_coverage_display(), shown=False),
        Column(key="caller_name", label=_("Caller"), shown=False),
        PhoneColumn(key="caller_phone", label=_("Phone"), shown=False),
        Column(key="place", label=_("Place"), shown=False, wide=True),
        Column(key="work_order_number", label=_("Work order"), shown=False),
        PersonColumn(key="engineer_name", label=_("Engineer"), shown=False),
        TimeColumn(key="due_at", label=_("Promised by"), sort="due_at", shown=False),
        TimeColumn(key="resolved_at", label=_("Resolved"), sort="resolved_at", shown=False),
    ]
    filters = [
        status_filter("service_request"),
        ChoiceFilter(key="priority", label=_("Priority"), choices=signs.priority_choices),
        ChoiceFilter(key="kind", label=_("Kind"), choices=Kind.choices),
        ChoiceFilter(key="source", label=_("Channel"), choices=Source.choices),
        RelationFilter(
            key="category", label=_("Category"), options=choosing.category_options, labels=choosing.category_labels
        ),
        RelationFilter(
            key="customer", label=_("Customer"), options=choosing.customer_options, labels=choosing.customer_labels
        ),
        RelationFilter(
            key="equipment", label=_("Equipment"), options=choosing.equipment_options, labels=choosing.equipment_labels
        ),
        RelationFilter(
            key="liable",
            label=_("Liable party"),
            field="liable_party_id",
            options=choosing.customer_options,
            labels=choosing.customer_labels,
        ),
        RelationFilter(key="region", label=_("Region"), options=people.region_options, labels=people.region_labels),
        ChoiceFilter(key="coverage", label=_("Coverage"), choices=Coverage.choices),
        PeriodFilter(key="received", label=_("Received"), field="received_at"),
        PeriodFilter(key="resolved", label=_("Resolved"), field="resolved_at"),
        FlagFilter(key="overdue", label=_("Promise broken"), q=queries.overdue),
        FlagFilter(key="unverified", label=_("Not verified"), q=Q(is_verified=False)),
        FlagFilter(key="emergency", label=_("Danger to people"), q=Q(is_emergency=True)),
    ]
    tabs = [
        Tab("open", _("Still open"), Q(status__in=OPEN)),
        Tab("new", _("New"), Q(status="new"), sort="priority"),
        Tab("mine", _("Mine"), lambda actor, now: Q(status__in=OPEN, owner_id=actor.id), sort="next_due_at"),
        Tab("overdue", _("Promise broken"), lambda actor, now: queries.overdue(now), sort="next_due_at"),
        Tab("waiting", _("Waiting"), Q(status="pending")),
    ]
    actions = [
        BulkAction(name="acknowledge", label=_("Acknowledge"), one=_acknowledge, icon="phone-check",
                   roles=policies.HANDLERS),
        BulkAction(name="assign", label=_("Hand over"), one=_assign, icon="user-check", roles=policies.HANDLERS,
                   form=OwnerForm),
    ]  # fmt: skip
    create = Create(_("New request"), "service_requests:new", policies.HANDLERS, icon="phone-plus")
    default_sort = ("-received_at",)
    search_hint = _("Number, words, phone, customer, equipment")
    empty_title = _("No requests yet")
    empty_text = _("What customers report by phone, by label, in the portal or by e-mail is collected here.")
    icon = "phone-call"
    live_topic = "service_requests:all"

    def queryset(self, actor: Actor) -> QuerySet[Any]:
        """Return the requests this person may see."""
        return queries.listed(actor)

    def row_css(self, row: Any) -> str:
        """Mark the rows whose promise is broken."""
        is_late = row.status in OPEN and row.next_due_at is not None and row.next_due_at < self.now
        return "row-late" if is_late else ""


CUSTOMER_ROLES = (Role.CUSTOMER,)
