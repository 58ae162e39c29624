"""The rows behind the figures: what was counted, and how."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.insights import policies
from aftercare.contexts.insights.desk.filters import RegionFilter, SourceFilter, source_choices
from aftercare.contexts.insights.desk.tables import PROMISES
from aftercare.contexts.insights.models import ClockFact, OrderFact, RequestFact, SurveyFact
from aftercare.contexts.insights.queries.totals import FIXED_AT_ONCE, IN_TIME, JUDGED, SATISFIED, arrival_due
from aftercare.platform import clock
from aftercare.platform.actor import Actor
from aftercare.platform.web.listing import (
    ChoiceFilter,
    Column,
    DurationColumn,
    FlagColumn,
    FlagFilter,
    Listing,
    NumberColumn,
    PeriodFilter,
    PriorityColumn,
    StatusColumn,
    TimeColumn,
)

REGION = RegionFilter(key="region", label=_("Region"))
MOMENTS = [
    ("responded", _("Answered")),
    ("arrived", _("Arrived")),
    ("resolved", _("Put right")),
    ("closed", _("Closed")),
]


class DueFilter(ChoiceFilter):
    """How a request stood to its due date."""

    def condition(self, chosen: list[str]) -> Q:
        """Return the condition for any of these."""
        known = {"judged": JUDGED, "yes": JUDGED & IN_TIME, "no": JUDGED & ~IN_TIME}
        found = Q()
        for value in chosen:
            found |= known[value]
        return found


class MomentFilter(ChoiceFilter):
    """Requests that have reached a moment."""

    def condition(self, chosen: list[str]) -> Q:
        """Return the condition for all of these."""
        return Q(**{f"{value}_at__isnull": False for value in chosen})


class CategoryFilter(ChoiceFilter):
    """A category, as requests were sorted into it."""

    def condition(self, chosen: list[str]) -> Q:
        """Return the condition for these categories."""
        return Q(category_id__in=[int(value) for value in chosen])


def category_choices() -> list[tuple[int, str]]:
    """Return the categories that were ever counted."""
    found = RequestFact.objects.exclude(category_id=None).order_by("category").values_list("category_id", "category")
    return [(pk, name) for pk, name in found.distinct() if pk is not None]


class _Behind(Listing):
    """What all lists behind figures share."""

    roles = policies.READERS
    template = "insights/list.html"
    is_searchable = False
    icon = "chart-bar"
    empty_title = _("Nothing was counted here")
    empty_text = _("Take off a filter, or choose another period on the page of figures.")


class RequestFacts(_Behind):
    """Requests with the moments the figures are made of."""

    name, title = "insights.requests", _("Requests behind the figures")
    columns = [
        Column(key="number", label=_("Number"), link=True, sort="number", card=1),
        Column(key="category", label=_("Category"), sort="category", card=2, wide=True),
        Column(key="region", label=_("Region"), sort="region"),
        StatusColumn(key="status", label=_("Status"), kind="service_request", sort="status", card=3),
        PriorityColumn(key="priority", label=_("Priority"), sort="priority", shown=False),
        TimeColumn(key="received_at", label=_("Received"), sort="received_at"),
        DurationColumn(key="response", label=_("Time to respond"), value=lambda r: _gap(r, r.responded_at)),
        DurationColumn(key="arrival", label=_("Arrival time"), value=lambda r: _gap(r, r.arrived_at)),
        DurationColumn(key="resolution", label=_("Resolution time"), value=lambda r: _gap(r, r.resolved_at)),
        TimeColumn(key="due_at", label=_("Due"), sort="due_at"),
        FlagColumn(key="on_time", label=_("On time"), value=lambda r: _on_time(r)),
        TimeColumn(key="closed_at", label=_("Closed"), sort="closed_at", shown=False),
        Column(key="source_system", label=_("Source"), sort="source_system", shown=False),
    ]
    filters = [
        PeriodFilter(key="received", label=_("Received"), field="received_at", pinned=True),
        REGION,
        CategoryFilter(key="category", label=_("Category"), choices=category_choices),
        DueFilter(key="on_time", label=_("Due date"), choices=[
            ("judged", _("due and put right")), ("yes", _("on time")), ("no", _("late"))]),
        MomentFilter(key="moment", label=_("Reached"), choices=MOMENTS),
        SourceFilter(key="source", label=_("Source"), choices=source_choices),
    ]  # fmt: skip
    default_sort = ("-received_at",)

    def queryset(self, actor: Actor) -> QuerySet[RequestFact]:
        """Return the requests this person's figures count."""
        return policies.visible(RequestFact.objects.all(), actor)

    def url(self, row: RequestFact) -> str:
        """Return the request's own page."""
        return reverse("service_requests:detail", args=[row.request_id])


