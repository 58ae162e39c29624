"""The outline of places: the tightest line around them that bends nowhere inwards."""

from __future__ import annotations

from collections.abc import Iterable

from aftercare.platform.geo import Place


def outline(places: Iterable[Place]) -> list[Place]:
    """Return the corners of the convex hull, counter-clockwise from the southernmost; fewer than three are no area."""
    known = sorted(set(places))
    if len(known) < 3:
        return known
    return _half(known)[:-1] + _half(known[::-1])[:-1]


def _half(places: list[Place]) -> list[Place]:
    """Return one side of the hull (Andrew's monotone chain)."""
    side: list[Place] = []
    for place in places:
        while len(side) > 1 and _turn(side[-2], side[-1], place) <= 0:
            side.pop()
        side.append(place)
    return side


def _turn(a: Place, b: Place, c: Place) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
