"""What is asked: a period, some regions, a source; and the facts that answer it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Aggregate, DurationField, ExpressionWrapper, F, Model, QuerySet

from aftercare.contexts.insights import policies
from aftercare.contexts.insights.models import ClockFact, OrderFact, RequestFact, SurveyFact
from aftercare.contexts.insights.rules import Period
from aftercare.platform.actor import Actor

OWN = "own"
M = TypeVar("M", bound=Model)


class Median(Aggregate):
    """The middle value; between two middle values their mean."""

    function = "percentile_cont"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


def between(first: str, last: str) -> ExpressionWrapper:
    """Return the time from one moment to another."""
    return ExpressionWrapper(F(last) - F(first), output_field=DurationField())


def hours(span: Any) -> float | None:
    """Return a span in hours, to two places."""
    return None if span is None else round(span.total_seconds() / 3600, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Who asks, about which days, regions (None: all he may see) and source (`own`, an import, or "" for all)."""

    actor: Actor
    period: Period
    now: datetime
    region_ids: frozenset[int] | None = None
    source: str = ""

    def requests(self) -> QuerySet[RequestFact]:
        """Return the requests received in the period."""
        return self.within(self._sourced(self._regional(RequestFact.objects.all())), "received_at")

    def clocks(self) -> QuerySet[ClockFact]:
        """Return the promises that were due in the period, and by now."""
        rows = self._regional(ClockFact.objects.filter(due_at__lte=self.now, is_met__isnull=False))
        if self.source:
            rows = rows.filter(request_id__in=self._source_ids())
        return self.within(rows, "due_at")

    def orders(self, moment: str = "completed_at") -> QuerySet[OrderFact]:
        """Return the orders whose moment lies in the period: completed, or promised."""
        return self.within(self._orders(), moment)

    def surveys(self) -> QuerySet[SurveyFact]:
        """Return the surveys sent in the period."""
        rows = self._regional(SurveyFact.objects.all())
        if self.source:
            rows = rows.filter(work_order_id__in=self._orders().values("work_order_id"))
        return self.within(rows, "sent_at")

    def within(self, rows: QuerySet[M], moment: str) -> QuerySet[M]:
        """Keep the rows whose moment lies in the period."""
        start, end = self.period.start_at, self.period.end_at
        rows = rows.filter(**{f"{moment}__gte": start}) if start else rows.filter(**{f"{moment}__isnull": False})
        return rows.filter(**{f"{moment}__lt": end}) if end else rows

    def _regional(self, rows: QuerySet[M]) -> QuerySet[M]:
        rows = policies.visible(rows, self.actor)
        return rows if self.region_ids is None else rows.filter(region_id__in=self.region_ids)

    def _orders(self) -> QuerySet[OrderFact]:
        rows = self._regional(OrderFact.objects.all())
        return rows.filter(request_id__in=self._source_ids()) if self.source else rows

    def _sourced(self, rows: QuerySet[RequestFact]) -> QuerySet[RequestFact]:
        if not self.source:
            return rows
        return rows.filter(source_system="" if self.source == OWN else self.source)

    def _source_ids(self) -> QuerySet[RequestFact, Any]:
        return self._sourced(RequestFact.objects.all()).values("request_id")


def sources() -> list[str]:
    """Return the systems whose history was brought in, by name."""
    found = RequestFact.objects.exclude(source_system="").order_by("source_system")
    return list(found.values_list("source_system", flat=True).distinct())