class PromiseFacts(_Behind):
    """Promises that came due, and whether they were kept."""

    name, title = "insights.promises", _("Promises behind the figures")
    columns = [
        Column(key="promise", label=_("Promise"), value=lambda c: PROMISES.get(c.promise, c.promise), link=True,
               sort="promise", card=1),
        Column(key="number", label=_("Request"), value=lambda c: getattr(c, "number", ""), card=2),
        PriorityColumn(key="priority", label=_("Priority"), sort="priority"),
        TimeColumn(key="due_at", label=_("Due"), sort="due_at", card=3),
        TimeColumn(key="stopped_at", label=_("Stopped at"), sort="stopped_at"),
        FlagColumn(key="is_met", label=_("Kept"), sort="is_met"),
        DurationColumn(key="paused_minutes", label=_("Paused"), sort="paused_minutes"),
    ]  # fmt: skip
    filters = [
        PeriodFilter(key="due", label=_("Due"), field="due_at", pinned=True),
        ChoiceFilter(key="promise", label=_("Promise"), choices=lambda: list(PROMISES.items())),
        FlagFilter(key="kept", label=_("Kept"), q=Q(is_met=True), no=Q(is_met=False)),
        FlagFilter(key="paused", label=_("Was paused"), q=Q(paused_minutes__gt=0)),
        REGION,
        SourceFilter(key="source", label=_("Source"), choices=source_choices, link="request_id"),
    ]
    default_sort = ("-due_at",)

    def queryset(self, actor: Actor) -> QuerySet[ClockFact]:
        """Return the promises that have come due."""
        return policies.visible(ClockFact.objects.filter(due_at__lte=clock.now(), is_met__isnull=False), actor)

    def rows(self, objects: list[Any]) -> list[Any]:
        """Add the requests' numbers."""
        ids = [fact.request_id for fact in objects if fact.request_id]
        numbers = dict(RequestFact.objects.filter(request_id__in=ids).values_list("request_id", "number"))
        for fact in objects:
            fact.number = numbers.get(fact.request_id, "")
        return objects

    def url(self, row: ClockFact) -> str:
        """Return the page of the request the promise was about."""
        return reverse("service_requests:detail", args=[row.request_id]) if row.request_id else ""


