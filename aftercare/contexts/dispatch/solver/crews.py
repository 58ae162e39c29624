"""Whom to send together: the best places for two linked visits at once, on tours under way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

from aftercare.contexts.dispatch.solver.kernel.layout import Facts
from aftercare.contexts.dispatch.solver.problem import NEVER

CANDIDATES = 16
"""How many of each one's cheapest places say when the crew could start."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place for one of the two: whose tour, when, after which stop and what it adds."""

    visit: int
    resource: int
    start: int
    extra: int
    after: int


@dataclass(frozen=True, slots=True)
class CrewOffer:
    """Two engineer-days that have a place for a crew's work."""

    one: Place
    other: Place

    @property
    def extra(self) -> int:
        """Return the cost in all, seconds."""
        return self.one.extra + self.other.extra


def together(facts: Facts, visit: int, places: Callable[[int, int], list[Place]], most: int) -> list[CrewOffer]:
    """
    Return the cheapest ways to send a crew, each pair of engineers once.

    `places` gives a visit's cheapest places, so many of them at most, with the windows it has now.
    """
    other = int(facts.partner[visit])
    least, latest = facts.apart[visit].tolist()
    starts = {place.start for place in places(visit, CANDIDATES)}
    starts |= {place.start - gap for place in places(other, CANDIDATES) for gap in (least, latest)}
    found: dict[tuple[int, int], CrewOffer] = {}
    for start in sorted(starts):
        with _within(facts, visit, start, start), _within(facts, other, start + least, start + latest):
            offers = [
                CrewOffer(one, two)
                for one in places(visit, most + 1)
                for two in places(other, most + 1)
                if one.resource != two.resource
            ]
        for offer in offers:
            pair = offer.one.resource, offer.other.resource
            if pair not in found or offer.extra < found[pair].extra:
                found[pair] = offer
    return sorted(found.values(), key=lambda offer: (offer.extra, offer.one.start))[:most]


@contextmanager
def _within(facts: Facts, visit: int, earliest: int, latest: int) -> Iterator[None]:
    """Let the visit start within these seconds alone."""
    mine = facts.windows[visit]
    given = mine.copy()
    opens, closes = np.maximum(given[:, 0], earliest), np.minimum(given[:, 1], latest)
    good = opens <= closes
    mine[:] = (NEVER, -1)
    mine[: good.sum()] = np.column_stack([opens, closes])[good]
    try:
        yield
    finally:
        mine[:] = given
