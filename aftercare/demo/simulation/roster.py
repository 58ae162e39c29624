"""The dispatcher's head: who can do it, and when they are free."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from aftercare.contexts.people.models import Leave
from aftercare.contexts.people.public import EngineerCard
from aftercare.contexts.work_orders.public import OrderCard

STEP = timedelta(minutes=30)
OPENS, SHUTS = time(8, 30), time(17, 30)
BREATH = timedelta(minutes=30)
LOOK_AHEAD = timedelta(days=21)
Span = tuple[datetime, datetime]


class Roster:
    """Free time of every engineer, as one dispatcher keeps it for all."""

    def __init__(self, engineers: list[EngineerCard], *, weekend_too: bool = False) -> None:
        self.engineers = engineers
        self.weekend_too = weekend_too
        self.busy: dict[int, list[Span]] = defaultdict(list)
        self.load: Counter[int] = Counter()
        for leave in Leave.objects.filter(status="approved"):
            self.busy[leave.engineer_id].append((leave.during.lower, leave.during.upper))

    def take(self, engineer_id: int, start: datetime, end: datetime) -> None:
        """Note that the engineer's time is taken."""
        self.busy[engineer_id].append((start, end))
        self.load[engineer_id] += 1

    def suitable(self, order: OrderCard, on: datetime) -> list[EngineerCard]:
        """Return who has every skill and valid paper, from the order's region where there are any."""
        day = on.date()
        able = [
            card
            for card in self.engineers
            if all(card.skills.get(skill, 0) >= level for skill, level in order.skills.items())
            and all(kind in card.certificates and card.certificates[kind] > day for kind in order.certificate_kind_ids)
        ]
        near = [card for card in able if card.region_id == order.region_id]
        return near or able

    def find(self, order: OrderCard, earliest: datetime, *, at_once: bool, rng: Random) -> tuple[EngineerCard, Span]:
        """
        Return an engineer and a free span for the order, the soonest with little load.

        :raises LookupError: when nobody can come within three weeks.
        """
        length = timedelta(minutes=-(-order.estimated_minutes // 30) * 30)
        offers = []
        for card in self.suitable(order, earliest):
            start = next(self._starts(card, earliest, length, at_once=at_once), None)
            if start is not None:
                offers.append((start + timedelta(minutes=20) * self.load[card.id], rng.random(), card, start))
        if not offers:
            raise LookupError(f"nobody is free for {order.number}")
        _rank, _toss, card, start = min(offers)[:4]
        return card, (start, start + length)

    def find_two(self, order: OrderCard, earliest: datetime, *, until: datetime) -> tuple[EngineerCard, Span] | None:
        """Return the soonest span, begun before `until`, in which two could go, and the less loaded of them."""
        length = timedelta(minutes=-(-order.estimated_minutes // 30) * 30)
        able = sorted(self.suitable(order, earliest), key=lambda card: (self.load[card.id], card.id))
        start = ceiling(earliest)
        while start < until:
            going = [card for card in able if self._could_go(card, start, length)]
            if len(going) > 1:
                return going[0], (start, start + length)
            start += STEP
        return None

    def _could_go(self, card: EngineerCard, start: datetime, length: timedelta) -> bool:
        in_hours = self.within_hours(start.astimezone(ZoneInfo(card.zone)), length)
        return in_hours and self.is_free(card.id, start, start + length)

    def is_free(self, engineer_id: int, start: datetime, end: datetime) -> bool:
        """Tell whether nothing else is booked for the engineer, with a breath before and after."""
        return all(end + BREATH <= first or last + BREATH <= start for first, last in self.busy[engineer_id])

    def _starts(
        self, card: EngineerCard, earliest: datetime, length: timedelta, *, at_once: bool
    ) -> Iterator[datetime]:
        zone = ZoneInfo(card.zone)
        start = ceiling(earliest)
        while start < earliest + LOOK_AHEAD:
            in_hours = at_once or self.within_hours(start.astimezone(zone), length)
            if in_hours and self.is_free(card.id, start, start + length):
                yield start
            start += STEP

    def within_hours(self, local: datetime, length: timedelta) -> bool:
        """Tell whether a visit of this length fits into a working day."""
        end = local + length
        weekday = local.weekday() < 5 or self.weekend_too
        return weekday and local.time() >= OPENS and end.date() == local.date() and end.time() <= SHUTS


def ceiling(moment: datetime) -> datetime:
    """Return the next quarter of an hour."""
    past = timedelta(minutes=moment.minute % 15, seconds=moment.second, microseconds=moment.microsecond)
    return moment - past + (timedelta(minutes=15) if past else timedelta(0))
