"""The figures of one question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Avg, Count, F, Max, Min, Q
from django.utils import timezone

from aftercare.contexts.contracts.public import Promise
from aftercare.contexts.insights.queries.asking import Median, Question, between, hours
from aftercare.contexts.insights.rules import Score, Share, Span

IN_TIME = Q(resolved_at__lte=F("due_at"))
JUDGED = Q(due_at__isnull=False, resolved_at__isnull=False)
FIXED_AT_ONCE = Q(visits=1, repeated_by_id__isnull=True)
SATISFIED, PROMOTERS, DETRACTORS = 4, 9, 6


_PAUSES = """
    SELECT pause->>0, pause->>1, sum((pause->>2)::bigint), count(*)
      FROM ({facts}) AS paused, jsonb_array_elements(paused.pauses) AS pause
     GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT 20
"""


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """How one kind of promise was kept."""

    promise: str
    kept: Share
    paused_minutes: int


@dataclass(frozen=True, slots=True)
class PauseRow:
    """Minutes that did not count, by cause and accountable party."""

    reason: str
    party: str
    minutes: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Every figure of the page, each with the number it stands on."""

    requests: int
    first_on: date | None
    last_on: date | None
    on_time: Share
    close: Span
    response: Span
    arrival: Span
    resolution: Span
    sla: Share
    promises: list[PromiseRow]
    pauses: list[PauseRow]
    on_time_arrival: Share
    first_time_fix: Share
    restated: int
    surveys: Share
    csat: Share
    nps: Score


def arrival_due(now: datetime) -> Q:
    """Return the condition for orders to which somebody should have come by now."""
    return Q(promised_by__lte=now)


def figures(question: Question) -> Figures:
    """Return the figures after their formulas; six queries."""
    promises = _promises(question)
    sla = Share(sum(row.kept.n for row in promises), sum(row.kept.hits for row in promises))
    pauses = _pauses(question)
    return Figures(
        sla=sla, promises=promises, pauses=pauses, **_requests(question), **_orders(question), **_surveys(question)
    )


def _spans(name: str, first: str, last: str, only: Q | None = None) -> dict[str, Any]:
    both = Q(**{f"{first}__isnull": False, f"{last}__isnull": False}) & (only or Q())
    return {
        f"{name}_n": Count("id", filter=both),
        f"{name}_mean": Avg(between(first, last), filter=both),
        f"{name}_median": Median(between(first, last), filter=both),
    }


def _span(row: dict[str, Any], name: str) -> Span:
    return Span(row[f"{name}_n"], hours(row[f"{name}_mean"]), hours(row[f"{name}_median"]))


def _requests(question: Question) -> dict[str, Any]:
    row = question.requests().aggregate(
        n=Count("id"),
        first=Min("received_at"),
        last=Max("received_at"),
        judged=Count("id", filter=JUDGED),
        in_time=Count("id", filter=JUDGED & IN_TIME),
        **_spans("close", "received_at", "closed_at", Q(due_at__isnull=False)),
        **_spans("response", "received_at", "responded_at"),
        **_spans("arrival", "received_at", "arrived_at"),
        **_spans("resolution", "received_at", "resolved_at"),
    )
    return {
        "requests": row["n"],
        "first_on": timezone.localtime(row["first"]).date() if row["first"] else None,
        "last_on": timezone.localtime(row["last"]).date() if row["last"] else None,
        "on_time": Share(row["judged"], row["in_time"]),
        **{name: _span(row, name) for name in ("close", "response", "arrival", "resolution")},
    }


def _promises(question: Question) -> list[PromiseRow]:
    order = {promise: number for number, promise in enumerate(Promise.values)}
    rows = (
        question.clocks()
        .values("promise")
        .annotate(n=Count("id"), hits=Count("id", filter=Q(is_met=True)), paused=Avg("paused_minutes") * Count("id"))
    )
    found = [PromiseRow(r["promise"], Share(r["n"], r["hits"]), round(r["paused"] or 0)) for r in rows.order_by()]
    return sorted(found, key=lambda row: order.get(row.promise, len(order)))


def _pauses(question: Question) -> list[PauseRow]:
    try:
        facts, params = question.clocks().filter(paused_minutes__gt=0).values("pauses").query.sql_with_params()
    except EmptyResultSet:  # Somebody who may see nothing: Django knows without asking.
        return []
    with connection.cursor() as cursor:
        cursor.execute(_PAUSES.format(facts=facts), params)
        return [PauseRow(reason, party, int(minutes), count) for reason, party, minutes, count in cursor.fetchall()]


def _orders(question: Question) -> dict[str, Any]:
    completed = Q(is_planned_follow_up=False)
    row = question.orders().aggregate(
        n=Count("id", filter=completed),
        fixed=Count("id", filter=completed & FIXED_AT_ONCE),
        restated=Count("id", filter=completed & Q(visits=1, repeated_by_id__isnull=False)),
    )
    arrivals = (
        question.orders("promised_by")
        .filter(arrival_due(question.now))
        .aggregate(n=Count("id"), hits=Count("id", filter=Q(arrived_at__lte=F("promised_by"))))
    )
    return {
        "first_time_fix": Share(row["n"], row["fixed"]),
        "restated": row["restated"],
        "on_time_arrival": Share(arrivals["n"], arrivals["hits"]),
    }


def _surveys(question: Question) -> dict[str, Any]:
    answered = Q(answered_at__isnull=False)
    row = question.surveys().aggregate(
        n=Count("id"),
        answered=Count("id", filter=answered),
        satisfied=Count("id", filter=answered & Q(csat__gte=SATISFIED)),
        scored=Count("id", filter=Q(nps__isnull=False)),
        promoters=Count("id", filter=Q(nps__gte=PROMOTERS)),
        detractors=Count("id", filter=Q(nps__lte=DETRACTORS)),
    )
    return {
        "surveys": Share(row["n"], row["answered"]),
        "csat": Share(row["answered"], row["satisfied"]),
        "nps": Score(row["scored"], row["promoters"], row["detractors"]),
    }
