"""One way to ask for the road, whoever knows it: what is kept, the map service, or the reckoning."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from aftercare.contexts.dispatch.travel.breaker import Breaker
from aftercare.contexts.dispatch.travel.osrm import Unreachable
from aftercare.contexts.dispatch.travel.speeds import Band, Speeds, Way
from aftercare.platform import geo
from aftercare.platform.geo import Place

# A hundred metres: what lies closer together has the same way.
CELLS_A_DEGREE = 1000
# A map service answers for a hundred places at once.
ASKED_AT_ONCE = 50

Cell = tuple[int, int]


class Pair(NamedTuple):
    """A way from one cell to another."""

    origin: Cell
    goal: Cell


class Service(Protocol):
    """Somebody who knows the roads; times are those of a quiet day."""

    name: str

    def table(self, origins: Sequence[Place], goals: Sequence[Place]) -> list[list[Way | None]]:
        """Return the ways, None where no road leads; raise `Unreachable` for no answer."""
        ...


class Memory(Protocol):
    """Where the answers of a service are kept; no way is kept as None."""

    def recall(self, source: str, origins: Collection[Cell], goals: Collection[Cell]) -> Mapping[Pair, Way | None]:
        """Return what is known of the ways between these cells."""
        ...

    def keep(self, source: str, ways: Mapping[Pair, Way | None]) -> None:
        """Keep what a service said."""
        ...


@dataclass(slots=True)
class Roads:
    """The roads of a region: a map service where there is one and it answers, else the reckoning."""

    speeds: Speeds
    service: Service | None = None
    memory: Memory | None = None
    breaker: Breaker | None = None

    def to(self, goal: Place, origins: Sequence[Place], band: Band = Band.DAY) -> list[Way]:
        """Return the ways from many places to one.

        :raises ValueError: for what is no place on the earth, such as NaN.
        """
        check([goal, *origins])
        known, end = self.known(origins, [goal]), cell_of(goal)
        ways = (self.timed(known.get(Pair(cell_of(origin), end)), band) for origin in origins)
        return [
            way or self.speeds.way(geo.distance_m(*origin, *goal), band)
            for origin, way in zip(origins, ways, strict=True)
        ]

    def timed(self, way: Way | None, band: Band) -> Way | None:
        """Return a way of a quiet day as it is in this band."""
        return way and Way(round(way.seconds * self.speeds.factor(band)), way.metres)

    def known(self, origins: Sequence[Place], goals: Sequence[Place]) -> dict[Pair, Way | None]:
        """Return what is kept of the ways, and what the service says of the rest, which is kept from now on."""
        if self.service is None:
            return {}
        by_cell = {cell_of(place): place for place in (*origins, *goals)}
        begins, ends = ({cell_of(place): None for place in places} for places in (origins, goals))
        known = dict(self.memory.recall(self.service.name, begins, ends)) if self.memory else {}
        asked: dict[Pair, Way | None] = {}
        for some in _handfuls(list(begins)):
            for others in _handfuls(list(ends)):
                if any(Pair(a, b) not in known for a in some for b in others if a != b):
                    asked |= self._asked(some, others, by_cell)
        if asked and self.memory:
            self.memory.keep(self.service.name, asked)
        return known | asked

    def _asked(self, origins: list[Cell], goals: list[Cell], by_cell: Mapping[Cell, Place]) -> dict[Pair, Way | None]:
        """Return what the service says of these ways; nothing while it does not answer."""
        assert self.service is not None
        if self.breaker and not self.breaker.lets_through():
            return {}
        try:
            table = self.service.table([by_cell[cell] for cell in origins], [by_cell[cell] for cell in goals])
        except Unreachable:
            if self.breaker:
                self.breaker.failed()
            return {}
        if self.breaker:
            self.breaker.went_well()
        return {Pair(a, b): table[i][j] for i, a in enumerate(origins) for j, b in enumerate(goals)}


def check(places: Sequence[Place]) -> None:
    """
    Refuse what is no place on the earth, such as NaN.

    :raises ValueError: naming it.
    """
    for lat, lon in places:
        if not (math.isfinite(lat) and math.isfinite(lon) and geo.is_place(lat, lon)):
            raise ValueError(f"({lat}, {lon}) is no place on the earth")


def cell_of(place: Place) -> Cell:
    """Return the cell a place lies in."""
    return round(place[0] * CELLS_A_DEGREE), round(place[1] * CELLS_A_DEGREE)


def _handfuls(cells: list[Cell]) -> list[list[Cell]]:
    return [cells[n : n + ASKED_AT_ONCE] for n in range(0, len(cells), ASKED_AT_ONCE)]
