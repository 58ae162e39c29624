"""The way without a map: the straight line, longer by a detour, at the speed of its length and hour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

# By the length of the straight line in metres: how much longer the road is, and how fast one gets along by day.
# A tour in town creeps; between cities the motorway is straighter and faster.
DETOURS = ((0.0, 1.45), (3_000.0, 1.38), (15_000.0, 1.32), (60_000.0, 1.25), (300_000.0, 1.20))
SPEEDS_KMH = ((0.0, 14.0), (1_000.0, 18.0), (5_000.0, 26.0), (20_000.0, 40.0), (60_000.0, 62.0), (300_000.0, 85.0))
# To find a place to park and the way to the door.
ARRIVAL_SECONDS = 180


class Band(StrEnum):
    """The hours of a day that the road is alike in."""

    NIGHT = "night"
    MORNING = "morning"
    DAY = "day"
    EVENING = "evening"


# Local hours of a working day; weekends know no rush.
RUSH = {Band.MORNING: (time(7), time(9, 30)), Band.EVENING: (time(16, 30), time(19))}
NIGHT = (time(22), time(6))
USUAL = {Band.NIGHT: 0.8, Band.MORNING: 1.3, Band.DAY: 1.0, Band.EVENING: 1.35}


class Way(NamedTuple):
    """A way by road: whole seconds and whole metres."""

    seconds: int
    metres: int


def band_of(local: datetime) -> Band:
    """Return the band of a moment given in the zone of the place."""
    clock = local.time()
    if clock >= NIGHT[0] or clock < NIGHT[1]:
        return Band.NIGHT
    if local.weekday() < 5:
        for band, (begins, ends) in RUSH.items():
            if begins <= clock < ends:
                return band
    return Band.DAY


@dataclass(frozen=True, slots=True)
class Speeds:
    """How the roads of one region go: by band, how much longer than the reckoned day's time the way takes."""

    slowness: tuple[tuple[Band, float], ...] = tuple(USUAL.items())
    version: int = 0

    def factor(self, band: Band) -> float:
        """Return by how much the way takes longer in this band than reckoned for a quiet day."""
        return dict(self.slowness)[band]

    def way(self, straight_m: float, band: Band = Band.DAY) -> Way:
        """
        Return the way for a straight line of so many metres.

        :raises ValueError: when the line is not a length.
        """
        if not 0 <= straight_m <= 21_000_000:
            raise ValueError("a straight line between two places on the earth is 0 to 20,016 km long")
        if straight_m == 0:
            return Way(0, 0)
        metres = straight_m * _between(DETOURS, straight_m)
        seconds = metres * 3.6 / _between(SPEEDS_KMH, straight_m) * self.factor(band) + ARRIVAL_SECONDS
        return Way(round(seconds), round(metres))


def _between(knots: tuple[tuple[float, float], ...], at: float) -> float:
    """Return the value on the line through the knots; beyond the last it stays."""
    for (left, low), (right, high) in pairwise(knots):
        if at <= right:
            return low + (high - low) * (at - left) / (right - left)
    return knots[-1][1]
