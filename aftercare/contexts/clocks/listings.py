"""The list of promises."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.clocks import policies, result_filters
from aftercare.contexts.clocks.models import UNCAUSED, BreachCause, Clock
from aftercare.contexts.contracts.public import Promise, hours_words
from aftercare.contexts.organisations import public as organisations
from aftercare.contexts.people import public as people
from aftercare.platform.actor import OFFICE, Actor, Role
from aftercare.platform.web import signs
from aftercare.platform.web.listing import (
    ChoiceFilter,
    Column,
    FlagFilter,
    Listing,
    PeriodFilter,
    PriorityColumn,
    PromiseColumn,
    RelationFilter,
    StatusColumn,
    Tab,
    TimeColumn,
    status_filter,
)

READERS = tuple(sorted(OFFICE))
NEAR = timedelta(hours=4)


def broken(actor: Actor, now: datetime) -> Q:
    """Return the condition for running promises past their deadline."""
    return Q(state="running", due_at__lt=now)


def near(actor: Actor, now: datetime) -> Q:
    """Return the condition for running promises due within four hours."""
    return Q(state="running", due_at__range=(now, now + NEAR))


def cause_options(actor: Actor, text: str, limit: int) -> list[tuple[int, str]]:
    """Return the causes with these letters, for the filter."""
    rows = BreachCause.objects.filter(name__icontains=text).order_by("code")
    return list(rows.values_list("pk", "name")[:limit])


def cause_labels(actor: Actor, ids: list[int]) -> dict[int, str]:
    """Return the names of causes."""
    return dict(BreachCause.objects.filter(pk__in=ids).values_list("pk", "name"))


class ClockList(Listing):
    """The promises of the records the person may see."""

    name, title, roles = "clocks.promises", _("Promises"), READERS
    icon, is_searchable = "alarm", True
    columns = [
        Column(
            key="number", label=_("Number"), value=lambda r: r.number or r.subject, link=True, sort="number", card=1
        ),
        Column(key="promise", label=_("Promise"), value=lambda r: r.get_promise_display(), sort="promise", card=2),
        StatusColumn(key="state", label=_("State"), kind="clock", sort="state"),
        PriorityColumn(key="priority", label=_("Priority"), sort="priority"),
        PromiseColumn(
            key="due_at",
            label=_("Deadline"),
            sort="due_at",
            met=lambda r: r.stopped_at if r.state in ("met", "missed") else None,
            paused=lambda r: r.state == "paused",
            card=3,
        ),
        Column(
            key="target_minutes",
            label=_("Promised time"),
            value=lambda r: hours_words(r.target_minutes),
            sort="target_minutes",
            css="number",
        ),
        Column(key="counting", label=_("Counted in"), value=lambda r: r.get_counting_display(), shown=False),
        Column(
            key="customer",
            label=_("Customer"),
            value=lambda r: r.customer.name if r.customer else "",
            sort="customer__name",
            wide=True,
        ),
        Column(key="region", label=_("Region"), value=lambda r: r.region.name if r.region else ""),
        Column(key="cause", label=_("Cause"), value=lambda r: r.cause.name if r.cause else "", shown=False),
        TimeColumn(key="started_at", label=_("Began"), sort="started_at"),
        TimeColumn(key="stopped_at", label=_("Clock stopped"), sort="stopped_at", shown=False),
    ]
    filters = [
        status_filter("clock", key="state", label=_("State")),
        ChoiceFilter(key="promise", label=_("Promise"), choices=Promise.choices, pinned=True),
        ChoiceFilter(key="priority", label=_("Priority"), choices=signs.priority_choices),
        RelationFilter(
            key="customer",
            label=_("Customer"),
            field="customer_id",
            options=organisations.options,
            labels=organisations.labels,
        ),
        RelationFilter(
            key="region",
            label=_("Region"),
            field="region_id",
            options=people.region_options,
            labels=people.region_labels,
        ),
        PeriodFilter(key="due", label=_("Due"), field="due_at"),
        PeriodFilter(key="began", label=_("Began"), field="started_at"),
        RelationFilter(key="cause", label=_("Cause"), field="cause_id", options=cause_options, labels=cause_labels),
        result_filters.CONTRACT,
        result_filters.RESULT,
        result_filters.HELD,
        FlagFilter(key="provisional", label=_("Provisional"), q=Q(is_provisional=True)),
    ]
    tabs = [
        Tab("broken", _("Overdue, still open"), broken, "due_at"),
        Tab("near", _("Due within 4 hours"), near, "due_at"),
        Tab("running", _("Running"), Q(state="running"), "due_at"),
        Tab("paused", _("Standing still"), Q(state="paused")),
        Tab("waiting", _("Not begun"), Q(state="waiting")),
        Tab("missed", _("Kept too late"), Q(state="missed"), "-stopped_at"),
        Tab("uncaused", _("Broken, cause not named"), UNCAUSED, "-due_at"),
    ]
    default_sort = ("-started_at",)
    search_hint = _("Number of the request")
    empty_title = _("No promises yet")
    empty_text = _("Each registered request starts the promises its contract makes.")

    def queryset(self, actor: Actor) -> QuerySet[Clock]:
        """Return the clocks with what the columns show."""
        return policies.visible_to(actor).select_related("customer", "region", "cause")

    def searched(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """Return the promises about the record with this number."""
        return rows.filter(number__iexact=text.strip())

    def url(self, row: Clock) -> str:
        """Return the explanation."""
        return reverse("clocks:explanation", args=[row.pk])

    def row_css(self, row: Clock) -> str:
        """Mark the overdue."""
        return "is-late" if row.state == "running" and row.due_at and row.due_at < self.now else ""


class MyPromises(ClockList):
    """The promises made to the customer, as far as they are the customer's to read."""

    name, title, roles = "clocks.my_promises", _("Promises made to us"), (Role.CUSTOMER,)
    is_searchable = False
    columns = [c for c in ClockList.columns if c.key not in ("customer", "region", "cause")]
    filters = [f for f in ClockList.filters if f.key not in ("customer", "cause")]
    tabs = []
