"""The time granted to a promise, as its explanation tells it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from aftercare.contexts.clocks import facts
from aftercare.contexts.clocks.models import Clock
from aftercare.contexts.contracts import public as contracts


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantedLine:
    """Time granted beside the clause; it does not count when it came after the promise was kept or broken."""

    minutes: int
    until: datetime | None
    since: datetime
    number: str
    who: str
    counts: bool

    @property
    def words(self) -> str:
        """Return the time in hours and minutes."""
        return contracts.hours_words(self.minutes)


def granted_lines(clock: Clock) -> list[GrantedLine]:
    """Return what was granted to a promise, in the order of time."""
    counting = {row.pk for row in facts.in_force(clock)}
    return [
        GrantedLine(
            minutes=row.minutes,
            until=row.until,
            since=row.since,
            number=row.note,
            who=row.by.name if row.by else "",
            counts=row.pk in counting,
        )
        for row in clock.extensions.all()
    ]
