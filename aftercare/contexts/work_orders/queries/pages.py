"""What the pages of orders show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from aftercare.contexts.work_orders import policies
from aftercare.contexts.work_orders.models import OPEN, WorkOrder
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import not_found
from aftercare.platform.web.listing.counting import counts

HOME_ROWS = 6


def listed(actor: Actor) -> QuerySet[WorkOrder]:
    """Return the orders the actor may see, with the names a list shows."""
    rows = policies.visible_to(actor).select_related("customer", "equipment", "region", "category")
    return rows.defer("search", "description", "result", "diagnosis")


def record(work_order_id: int, *, by: Actor) -> WorkOrder:
    """
    Return one order with all its page shows beside it.

    :raises Refused: `not_found`.
    """
    named = (
        "customer", "project", "equipment", "equipment__location", "region", "category", "request", "follow_up_of",
        "procedure", "failure_mode", "failure_mechanism", "failure_cause",
    )  # fmt: skip
    row = policies.visible_to(by).select_related(*named).defer("search").filter(pk=work_order_id).first()
    if row is None:
        raise not_found()
    return row


def needs(order: WorkOrder) -> tuple[list[tuple[str, int]], list[str]]:
    """Return the skills with their least level, and the certificates, by name."""
    skills = list(order.skills.order_by("skill__name").values_list("skill__name", "level"))
    return skills, list(order.certificates.order_by("kind__name").values_list("kind__name", flat=True))


@dataclass(frozen=True, slots=True)
class HoldRow:
    """A stretch in which work stood still."""

    reason: Any
    party: Any
    note: str
    since: datetime
    until: datetime | None
    span: timedelta


def holds(order: WorkOrder, *, now: datetime) -> list[HoldRow]:
    """Return the order's holds, latest first."""
    return [
        HoldRow(h.get_reason_display(), h.get_party_display(), h.note, h.since, h.until, (h.until or now) - h.since)
        for h in order.holds.order_by("-since")[:50]
    ]


def follow_ups(order: WorkOrder, *, by: Actor) -> list[WorkOrder]:
    """Return the orders that followed from this one."""
    rows = policies.visible_to(by).filter(follow_up_of=order).only("number", "subject", "status")
    return list(rows.order_by("pk")[:20])


def overdue(now: datetime) -> Q:
    """Return the condition of an open order with a broken promise."""
    return Q(status__in=OPEN) & (Q(arrive_by__lt=now) | Q(resolve_by__lt=now))


def today(now: datetime) -> Q:
    """Return the condition of an open order with an appointment today, in the reader's zone."""
    start = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    return Q(status__in=OPEN, scheduled_start_at__gte=start, scheduled_start_at__lt=start + timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Share:
    """The first rows of something, and how many there are."""

    rows: list[WorkOrder]
    total: int


def share(actor: Actor, condition: Q, *order: Any) -> Share:
    """Return the first orders the actor may see under a condition. Two queries."""
    rows = listed(actor).filter(condition)
    found = list(rows.order_by(*order, "pk")[:HOME_ROWS])
    return Share(found, int(counts({"all": rows})["all"]) if len(found) == HOME_ROWS else len(found))


def waiting(actor: Actor) -> Share:
    """Return the orders that wait for dispatch, most urgent first."""
    return share(actor, Q(status="unscheduled"), "priority", F("resolve_by").asc(nulls_last=True))


def broken(actor: Actor, *, now: datetime) -> Share:
    """Return the open orders with a broken promise, worst first."""
    return share(actor, overdue(now), F("resolve_by").asc(nulls_last=True))


def to_review(actor: Actor) -> Share:
    """Return the orders customers accepted and nobody reviewed, and those that could not be completed."""
    return share(actor, Q(status__in=("accepted", "cannot_complete")), "accepted_at")


def waiting_count(actor: Actor) -> int:
    """Return how many orders wait for dispatch, counted up to a hundred."""
    return policies.visible_to(actor).filter(status="unscheduled").order_by()[:100].count()
