"""The pass along a region's borders: who next door could do what finds no place here. No table of the whole country."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from aftercare.contexts.dispatch.planning import advising
from aftercare.contexts.dispatch.planning.outcome import Line, Outcome
from aftercare.contexts.dispatch.planning.scene import Scene
from aftercare.contexts.people import public as people
from aftercare.contexts.work_orders.public import OrderCard

# Each is a question of its own; who leaves more without anybody has other worries first.
MOST = 20
NAMED = 2


def with_neighbours(found: Outcome, seen: Scene) -> Outcome:
    """Return the outcome with the names of those from other regions who could be asked for help."""
    beyond, begin = people.regions_under([seen.region_id]), max(seen.start, seen.now)
    # Two from next door are more than one would ask for at once.
    stuck = [line for line in found.lines if line.change in ("left_out", "lost") and line.job.order.crew_size == 1]
    asked = {id(line): _whom(line.job.order, beyond, begin, seen.end) for line in stuck[:MOST]}
    lines = (_told(line, asked.get(id(line), [])) for line in found.lines)
    return replace(found, lines=tuple(lines))


def _whom(order: OrderCard, beyond: frozenset[int], begin: datetime, end: datetime) -> list[dict[str, Any]]:
    names: dict[int, dict[str, Any]] = {}
    for place in advising.neighbours(order, beyond=beyond, start=begin, end=end):
        told = {
            "engineer": place.engineer.id, "name": place.engineer.name, "region": place.engineer.region_name,
            "extra_minutes": place.extra_minutes, "start_at": place.start.isoformat(),
        }  # fmt: skip
        names.setdefault(place.engineer.id, told)
    return list(names.values())[:NAMED]


def _told(line: Line, names: list[dict[str, Any]]) -> Line:
    return replace(line, reasons={**line.reasons, "neighbours": names}) if names else line
