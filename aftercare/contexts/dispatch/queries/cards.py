"""Reads of bookings, as frozen rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from aftercare.contexts.dispatch import policies
from aftercare.contexts.dispatch.models import Booking, refusal_words
from aftercare.platform.actor import Actor

MOST_BOOKINGS = 3000


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingCard:
    """A booking as neighbours and pages see it; `word` is what the customer says to the announced window."""

    id: int
    work_order_id: int
    number: str
    subject: str
    kind: str
    order_status: str
    priority: int
    crew_size: int
    place: str
    lat: float | None
    lon: float | None
    region_id: int | None
    arrive_by: datetime | None
    resolve_by: datetime | None
    engineer_id: int
    engineer_name: str
    engineer_phone: str
    status: str
    start_at: datetime
    end_at: datetime
    note: str
    refused_code: str
    refused_reason: str
    canceled_reason: str
    overridden: tuple[str, ...]
    lock: str
    booked_by: str
    booked_at: datetime
    dispatched_at: datetime | None
    reminded_at: datetime | None
    unanswered_at: datetime | None
    word: str | None
    wish: str | None
    window_start: datetime | None
    window_end: datetime | None
    is_reachable: bool | None
    version: int

    @property
    def refusal(self) -> str:
        """Return why the engineer handed it back, in words; "" when they did not."""
        return refusal_words(self.refused_code, self.refused_reason)


_ELSEWHERE = {
    "number": "work_order__number",
    "subject": "work_order__subject",
    "kind": "work_order__kind",
    "order_status": "work_order__status",
    "priority": "work_order__priority",
    "crew_size": "work_order__crew_size",
    "place": "work_order__place",
    "lat": "work_order__lat",
    "lon": "work_order__lon",
    "region_id": "work_order__region_id",
    "arrive_by": "work_order__arrive_by",
    "resolve_by": "work_order__resolve_by",
    "engineer_name": "engineer__name",
    "engineer_phone": "engineer__phone",
    "word": "confirmation__status",
    "wish": "confirmation__wish",
    "window_start": "confirmation__window_start",
    "window_end": "confirmation__window_end",
    "is_reachable": "confirmation__is_reachable",
}
_DERIVED = ("start_at", "end_at", "overridden")
_COLUMNS = {name: _ELSEWHERE.get(name, name) for name in BookingCard.__dataclass_fields__ if name not in _DERIVED}


def cards_of(rows: QuerySet[Booking]) -> list[BookingCard]:
    """Return the bookings as cards. One query."""
    return [_card(row) for row in rows.values(*_COLUMNS.values(), "during", "overridden")]


def _card(row: Mapping[str, Any]) -> BookingCard:
    return BookingCard(
        **{name: row[column] for name, column in _COLUMNS.items()},
        start_at=row["during"].lower,
        end_at=row["during"].upper,
        overridden=tuple(row["overridden"]),
    )


def booking_card(booking_id: int) -> BookingCard | None:
    """Return one booking for a neighbour, who has checked the right, or None. One query."""
    return next(iter(cards_of(Booking.objects.filter(pk=booking_id))), None)


def engineer_bookings(engineer_id: int, from_: datetime, to: datetime) -> list[BookingCard]:
    """Return what takes an engineer's time between two instants, in order. One query."""
    rows = Booking.objects.occupying().filter(engineer_id=engineer_id, during__overlap=(from_, to))
    return cards_of(rows.order_by("during")[:MOST_BOOKINGS])


def of_order(work_order_id: int, *, by: Actor) -> list[BookingCard]:
    """Return the bookings of an order that the actor may see, oldest first. One query."""
    return cards_of(policies.visible_to(by).filter(work_order_id=work_order_id).order_by("during", "pk")[:100])


def today_of(actor: Actor, *, start: datetime, end: datetime, limit: int = 200) -> list[BookingCard]:
    """Return the bookings in a span that the actor may see, by time. One query."""
    rows = policies.visible_to(actor).filter(during__overlap=(start, end)).exclude(status="canceled")
    return cards_of(rows.order_by("during", "pk")[:limit])


def troubled(actor: Actor, *, now: datetime, limit: int = 20) -> list[BookingCard]:
    """Return the bookings whose time has come and nobody set out, longest waiting first. One query."""
    rows = policies.visible_to(actor).coming().filter(during__startswith__lt=now)
    return cards_of(rows.order_by("during", "pk")[:limit])
