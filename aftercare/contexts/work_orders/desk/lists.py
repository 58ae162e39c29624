"""The list of orders."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from aftercare.contexts.installed_base import public as installed_base
from aftercare.contexts.organisations import public as organisations
from aftercare.contexts.people import public as people
from aftercare.contexts.service_requests import public as service_requests
from aftercare.contexts.work_orders import commands, forms, policies, queries
from aftercare.contexts.work_orders.models import OPEN, Kind, WorkOrder
from aftercare.platform.actor import Actor
from aftercare.platform.web import marks, signs
from aftercare.platform.web.listing import (
    BulkAction,
    ChoiceFilter,
    Column,
    Create,
    DurationColumn,
    FlagFilter,
    Listing,
    NumberColumn,
    PeriodFilter,
    PersonColumn,
    PhoneColumn,
    PriorityColumn,
    PromiseColumn,
    RelationFilter,
    StatusColumn,
    Tab,
    TextFilter,
    TimeColumn,
    status_filter,
)


def _customers(actor: Actor, text: str, limit: int) -> Iterable[tuple[int, str]]:
    return [(row.pk, row.name) for row in organisations.search_organisations(actor, text, limit=limit)]


def _equipment(actor: Actor, text: str, limit: int) -> Iterable[tuple[int, str]]:
    if not text.strip():
        return []
    return [(c.id, f"{c.number} {c.name}") for c in installed_base.search_equipment(actor, text, limit=limit)]


def _categories(actor: Actor, text: str, limit: int) -> Iterable[tuple[int, str]]:
    found = [(pk, f"{group} · {name}" if group else name) for pk, group, name in service_requests.category_choices()]
    return [(pk, name) for pk, name in found if text.casefold() in name.casefold()][:limit]


def _category_labels(actor: Actor, ids: list[int]) -> dict[int, Any]:
    return {pk: name for pk, _group, name in service_requests.category_choices() if pk in ids}


def _codes(actor: Actor, text: str, limit: int) -> Iterable[tuple[int, str]]:
    return [(pk, name) for pk, name in queries.failure_codes()["mode"] if text.casefold() in name.casefold()][:limit]


def _code_labels(actor: Actor, ids: list[int]) -> dict[int, Any]:
    return {pk: name for pk, name in queries.failure_codes()["mode"] if pk in ids}


def _close(pk: int, *, by: Actor, at: datetime) -> None:
    commands.close(work_order_id=pk, by=by, at=at)


def _hold(pk: int, *, by: Actor, at: datetime, **fields: Any) -> None:
    commands.hold(work_order_id=pk, by=by, at=at, **fields)


def _cancel(pk: int, *, by: Actor, at: datetime, reason: str) -> None:
    commands.cancel(work_order_id=pk, reason=reason, by=by, at=at)


@dataclass(frozen=True, slots=True, kw_only=True)
class CrewColumn(Column):
    """How many go together; said only of those that need two, with who is missing."""

    def html(self, row: Any) -> SafeString | str:
        """Return the mark."""
        if row.crew_size == 1:
            return ""
        if row.missing:
            return marks.badge(signs.Sign(signs.Tone.WAITING, _("One more needed"), "user-plus"))
        return format_html('<span class="kind-mark">{}{}</span>', marks.icon("users"), pgettext("crew", "Two"))


class OrderList(Listing):
    """Every order the person may see."""

    name = "work_orders.orders"
    title = _("Work orders")
    roles = policies.READERS
    columns = [
        Column(key="number", label=_("Number"), link=True, sort="number", css="number-text"),
        Column(key="subject", label=_("Subject"), link=True, card=1, wide=True),
        StatusColumn(key="status", label=_("Status"), kind="work_order", sort="status", card=3),
        PriorityColumn(key="priority", label=_("Priority"), sort="priority"),
        PromiseColumn(key="promised_by", label=_("Promise"), sort=("arrive_by", "resolve_by"),
                      met=lambda row: row.completed_at, paused=lambda row: row.status == "on_hold", card=2),
        Column(key="customer", label=_("Customer"), value=lambda row: row.customer and row.customer.name),
        Column(key="equipment", label=_("Equipment"), value=lambda row: row.equipment and row.equipment.name),
        PersonColumn(key="engineer_name", label=_("Engineer")),
        CrewColumn(key="crew_size", label=_("Engineers needed")),
        TimeColumn(key="scheduled_start_at", label=_("Appointment"), sort="scheduled_start_at"),
        Column(key="kind", label=_("Kind"), value=lambda row: row.get_kind_display(), shown=False),
        Column(key="region", label=_("Region"), value=lambda row: row.region and row.region.name, shown=False),
        Column(key="place", label=_("Place"), shown=False),
        Column(key="contact_name", label=_("Contact"), shown=False),
        PhoneColumn(key="contact_phone", label=_("Phone"), shown=False),
        Column(key="category", label=_("Category"), value=lambda row: row.category and row.category.name, shown=False),
        DurationColumn(key="estimated_minutes", label=_("Estimated time"), shown=False),
        NumberColumn(key="visit_count", label=_("Visits"), shown=False),
        TimeColumn(key="opened_at", label=_("Opened"), sort="opened_at", shown=False),
        TimeColumn(key="completed_at", label=_("Completed"), sort="completed_at", shown=False),
    ]  # fmt: skip
    filters = [
        status_filter("work_order"),
        ChoiceFilter(key="priority", label=_("Priority"), choices=signs.priority_choices),
        ChoiceFilter(key="kind", label=_("Kind"), choices=Kind.choices),
        RelationFilter(key="customer", label=_("Customer"), options=_customers, labels=forms.customer_labels),
        RelationFilter(key="equipment", label=_("Equipment"), options=_equipment, labels=forms.equipment_labels),
        RelationFilter(key="region", label=_("Region"), options=people.region_options, labels=people.region_labels),
        RelationFilter(key="category", label=_("Category"), options=_categories, labels=_category_labels),
        RelationFilter(
            key="mode", label=_("Failure mode"), field="failure_mode_id", options=_codes, labels=_code_labels
        ),
        TextFilter(key="engineer", label=_("Engineer"), field="engineer_name"),
        PeriodFilter(key="appointment", label=_("Appointment"), field="scheduled_start_at"),
        PeriodFilter(key="opened", label=_("Opened"), field="opened_at"),
        PeriodFilter(key="completed", label=_("Completed"), field="completed_at"),
        FlagFilter(key="crew", label=_("Needs two"), q=Q(crew_size=2)),
        FlagFilter(key="overdue", label=_("Promise broken"), q=queries.overdue),
    ]
    tabs = [
        Tab("open", _("Open"), Q(status__in=OPEN)),
        Tab("waiting", _("Waiting for dispatch"), Q(status="unscheduled"), sort="priority"),
        Tab("today", _("Today"), lambda actor, now: queries.today(now), sort="scheduled_start_at"),
        Tab("overdue", _("Promise broken"), lambda actor, now: queries.overdue(now), sort="resolve_by"),
        Tab("held", _("On hold"), Q(status="on_hold")),
        Tab("drafts", _("Drafts"), Q(status="draft")),
        Tab("review", _("To review"), Q(status__in=("accepted", "cannot_complete")), sort="accepted_at"),
    ]
    actions = [
        BulkAction(name="close", label=_("Review and archive"), one=_close, icon="archive", roles=policies.REVIEWERS),
        BulkAction(name="hold", label=_("Put on hold"), one=_hold, icon="player-pause", roles=policies.HANDLERS,
                   form=forms.HoldForm),
        BulkAction(name="cancel", label=_("Cancel"), one=_cancel, icon="circle-x", roles=policies.HANDLERS,
                   form=forms.ReasonForm, danger=True),
    ]  # fmt: skip
    create = Create(_("New work order"), "work_orders:new", policies.HANDLERS, icon="clipboard-plus")
    default_sort = ("-opened_at",)
    search_hint = _("Number, words, place, customer, serial number")
    empty_title = _("No work orders yet")
    empty_text = _("A request that needs a visit becomes a work order by itself; others are opened by hand.")
    icon = "clipboard-list"
    live_topic = "work_orders:all"

    def queryset(self, actor: Actor) -> QuerySet[WorkOrder]:
        """Return the orders this person may see."""
        return queries.listed(actor)

    def row_css(self, row: Any) -> str:
        """Mark the rows with a broken promise."""
        due = row.promised_by
        return "row-late" if row.status in OPEN and due is not None and due < self.now else ""
