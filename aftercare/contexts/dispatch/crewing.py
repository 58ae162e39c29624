"""Who of a crew is booked for an order, when they come, and whether anybody is missing."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from aftercare.contexts.dispatch.lifecycle import UNDERWAY
from aftercare.contexts.dispatch.models import COMING, Booking
from aftercare.contexts.work_orders.public import OrderCard

# Booked, on the way or there: who leaves again has helped.
GOING = (*COMING, *sorted(UNDERWAY))


@dataclass(frozen=True, slots=True, kw_only=True)
class Mate:
    """Somebody who is booked for the same order."""

    booking_id: int
    work_order_id: int
    engineer_id: int
    name: str
    status: str
    start: datetime
    end: datetime

    @property
    def is_begun(self) -> bool:
        """Tell whether they are on the way, or there."""
        return self.status in UNDERWAY


def going(work_order_ids: Collection[int]) -> list[Mate]:
    """Return who is booked for the orders, first come first. One query."""
    rows = Booking.objects.filter(work_order_id__in=work_order_ids, status__in=GOING).order_by("during", "pk")
    columns = ("pk", "work_order_id", "engineer_id", "engineer__name", "status", "during")
    return [
        Mate(booking_id=pk, work_order_id=order, engineer_id=engineer, name=name, status=status, start=during.lower,
             end=during.upper)
        for pk, order, engineer, name, status, during in rows.values_list(*columns)
    ]  # fmt: skip


def engineers(mates: Iterable[Mate]) -> int:
    """Return how many different engineers they are."""
    return len({mate.engineer_id for mate in mates})


def partner(order: OrderCard, *, except_booking_id: int | None = None) -> Mate | None:
    """Return who is booked of a crew of which somebody is missing. One query, none for work of one."""
    if order.crew_size == 1:
        return None
    booked = [mate for mate in going([order.id]) if mate.booking_id != except_booking_id]
    return booked[0] if booked and engineers(booked) < order.crew_size else None


def names_of_mates(booking_ids: Collection[int]) -> dict[int, list[str]]:
    """Return who goes with each of these bookings of orders for two, by name. Two queries, none without any."""
    if not booking_ids:
        return {}
    orders = dict(Booking.objects.filter(pk__in=booking_ids).values_list("pk", "work_order_id"))
    rows = list(Booking.objects.occupying().filter(work_order_id__in=set(orders.values())).select_related("engineer"))
    own = {row.pk: row for row in rows}
    return {
        pk: [row.engineer.name for row in rows if row.work_order_id == order and _goes_with(own.get(pk), row)]
        for pk, order in orders.items()
    }


def _goes_with(one: Booking | None, other: Booking) -> bool:
    """Tell whether two bookings of an order are of one crew: another engineer, on the same day or so."""
    if one is None or one.engineer_id == other.engineer_id:
        return False
    return bool(one.during.lower < other.during.upper and other.during.lower < one.during.upper)
