"""What the record page, the home cards and the badges show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Count, F, Q

from aftercare.contexts.people import public as people
from aftercare.contexts.service_requests import policies
from aftercare.contexts.service_requests.models import OPEN, RequestOrder, Requests, ServiceRequest
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import not_found

NAMED = (
    *("customer", "contact", "project", "equipment", "category", "region", "owner", "contract", "merged_into"),
    "liable_party",
)
HOME_ROWS = 6


def record(request_id: int, *, by: Actor) -> ServiceRequest:
    """
    Return one request with the names around it, in one query.

    :raises Refused: `not_found` also for one the actor may not see.
    """
    row = policies.visible_to(by).select_related(*NAMED).filter(pk=request_id).first()
    if row is None:
        raise not_found()
    return row


def orders_of(request_id: int) -> list[RequestOrder]:
    """Return the work orders of a request, first one first."""
    return list(RequestOrder.objects.filter(request_id=request_id).order_by("work_order_id")[:20])


def merged_into(request_id: int) -> list[tuple[int, str, str]]:
    """Return the requests that go on in this one, as (id, number, subject)."""
    rows = ServiceRequest.objects.filter(merged_into_id=request_id).order_by("pk")
    return list(rows.values_list("pk", "number", "subject")[:20])


def overdue(now: datetime) -> Q:
    """Return the condition of an open request whose next promise has passed."""
    return Q(status__in=OPEN, next_due_at__lt=now)


def listed(by: Actor) -> Requests:
    """Return the visible requests with what a list shows."""
    return policies.visible_to(by).select_related(
        "customer", "category", "region", "owner", "equipment", "liable_party"
    )


def waiting_count(by: Actor) -> int:
    """Return how many visible requests nobody took on yet, counted up to 100."""
    return policies.visible_to(by).filter(status="new")[:100].count()


@dataclass(frozen=True, slots=True)
class Share:
    """Some rows of a home card, and how many there are in all."""

    rows: list[Any]
    total: int


def new_ones(by: Actor) -> Share:
    """Return the requests nobody took on yet, most urgent first."""
    return _share(policies.visible_to(by).filter(status="new"), "priority", "received_at")


def own_ones(by: Actor) -> Share:
    """Return the actor's own open requests, by their next promise."""
    rows = policies.visible_to(by).open().filter(owner_id=by.id)
    return _share(rows, F("next_due_at").asc(nulls_last=True), "received_at")


def pressing(by: Actor, *, until: datetime) -> Share:
    """Return the open requests whose next promise is broken or falls due until then, worst first."""
    rows = policies.visible_to(by).open().filter(next_due_at__lt=until)
    return _share(rows, "next_due_at")


def of_customer(by: Actor) -> Share:
    """Return a customer's own open requests, latest first."""
    return _share(policies.visible_to(by).open(), "-received_at")


def _share(rows: Requests, *order: Any) -> Share:
    found = list(rows.select_related("customer", "equipment").order_by(*order, "pk")[: HOME_ROWS + 1])
    total = len(found) if len(found) <= HOME_ROWS else rows.aggregate(n=Count("pk"))["n"]
    return Share(found[:HOME_ROWS], total)


def colleagues(region_id: int | None) -> list[tuple[int, str]]:
    """Return those who handle requests in a region, as choices by name."""
    ids = people.users_with(*policies.HANDLERS, region_id=region_id)
    rows = get_user_model().objects.filter(pk__in=ids).order_by("name", "pk")
    return [(user.pk, str(user)) for user in rows[:300]]
