"""Whom to send together to an order for two, while somebody waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from aftercare.contexts.dispatch.planning.drawing import Asked, Drawn, draw
from aftercare.contexts.dispatch.planning.scene import Scene
from aftercare.contexts.dispatch.planning.speaking import GRID
from aftercare.contexts.dispatch.planning.workdays import Workday
from aftercare.contexts.dispatch.travel import Roads
from aftercare.contexts.people.public import EngineerCard

if TYPE_CHECKING:
    from aftercare.contexts.dispatch.solver.crews import CrewOffer

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two who could go, from when, and what it costs in all; seconds."""

    one: EngineerCard
    other: EngineerCard
    start: int
    extra: int


class Together:
    """The days of those who could go, laid out for two visits that start together."""

    def __init__(self, scene: Scene, asked: Asked, roads: Roads, days: Sequence[Workday]) -> None:
        self._drawn: Drawn = draw(scene, asked, days=days, roads=roads)
        self._first = len(self._drawn.visits) - 2

    def pairs(self, *, most: int, within: Span | None = None) -> list[Pair]:
        """Return the cheapest pairs, in a window when one is named, at round times where they could come then too."""
        found = self._cheapest(most, within)
        latest = within[1] if within else None
        starts = {-(-pair.start // GRID) * GRID for pair in found}
        rounded: dict[tuple[int, int], Pair] = {}
        for start in sorted(start for start in starts if latest is None or start <= latest):
            for pair in self._cheapest(most, (start, start)):
                known = rounded.get((pair.one.id, pair.other.id))
                if known is None or pair.extra < known.extra:
                    rounded[pair.one.id, pair.other.id] = pair
        return sorted(rounded.values(), key=lambda pair: (pair.extra, pair.start))[:most] or found

    def _cheapest(self, most: int, within: Span | None) -> list[Pair]:
        # Numba takes a second to load: only who asks pays for it.
        from aftercare.contexts.dispatch.solver.live import Live

        problem = self._drawn.problem
        if within is not None:
            windows = problem.visits.windows.copy()
            windows[self._first :, 0] = within
            problem = replace(problem, visits=replace(problem.visits, windows=windows))
        live = Live(problem, self._drawn.begin_with, room=0)
        return [self._pair(offer) for offer in live.crews(self._first, most=most)]

    def in_windows(self, spans: Sequence[Span]) -> Mapping[Span, Pair]:
        """Return the cheapest pair for each window in which there is one."""
        found = {span: self.pairs(most=1, within=span) for span in spans}
        return {span: pairs[0] for span, pairs in found.items() if pairs}

    def _pair(self, offer: CrewOffer) -> Pair:
        one, other = (self._drawn.days[place.resource].engineer for place in (offer.one, offer.other))
        return Pair(one, other, offer.one.start, offer.extra)
