"""Short lines about requests near the one at hand: of the same customer, equipment, or matter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.service_requests import policies, rules
from aftercare.contexts.service_requests.models import OPEN, Coverage, Kind, Requests, ServiceRequest
from aftercare.platform import search
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused


@dataclass(frozen=True, slots=True)
class Brief:
    """One line about a request, for lists beside a form."""

    id: int
    number: str
    subject: str
    status: str
    priority: int
    received_at: datetime
    equipment_name: str
    next_due_at: datetime | None
    score: float = 0.0
    coverage: str = ""

    @property
    def url(self) -> str:
        """Return the address of the request's page."""
        return reverse("service_requests:detail", args=[self.id])

    @property
    def is_open(self) -> bool:
        """Tell whether somebody still has to do something about it."""
        return self.status in OPEN


_BRIEF = ("id", "number", "subject", "status", "priority", "received_at", "equipment__name", "next_due_at", "coverage")


def _brief(row: tuple[Any, ...], score: float = 0.0) -> Brief:
    pk, number, subject, status, priority, received_at, equipment, due, coverage = row
    return Brief(pk, number, subject, status, priority, received_at, equipment or "", due, score, coverage)


def open_of(customer_id: int, *, by: Actor, limit: int = 8) -> list[Brief]:
    """Return a customer's open requests, latest first."""
    rows = policies.visible_to(by).open().filter(customer_id=customer_id).order_by("-received_at", "-id")
    return [_brief(row) for row in rows.values_list(*_BRIEF)[:limit]]


def open_warranty_matters(project_id: int, *, limit: int = 50) -> list[Brief]:
    """
    Return a project's open matters that a warranty has to put right, oldest first; the caller has checked the right.

    A fault nobody has judged yet may be one, and counts. One query.
    """
    rows = _open_in_warranty().filter(project_id=project_id).order_by("received_at", "id")
    return [_brief(row) for row in rows.values_list(*_BRIEF)[:limit]]


def projects_with_warranty_matters() -> QuerySet[Any]:
    """Return the ids of the projects with such a matter, to be used inside a neighbour's query."""
    return _open_in_warranty().filter(project__isnull=False).values("project_id")


def _open_in_warranty() -> Requests:
    judged = Q(coverage__in=(Coverage.STATUTORY, Coverage.WARRANTY)) | Q(coverage="", kind=Kind.FAULT)
    rows: Requests = ServiceRequest.objects.all()
    return rows.open().filter(judged)


def requests_of_project(project_id: int, *, by: Actor, limit: int = 200) -> list[tuple[int, str, str]]:
    """Return a project's requests as (id, number, subject), latest first. One query."""
    rows = policies.visible_to(by).filter(project_id=project_id).order_by("-received_at", "-id")
    return list(rows.values_list("pk", "number", "subject")[:limit])


def history_of(equipment_id: int, *, by: Actor, limit: int = 8) -> list[Brief]:
    """Return what was reported about a piece of equipment, latest first."""
    rows = policies.visible_to(by).filter(equipment_id=equipment_id).order_by("-received_at", "-id")
    return [_brief(row) for row in rows.values_list(*_BRIEF)[:limit]]


def duplicates(
    *,
    text: str,
    customer_id: int | None = None,
    equipment_id: int | None = None,
    phone: str = "",
    except_id: int | None = None,
    by: Actor,
    now: datetime,
    limit: int = 5,
) -> list[Brief]:
    """
    Return open or recent requests that may be the same matter, likeliest first.

    Only the same equipment, customer or phone is looked at; words decide among those.
    """
    near = Q()
    if equipment_id:
        near |= Q(equipment_id=equipment_id)
    if customer_id:
        near |= Q(customer_id=customer_id)
    if phone:
        near |= Q(caller_phone=phone)
    if not near:
        return []
    recent = Q(status__in=OPEN) | Q(received_at__gte=now - rules.DUPLICATE_WITHIN)
    rows = (
        policies.visible_to(by)
        .filter(near, recent)
        .exclude(status__in=("merged", "canceled"))
        .exclude(pk=except_id or 0)
    )
    found = []
    columns = (*_BRIEF, "description", "equipment_id", "customer_id", "caller_phone")
    for *row, description, equipment, customer, caller_phone in rows.order_by("-received_at").values_list(*columns)[
        :60
    ]:
        score = rules.duplicate_score(
            likeness=rules.likeness(text, f"{row[2]} {description}"),
            same_equipment=bool(equipment_id) and equipment == equipment_id,
            same_customer=bool(customer_id) and customer == customer_id,
            same_phone=bool(phone) and caller_phone == phone,
            apart=now - row[5],
        )
        if score >= rules.LIKELY:
            found.append(_brief(tuple(row), score))
    return sorted(found, key=lambda brief: -brief.score)[:limit]


def find(text: str, *, by: Actor, limit: int) -> list[Brief]:
    """Return the requests that match the text, the very number first, then the latest."""
    rows = search.matches(policies.visible_to(by), text).order_by(F("rank").desc(), "-received_at", "-id")
    return [_brief(row) for row in rows.values_list(*_BRIEF)[:limit]]


def id_of(number: str, *, by: Actor) -> int:
    """
    Return the id of the visible request with this number.

    :raises Refused: `unknown`.
    """
    pk = policies.visible_to(by).filter(number=number.strip().upper()).values_list("pk", flat=True).first()
    if pk is None:
        raise Refused("unknown", _("There is no request with this number."), field="into_id")
    return pk
