"""Who goes instead of an engineer who refused a job or did not answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from aftercare.contexts.dispatch import queries, suitability
from aftercare.contexts.dispatch.answers import answering
from aftercare.contexts.dispatch.models import Booking
from aftercare.contexts.people.public import Misfit
from aftercare.contexts.work_orders import public as work_orders
from aftercare.platform.actor import Actor

TRIED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class NextBest:
    """The engineer to send instead, when, and what one would go over."""

    engineer_id: int
    name: str
    start_at: datetime
    end_at: datetime
    km: float | None
    warnings: list[Misfit]

    @property
    def codes(self) -> list[str]:
        """Return the codes of the warnings."""
        return sorted({warning.code for warning in self.warnings})


def next_best(booking: Booking, *, by: Actor, now: datetime) -> NextBest | None:
    """Return the best engineer who has not passed the order up, or None when nobody fits."""
    return next(_fitting(booking, by, now), None)


def without_a_doubt(booking: Booking, *, by: Actor, now: datetime) -> NextBest | None:
    """Return the best of the first few against whom nothing speaks: whom one may send without asking anybody."""
    return next((found for found in _fitting(booking, by, now) if not found.warnings), None)


def _fitting(booking: Booking, by: Actor, now: datetime) -> Iterator[NextBest]:
    order = work_orders.order_card(booking.work_order_id)
    passed = {booking.engineer_id, *answering.passed_up(order.id)}
    fit = [s for s in queries.suggestions(order, by=by, now=now) if s.is_fit and s.engineer.id not in passed]
    for s in fit[:TRIED]:
        if s.start_at is None or s.end_at is None:
            continue
        found = suitability.misfits(order, s.engineer, s.start_at, s.end_at, except_booking_id=booking.pk)
        if not any(misfit.is_hard for misfit in found):
            yield NextBest(
                engineer_id=s.engineer.id, name=s.engineer.name, start_at=s.start_at, end_at=s.end_at, km=s.km,
                warnings=found,
            )  # fmt: skip