class OrderFacts(_Behind):
    """Orders, their arrivals, and whether the fix lasted."""

    name, title = "insights.orders", _("Work orders behind the figures")
    columns = [
        Column(key="number", label=_("Number"), link=True, sort="number", card=1),
        TimeColumn(key="opened_at", label=_("Opened"), sort="opened_at"),
        TimeColumn(key="promised_by", label=_("Arrival promised by"), sort="promised_by"),
        TimeColumn(key="arrived_at", label=_("Arrived"), sort="arrived_at"),
        TimeColumn(key="completed_at", label=_("Completed"), sort="completed_at", card=2),
        NumberColumn(key="visits", label=_("Visits"), sort="visits"),
        FlagColumn(key="fixed", label=_("Fixed at once"), value=lambda o: _fixed(o), card=3),
        FlagColumn(key="repeated", label=_("Came back"), value=lambda o: o.repeated_by_id is not None),
        FlagColumn(key="planned", label=_("Planned follow-up"), value=lambda o: o.is_planned_follow_up, shown=False),
    ]
    filters = [
        PeriodFilter(key="completed", label=_("Completed"), field="completed_at", pinned=True),
        PeriodFilter(key="promised", label=_("Arrival promised by"), field="promised_by"),
        FlagFilter(key="done", label=_("Is completed"), q=Q(completed_at__isnull=False)),
        FlagFilter(key="expected", label=_("Arrival was due"), q=arrival_due),
        FlagFilter(key="fixed", label=_("Fixed at once"), q=FIXED_AT_ONCE, no=~FIXED_AT_ONCE),
        FlagFilter(key="late", label=_("Arrived late"), q=Q(arrived_at__gt=F("promised_by")),
                   no=Q(arrived_at__lte=F("promised_by"))),
        FlagFilter(key="planned", label=_("Planned follow-up"), q=Q(is_planned_follow_up=True),
                   no=Q(is_planned_follow_up=False)),
        REGION,
        SourceFilter(key="source", label=_("Source"), choices=source_choices, link="request_id"),
    ]  # fmt: skip
    default_sort = ("-completed_at",)

    def queryset(self, actor: Actor) -> QuerySet[OrderFact]:
        """Return the orders this person's figures count."""
        return policies.visible(OrderFact.objects.all(), actor)

    def url(self, row: OrderFact) -> str:
        """Return the order's own page."""
        return reverse("work_orders:detail", args=[row.work_order_id])


class SurveyFacts(_Behind):
    """Customers asked, and what they answered."""

    name, title = "insights.surveys", _("Surveys behind the figures")
    columns = [
        Column(key="number", label=_("Work order"), value=lambda s: getattr(s, "number", ""), link=True, card=1),
        TimeColumn(key="sent_at", label=_("Sent"), sort="sent_at", card=2),
        TimeColumn(key="answered_at", label=_("Answered"), sort="answered_at"),
        NumberColumn(key="csat", label=_("Satisfaction (1–5)"), sort="csat", card=3),
        NumberColumn(key="nps", label=_("Recommendation (0–10)"), sort="nps"),
    ]
    filters = [
        PeriodFilter(key="sent", label=_("Sent"), field="sent_at", pinned=True),
        FlagFilter(key="answered", label=_("Answered"), q=Q(answered_at__isnull=False), no=Q(answered_at__isnull=True)),
        FlagFilter(key="scored", label=_("Gave a recommendation"), q=Q(nps__isnull=False)),
        FlagFilter(key="satisfied", label=_("Satisfied"), q=Q(csat__gte=SATISFIED), no=Q(csat__lt=SATISFIED)),
        REGION,
        SourceFilter(key="source", label=_("Source"), choices=source_choices, link="work_order_id"),
    ]
    default_sort = ("-sent_at",)

    def queryset(self, actor: Actor) -> QuerySet[SurveyFact]:
        """Return the surveys this person's figures count."""
        return policies.visible(SurveyFact.objects.all(), actor)

    def rows(self, objects: list[Any]) -> list[Any]:
        """Add the orders' numbers."""
        ids = [fact.work_order_id for fact in objects]
        numbers = dict(OrderFact.objects.filter(work_order_id__in=ids).values_list("work_order_id", "number"))
        for fact in objects:
            fact.number = numbers.get(fact.work_order_id, "")
        return objects

    def url(self, row: SurveyFact) -> str:
        """Return the page of the order the customer was asked about."""
        return reverse("work_orders:detail", args=[row.work_order_id])


def _gap(row: RequestFact, moment: Any) -> Any:
    return moment - row.received_at if moment else None


def _on_time(row: RequestFact) -> bool:
    return bool(row.due_at and row.resolved_at and row.resolved_at <= row.due_at)


def _fixed(row: OrderFact) -> bool:
    return row.completed_at is not None and row.visits == 1 and row.repeated_by_id is None
