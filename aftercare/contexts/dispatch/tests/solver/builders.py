"""Small problems, and random ones of every kind."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from aftercare.contexts.dispatch.solver.problem import NEVER, UNFIT, Problem, Resources, Visits

HOUR = 3600
MINUTE = 60
EIGHT = 8 * HOUR


def whole(values: Any) -> np.ndarray:
    return np.array(values, np.int32)


def visits(count: int = 1, **changed: Any) -> Visits:
    """Visits of half an hour at places 1, 2, 3 …, at any time of the day, for everybody of one resource."""
    given = {
        "place": range(1, count + 1), "service": [[30 * MINUTE] * count],
        "windows": [[[EIGHT, 18 * HOUR]]] * count, "due": [NEVER] * count, "late_rate": [1] * count,
        "fit": [[0]] * count,
    }  # fmt: skip
    drop = np.array(changed.pop("drop_cost", [4 * HOUR] * count), np.int64)
    return Visits(
        **{
            name: whole(list(value) if isinstance(value, range) else value) for name, value in (given | changed).items()
        },
        drop_cost=drop,
    )


def resources(count: int = 1, **changed: Any) -> Resources:
    """Engineers who live at place 0 and work from eight to five, with lunch."""
    given = {
        "starts_at": [0], "ends_at": [0], "start": [EIGHT], "end": [17 * HOUR], "latest_end": [17 * HOUR],
        "overtime_rate": [2], "lunch": [[11 * HOUR + 30 * MINUTE, 13 * HOUR, 45 * MINUTE]], "pace": [0],
        "fair_load": [NEVER], "unfair_rate": [0], "stock": [[]], "stores": [-1], "wait_rate": [0],
    }  # fmt: skip
    return Resources(**{name: whole(changed.get(name, value * count)) for name, value in given.items()})


def line(places: int, minutes: int = 10) -> np.ndarray:
    """Return travel between places along a street, `minutes` from one to the next."""
    at = np.arange(places)
    return whole(np.abs(at[:, None] - at[None, :]) * minutes * MINUTE)


def problem(count: int = 1, people: int = 1, **changed: Any) -> Problem:
    """A street of visits; `visits` and `resources` may be given."""
    work = changed.get("visits") or visits(count, fit=[[0] * people] * count)
    return Problem(
        visits=work,
        resources=changed.get("resources") or resources(people),
        travel=changed.get("travel", line(int(work.place.max(initial=0)) + 1)),
        links=whole(changed.get("links", [])).reshape(-1, 4),
    )


def with_parts(of: Problem, seed: int) -> Problem:
    """Return the problem with two kinds of parts that visits use up."""
    draw = np.random.default_rng(seed)
    asked, had = draw.integers(0, 3, (len(of.visits), 2)), draw.integers(0, 7, (len(of.resources), 2))
    return replace(of, visits=replace(of.visits, parts=whole(asked)), resources=replace(of.resources, stock=whole(had)))


def with_stores(of: Problem, seed: int) -> Problem:
    """Return the problem with parts that run out soon, stores for some to fetch more, and a price for waiting."""
    draw, people = np.random.default_rng(seed), len(of.resources)
    of = with_parts(of, seed)
    lunch = of.resources.lunch.copy()
    lunch[:, 2] = -1
    changed = replace(
        of.resources, stock=of.resources.stock // 3, lunch=lunch, wait_rate=whole(draw.integers(0, 3, people)),
        stores=whole(np.where(draw.random(people) < 0.7, draw.integers(0, len(of.travel), people), -1)),
    )  # fmt: skip
    return replace(of, resources=changed)


def random_links(seed: int, count: int) -> np.ndarray:
    """Return links that join about a third of so many visits: crews that start together, or one after the other."""
    draw = np.random.default_rng(seed)
    pairs = draw.permutation(count)[: count // 3 // 2 * 2].reshape(-1, 2)
    least = draw.integers(-1, 2, len(pairs)) * HOUR
    return np.column_stack([pairs, least, least + draw.integers(0, 2, len(pairs)) * HOUR]).astype(np.int32)


def random_problem(seed: int, people: int = 3, count: int = 12) -> Problem:
    """Return a problem in which everything occurs: gaps in the day, promises, overtime, no lunch, no way, no skill."""
    draw = np.random.default_rng(seed)
    opens = draw.integers(7, 15, (count, 2)) * HOUR
    windows = np.stack([opens, opens + draw.integers(0, 4, (count, 2)) * HOUR], axis=-1)
    windows = np.sort(windows.reshape(count, 4), axis=1).reshape(count, 2, 2)
    windows[draw.random(count) < 0.5, 1] = (NEVER, -1)
    fit = np.where(draw.random((count, people)) < 0.7, draw.integers(0, 3, (count, people)) * 600, UNFIT)
    start = draw.integers(7, 10, people) * HOUR
    end = start + draw.integers(4, 10, people) * HOUR
    lunch = np.stack([start + 3 * HOUR, start + 5 * HOUR, np.where(draw.random(people) < 0.7, 45 * MINUTE, -1)], axis=1)
    travel = draw.integers(1, 50, (count + people, count + people)) * MINUTE
    travel[draw.random(travel.shape) < 0.05] = NEVER
    np.fill_diagonal(travel, 0)
    return Problem(
        visits=visits(
            count, place=draw.integers(0, len(travel), count), service=draw.integers(5, 120, (2, count)) * MINUTE,
            windows=windows, due=windows[:, 0, 0] + draw.integers(0, 3, count) * HOUR,
            late_rate=draw.integers(0, 8, count), drop_cost=draw.integers(0, 20, count) * HOUR, fit=fit,
        ),
        resources=resources(
            people, starts_at=draw.integers(0, len(travel), people), ends_at=draw.integers(0, len(travel), people),
            start=start, end=end, latest_end=end + draw.integers(0, 2, people) * HOUR,
            overtime_rate=draw.integers(0, 4, people), lunch=lunch, pace=draw.integers(0, 2, people),
            fair_load=draw.integers(0, 6, people) * HOUR, unfair_rate=draw.integers(0, 3, people),
        ),
        travel=whole(travel),
    )  # fmt: skip
