"""An announced appointment as its customer sees it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from aftercare.contexts.dispatch.appointments import links, preparing
from aftercare.contexts.dispatch.models import Confirmation
from aftercare.platform.refusal import not_found

OPEN = ("dispatched", "accepted")


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """One appointment: who comes between which times, for what, and what the customer said to it."""

    id: int
    status: str
    number: str
    subject: str
    place: str
    zone: str
    engineer_name: str
    engineer_phone: str
    contact_name: str
    window_start: datetime
    window_end: datetime
    wish: str
    is_open: bool
    preparing: Sequence[str]
    path: str


def announced(confirmation_id: int, *, now: datetime) -> Announced:
    """
    Return an appointment for whoever has its link.

    :raises Refused: `not_found`.
    """
    found = _shown(Confirmation.objects.filter(pk=confirmation_id), now)
    if not found:
        raise not_found()
    return found[0]


def announced_of_request(request_id: int, *, now: datetime) -> list[Announced]:
    """Return the appointments of a request still to come; the caller has checked the right."""
    rows = Confirmation.objects.filter(booking__work_order__request_id=request_id, window_end__gt=now)
    return _shown(rows.exclude(status="fallen").order_by("window_start")[:10], now)


def _shown(rows: QuerySet[Confirmation], now: datetime) -> list[Announced]:
    return [_one(row, now) for row in rows.select_related("booking__work_order")]


def _one(row: Confirmation, now: datetime) -> Announced:
    order = row.booking.work_order
    return Announced(
        id=row.pk, status=row.status, number=order.number, subject=order.subject, place=order.place, zone=order.zone,
        engineer_name=row.engineer_name, engineer_phone=preparing.phone_of(row.booking.engineer_id),
        contact_name=order.contact_name, window_start=row.window_start, window_end=row.window_end, wish=row.wish,
        is_open=row.status != "fallen" and row.booking.status in OPEN and row.window_end > now,
        preparing=preparing.lines(order.kind), path=links.path_of(row.pk),
    )  # fmt: skip
