"""Work that needs two: who goes along, and what they do there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from aftercare.contexts.people.public import EngineerCard
from aftercare.contexts.visits import commands as visits
from aftercare.contexts.visits.models import Visit
from aftercare.contexts.work_orders.public import OrderCard
from aftercare.demo.simulation.roster import Roster
from aftercare.platform.actor import Actor

if TYPE_CHECKING:
    from aftercare.demo.simulation.life import Life


def free(roster: Roster, order: OrderCard, lead: EngineerCard, start: datetime, end: datetime) -> EngineerCard | None:
    """Return who of those who suit is free to go along, the least loaded first; None when nobody is, or need be."""
    if order.crew_size == 1:
        return None
    able = [card for card in roster.suitable(order, start) if card.id != lead.id]
    going = [card for card in able if roster.is_free(card.id, start, end)]
    return min(going, key=lambda card: (roster.load[card.id], card.id), default=None)


@dataclass(frozen=True, slots=True)
class Mate:
    """Whoever goes along on one visit; without anybody every step is nothing."""

    by: Actor | None
    booking_id: int = 0

    def _visit(self) -> Visit | None:
        open_ones = Visit.objects.under_way().filter(booking_id=self.booking_id)
        return open_ones.first() if self.by else None

    def do(self, verb: str, life: Life, **place: Any) -> None:
        """Take one step beside the one who leads."""
        row = self._visit()
        if row is not None:
            getattr(visits, verb)(visit_id=row.pk, by=self.by, at=life.now, **place)
            life.settler.settle()
