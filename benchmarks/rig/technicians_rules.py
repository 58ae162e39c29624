"""
The rules of technician routing, replayed on the orders of visits alone; knows nothing of the engine.

A tour is driven with the latest departure that loses no time, and by the depot, at the cheapest place before the first
request that lacks a tool or a part, where there is one. Distances are not rounded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import dist, inf

from benchmarks.rig.technicians import Instance, Node


@dataclass(frozen=True, slots=True)
class Replayed:
    """How long everybody works in all, and which rules are broken."""

    duration: float
    broken: tuple[str, ...]


def replay(instance: Instance, tours: Mapping[int, Sequence[int]]) -> Replayed:
    """Follow every technician through the day."""
    broken, duration = [], 0.0
    times = Counter(visit for visits in tours.values() for visit in visits)
    for who, visits in tours.items():
        home, asked = instance.technicians[who], [instance.requests[visit] for visit in visits]
        broken += [
            f"{who} has not the skills for {n}" for n, a in zip(visits, asked, strict=True) if a.skills - home.skills
        ]
        spent = _working_time(instance, home, asked)
        if spent == inf:
            broken.append(f"{who} comes too late")
        else:
            duration += spent
    broken += [f"{n} is visited {times[n]} times" for n in range(len(instance.requests)) if times[n] != 1]
    return Replayed(duration, tuple(broken))


def _working_time(instance: Instance, home: Node, asked: Sequence[Node]) -> float:
    lacking = _first_lacking(home, asked)
    if lacking is None:
        return _driven([home, *asked, home])
    by_the_depot = ([home, *asked[:at], instance.depot, *asked[at:], home] for at in range(lacking + 1))
    return min(_driven(stops) for stops in by_the_depot)


def _first_lacking(home: Node, asked: Sequence[Node]) -> int | None:
    """Return the first request for which a tool or a part of home is missing."""
    left = list(home.parts)
    for n, request in enumerate(asked):
        left = [have - used for have, used in zip(left, request.parts, strict=True)]
        if request.tools - home.tools or min(left, default=0) < 0:
            return n
    return None


def _driven(stops: Sequence[Node]) -> float:
    """Return the shortest time from leaving to coming home; infinite when a window closes before."""
    done, spent, latest = float(stops[0].opens), 0.0, inf
    for leg, stop in _legs(stops):
        spent += leg
        start = max(done + leg, stop.opens)
        if start > stop.closes + 1e-6:
            return inf
        latest = min(latest, stop.closes - spent)
        done, spent = start + stop.service, spent + stop.service
    return max(spent, done - latest)


def _legs(stops: Sequence[Node]) -> Iterator[tuple[float, Node]]:
    for n in range(1, len(stops)):
        yield dist(stops[n - 1].at, stops[n].at), stops[n]
