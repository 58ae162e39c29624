"""The figures by month, by region and by category."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Avg, Count, F, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from aftercare.contexts.insights.queries.asking import Question, between, hours
from aftercare.contexts.insights.queries.totals import FIXED_AT_ONCE, IN_TIME, JUDGED, SATISFIED
from aftercare.contexts.insights.rules import Share, cumulative_shares, vital_few
from aftercare.contexts.people import public as people

MOST_CATEGORIES, ALL_CATEGORIES, MOST_MONTHS = 12, 2_000, 120
_NOTHING = Share(0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class SliceRow:
    """The main figures of one month or one region."""

    key: Any
    name: str
    requests: int = 0
    on_time: Share = _NOTHING
    response_hours: float | None = None
    sla: Share = _NOTHING
    first_time_fix: Share = _NOTHING
    csat: Share = _NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryRow:
    """One category with its count, its share of all, and the growing share down to it."""

    category_id: int | None
    name: str
    group: str
    requests: int
    on_time: Share
    cumulative: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Categories:
    """The largest categories of `count`, the requests in all of them, and how many of them reach 80 per cent."""

    rows: list[CategoryRow]
    total: int
    count: int
    vital: int

    @property
    def others(self) -> int:
        """Return the requests in the categories not listed."""
        return self.total - sum(row.requests for row in self.rows)


def by_month(question: Question) -> list[SliceRow]:
    """Return the months in which anything happened, oldest first; four queries."""
    zone = ZoneInfo(question.period.zone)

    def month(rows: QuerySet[Any], moment: str) -> QuerySet[Any]:
        return rows.annotate(slice=TruncMonth(moment, tzinfo=zone))

    parts = _parts(question, month)
    return [
        SliceRow(key=key.date(), name=key.strftime("%Y-%m"), **parts[key])
        for key in sorted(key for key in parts if key)[-MOST_MONTHS:]
    ]


def by_region(question: Question) -> list[SliceRow]:
    """Return the regions in which anything happened, the busiest first; five queries."""

    def region(rows: QuerySet[Any], moment: str) -> QuerySet[Any]:
        return rows.annotate(slice=F("region_id"))

    parts = _parts(question, region)
    names = {card.id: card.name for card in people.regions()} if parts else {}
    rows = [SliceRow(key=key, name=names.get(key, "") or _("No region"), **parts[key]) for key in parts]
    return sorted(rows, key=lambda row: (-row.requests, row.name, row.key or 0))


def _parts(question: Question, cut: Callable[[QuerySet[Any], str], QuerySet[Any]]) -> dict[Any, dict[str, Any]]:
    """Return the figures of each slice, gathered from the four kinds of facts."""
    found: dict[Any, dict[str, Any]] = defaultdict(dict)
    requests = (
        cut(question.requests(), "received_at")
        .values("slice")
        .annotate(
            n=Count("id"),
            judged=Count("id", filter=JUDGED),
            in_time=Count("id", filter=JUDGED & IN_TIME),
            response=Avg(between("received_at", "responded_at"), filter=Q(responded_at__isnull=False)),
        )
    )
    for row in requests.order_by():
        found[row["slice"]] |= {
            "requests": row["n"],
            "on_time": Share(row["judged"], row["in_time"]),
            "response_hours": hours(row["response"]),
        }
    shares = {
        "sla": (cut(question.clocks(), "due_at"), Q(is_met=True)),
        "first_time_fix": (cut(question.orders().filter(is_planned_follow_up=False), "completed_at"), FIXED_AT_ONCE),
        "csat": (cut(question.surveys().filter(answered_at__isnull=False), "sent_at"), Q(csat__gte=SATISFIED)),
    }
    for name, (rows, hit) in shares.items():
        for row in rows.values("slice").annotate(n=Count("id"), hits=Count("id", filter=hit)).order_by():
            found[row["slice"]][name] = Share(row["n"], row["hits"])
    return found


def top_categories(question: Question, *, limit: int = MOST_CATEGORIES) -> Categories:
    """Return the categories with the most requests, and how few of them make up most of all; one query."""
    rows = list(
        question.requests()
        .exclude(category_id=None)
        .values("category_id", "category", "category_group")
        .annotate(n=Count("id"), judged=Count("id", filter=JUDGED), in_time=Count("id", filter=JUDGED & IN_TIME))
        .order_by("-n", "category", "category_id")[:ALL_CATEGORIES]
    )
    counts = [row["n"] for row in rows]
    growing = cumulative_shares(counts, sum(counts))
    top = [
        CategoryRow(
            category_id=row["category_id"],
            name=row["category"],
            group=row["category_group"],
            requests=row["n"],
            on_time=Share(row["judged"], row["in_time"]),
            cumulative=share,
        )
        for row, share in zip(rows[:limit], growing, strict=False)
    ]
    return Categories(rows=top, total=sum(counts), count=len(rows), vital=vital_few(growing))
