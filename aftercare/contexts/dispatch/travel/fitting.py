"""What the trips of the past say about the roads of a region."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from aftercare.contexts.dispatch.travel.speeds import ARRIVAL_SECONDS, Band, Speeds

# A region speaks for itself with as many trips; with fewer the region above is heard as well.
WEIGHT_OF_PARENT = 20
# Outside of these somebody forgot a stamp, or had lunch on the way.
LEAST_METRES, LEAST_SECONDS, MOST_SECONDS = 300.0, 120, 6 * 3600
LEAST_RATIO, MOST_RATIO = 0.25, 4.0


@dataclass(frozen=True, slots=True)
class Trip:
    """One way that somebody went: the straight line in metres, the time it took in seconds, and when."""

    straight_m: float
    seconds: int
    band: Band


def fit(trips: Iterable[Trip], *, parent: Speeds, version: int) -> Speeds:
    """
    Return the speeds of a region from its trips; where they are few it resembles its parent.

    The middle of the trips' ratios to a quiet day's time counts, on a logarithmic scale, so that half of the stamps
    may be wrong; it is drawn towards the parent's as if that had been seen `WEIGHT_OF_PARENT` times.
    """
    ratios: dict[Band, list[float]] = defaultdict(list)
    for trip in trips:
        ratio = _ratio(trip)
        if ratio is not None:
            ratios[trip.band].append(math.log(ratio))
    return Speeds(tuple((band, _drawn(ratios[band], parent.factor(band))) for band in Band), version)


def _ratio(trip: Trip) -> float | None:
    """Return how much longer the trip took than on a quiet day; None for one that tells nothing."""
    if trip.straight_m < LEAST_METRES or not LEAST_SECONDS <= trip.seconds <= MOST_SECONDS:
        return None
    quiet = Speeds(tuple((band, 1.0) for band in Band)).way(trip.straight_m).seconds - ARRIVAL_SECONDS
    ratio = max(trip.seconds - ARRIVAL_SECONDS, 1) / quiet
    return ratio if LEAST_RATIO <= ratio <= MOST_RATIO else None


def _drawn(seen: list[float], parent: float) -> float:
    own = median(seen) if seen else 0.0
    weight = len(seen) / (len(seen) + WEIGHT_OF_PARENT)
    return math.exp(weight * own + (1 - weight) * math.log(parent))
