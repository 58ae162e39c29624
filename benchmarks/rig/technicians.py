"""
Technician routing instances: skills, tools, parts that are used up, and a depot that has every tool and part.

Text as published by V. Pillac, C. Guéret and A. L. Medaglia (Optimization Letters 7, 2013): the depot, the technicians,
then the requests. What counts is the working time in all, from leaving home to coming back, waiting and service
included.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from aftercare.contexts.dispatch.solver.plan import Plan
from aftercare.contexts.dispatch.solver.problem import NEVER, UNFIT, Problem, Resources, Visits

UNIT = 100
"""Seconds of the engine in a unit of the instances' time."""
MUST = 10**7
"""Cost of leaving a request out: everybody is served."""
HAS = 1000
"""Tools are parts of which there are more than anybody asks for: they are not used up."""
LINE = re.compile(
    r"^(\d+)\s+(-?\d+)\s+(-?\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s+\[(.*?)\]\s+\[(.*?)\]\s+\[(.*?)\]", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Node:
    """A line of an instance: the depot, a technician's home, or a request."""

    at: tuple[int, int]
    opens: int
    closes: int
    service: int
    skills: frozenset[int]
    tools: frozenset[int]
    parts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Instance:
    """An instance; technicians and requests are numbered from 0."""

    kinds: tuple[int, int, int]  # of skills, tools, parts
    depot: Node
    technicians: tuple[Node, ...]
    requests: tuple[Node, ...]


def read(path: Path) -> Instance:
    """Return what a file holds."""
    text = path.read_text(encoding="utf-8")
    crew, skills, tools, parts = map(int, text.split("SPARE PARTS", 1)[1].split()[:4])
    nodes = [_node(found.groups()) for found in LINE.finditer(text)]
    return Instance((skills, tools, parts), nodes[0], tuple(nodes[1 : crew + 1]), tuple(nodes[crew + 1 :]))


def _node(fields: tuple[str, ...]) -> Node:
    x, y, opens, closes, service = map(int, fields[1:6])
    skills, tools, parts = ([int(word) for word in field.split(",") if word.strip()] for field in fields[6:])
    return Node((x, y), opens, closes, service, frozenset(skills), frozenset(tools), tuple(parts))


def problem_of(instance: Instance) -> Problem:
    """Return the instance as a problem; places are the depot, the homes and the requests, in this order."""
    staff, asked = instance.technicians, instance.requests
    at = np.array([node.at for node in (instance.depot, *staff, *asked)], float)
    far = np.hypot(*(at[:, None, :] - at[None, :, :]).transpose(2, 0, 1))
    homes, count = np.arange(1, len(staff) + 1, dtype=np.int32), len(asked)
    fit = [[0 if request.skills <= one.skills else UNFIT for one in staff] for request in asked]
    closes = np.array([one.closes * UNIT for one in staff], np.int32)
    return Problem(
        visits=Visits(
            place=np.arange(len(staff) + 1, len(at), dtype=np.int32),
            service=np.array([[request.service * UNIT for request in asked]], np.int32),
            windows=np.array([[[request.opens * UNIT, request.closes * UNIT]] for request in asked], np.int32),
            due=np.full(count, NEVER, np.int32),
            late_rate=np.zeros(count, np.int32),
            drop_cost=np.full(count, MUST, np.int64),
            fit=np.array(fit, np.int32),
            parts=_goods(instance, asked, 1),
        ),
        resources=Resources(
            starts_at=homes, ends_at=homes.copy(), start=np.array([one.opens * UNIT for one in staff], np.int32),
            end=closes, latest_end=closes.copy(), overtime_rate=np.zeros(len(staff), np.int32),
            lunch=np.full((len(staff), 3), -1, np.int32), pace=np.zeros(len(staff), np.int32),
            stock=_goods(instance, staff, HAS), stores=np.zeros(len(staff), np.int32),
            wait_rate=np.ones(len(staff), np.int32),
        ),
        # Upwards, so that nobody is said to arrive before he can.
        travel=np.ceil(far * UNIT - 1e-6).astype(np.int32),
    )  # fmt: skip


def _goods(instance: Instance, nodes: tuple[Node, ...], of_a_tool: int) -> np.ndarray:
    """Return how many of each tool and each part."""
    tools = [[of_a_tool if tool in node.tools else 0 for tool in range(instance.kinds[1])] for node in nodes]
    parts = [node.parts or (0,) * instance.kinds[2] for node in nodes]
    return np.concatenate([np.array(tools), np.array(parts)], axis=1).astype(np.int32)


def tours_of(plan: Plan) -> dict[int, list[int]]:
    """Return whom each technician visits in which order, as solutions are published: without times or the depot."""
    return {route.resource: [visit for visit, _ in route.visits] for route in plan.routes}
