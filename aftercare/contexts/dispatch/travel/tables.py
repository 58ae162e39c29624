"""The ways between all places of a plan at once, as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from aftercare.contexts.dispatch.travel.roads import Pair, Roads, cell_of, check
from aftercare.contexts.dispatch.travel.speeds import ARRIVAL_SECONDS, DETOURS, SPEEDS_KMH, Band, Speeds
from aftercare.platform.geo import EARTH_M, Place

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Whole = NDArray[np.int32]
    Mask = NDArray[np.bool_]
    Metres = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Table:
    """
    The ways between places, in their order: `seconds[i, j]` and `metres[i, j]` lead from the i-th to the j-th.

    `told` are the pairs that a map service knew, `unreachable` those to which it knows that no road leads: these are
    reckoned like all the rest. `version` names the speeds they were reckoned with.
    """

    seconds: Whole
    metres: Whole
    told: Mask
    unreachable: Mask
    version: int


def table(roads: Roads, places: Sequence[Place], band: Band = Band.DAY) -> Table:
    """
    Return the ways between all places in a band of the day.

    :raises ValueError: for what is no place on the earth, such as NaN.
    """
    check(places)
    seconds, metres = _reckoned(roads.speeds, _apart_m(np.array(places, float).reshape(-1, 2)), band)
    told, unreachable = np.zeros(seconds.shape, bool), np.zeros(seconds.shape, bool)
    known = roads.known(places, places)
    cells = [cell_of(place) for place in places] if known else []
    for i, origin in enumerate(cells):
        for j, goal in enumerate(cells):
            pair = Pair(origin, goal)
            if i == j or pair not in known:
                continue
            way = roads.timed(known[pair], band)
            if way is None:
                unreachable[i, j] = True
            else:
                told[i, j], seconds[i, j], metres[i, j] = True, way.seconds, way.metres
    return Table(seconds, metres, told, unreachable, roads.speeds.version)


def _apart_m(places: Metres) -> Metres:
    """Return the metres between all places along the surface of the earth (haversine)."""
    lat, lon = np.radians(places[:, 0]), np.radians(places[:, 1])
    half = np.sin((lat[None, :] - lat[:, None]) / 2) ** 2
    half += np.cos(lat)[:, None] * np.cos(lat)[None, :] * np.sin((lon[None, :] - lon[:, None]) / 2) ** 2
    apart: Metres = 2 * EARTH_M * np.arcsin(np.minimum(1.0, np.sqrt(half)))
    return apart


def _reckoned(speeds: Speeds, straight_m: Metres, band: Band) -> tuple[Whole, Whole]:
    """Return seconds and metres as `Speeds.way` reckons them one by one."""
    metres = straight_m * _between(DETOURS, straight_m)
    kmh = _between(SPEEDS_KMH, straight_m)
    seconds = metres * 3.6 / kmh * speeds.factor(band) + ARRIVAL_SECONDS
    seconds[straight_m == 0] = 0
    return np.rint(seconds).astype(np.int32), np.rint(metres).astype(np.int32)


def _between(knots: tuple[tuple[float, float], ...], at: Metres) -> Metres:
    values: Metres = np.interp(at, [length for length, _ in knots], [value for _, value in knots])
    return values
