"""
Reads the JSON form of study instances and writes plans in theirs.

An instance gives positions in kilometres in the plane; its travel times follow from them and its seed by the formula
below, which is part of the format.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from aftercare.contexts.dispatch.solver.plan import Plan, Route
from aftercare.contexts.dispatch.solver.problem import NEVER, UNFIT, BadProblem, Problem, Resources, Visits

DAY = 24 * 3600
MINUTE = 60
DETOUR, SLOWEST_KMH, GAIN_KMH, FULL_SPEED_KM = 1.35, 24, 31, 30
PARKING, SAME_PLACE_KM = 120, 0.02
OVERTIME_RATE = 2
NOT_PREFERRED = 20 * MINUTE
Json = dict[str, Any]


def read(path: Path) -> Problem:
    """
    Read an instance from a file.

    :raises BadProblem: `not_an_instance`, or what `problem_of` refuses.
    """
    try:
        instance = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(instance, dict):
            raise TypeError("an object is expected")
        return problem_of(instance)
    except BadProblem:
        raise
    except OSError as trouble:
        raise BadProblem("unreadable", f"{path} cannot be read: {trouble.strerror}.") from trouble
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as trouble:
        raise BadProblem("not_an_instance", f"{path} is not an instance: {trouble!r}.") from trouble


def problem_of(instance: Json) -> Problem:
    """
    Return the problem an instance describes.

    :raises BadProblem: `no_engineers`, `bad_coordinates`, and what `Problem` refuses.
    """
    people = engineer_days(instance)
    if not people:
        raise BadProblem("no_engineers", "There is no engineer to plan for.")
    # Who comes along is a visit of his own, at the end; leaving the crew out costs once.
    crews = [n for n, visit in enumerate(instance["visits"]) if visit.get("crew", 1) > 1]
    second = [{**instance["visits"][n], "penalty": 0} for n in crews]
    count = len(instance["visits"])
    visits = instance["visits"] + second
    parts, stock = _amounts([visit.get("parts", {}) for visit in visits], [one.get("stock", {}) for one in people])
    return Problem(
        visits=replace(_visits(visits, people), parts=parts),
        resources=replace(_resources(people), stock=stock),
        travel=travel_times(np.array(instance["coords"], float).reshape(-1, 2), int(instance["seed"])),
        links=np.array([(n, count + k, 0, 0) for k, n in enumerate(crews)], np.int32).reshape(-1, 4),
    )


def engineer_days(instance: Json) -> list[Json]:
    """Return one entry for each engineer and day present, with times from midnight of the first day."""
    return [
        {
            **engineer,
            "shift": [moment + DAY * day for moment in engineer["shift"]],
            "lunch": [engineer["lunch"][0] + DAY * day, engineer["lunch"][1] + DAY * day, engineer["lunch"][2]],
        }
        for day in range(int(instance.get("days", 1)))
        for engineer in instance["engineers"]
        if day not in engineer.get("absent_days", ())
    ]


def travel_times(at: np.ndarray, seed: int) -> np.ndarray:
    """Return seconds between positions in kilometres: slower in one direction than the other, and time to park."""
    if not np.isfinite(at).all():
        where = int(np.flatnonzero(~np.isfinite(at).all(axis=1))[0])
        raise BadProblem("bad_coordinates", f"Position {where} is not a place: {at[where].tolist()}.")
    if len(at) > 1 and not at.any():
        # One place may well be where both axes begin.
        raise BadProblem("bad_coordinates", "Every position is zero: nobody has told where the places are.")
    draw = np.random.default_rng(seed + 77)
    apart = at[None, :, :] - at[:, None, :]
    km = np.sqrt((apart**2).sum(-1)) * DETOUR
    kmh = SLOWEST_KMH + GAIN_KMH * np.minimum(1, km / FULL_SPEED_KM)
    heading = np.arctan2(apart[:, :, 1], apart[:, :, 0])
    rush = 1 + 0.10 * np.cos(heading - draw.uniform(0, 6.28)) + 0.05 * draw.uniform(-1, 1, len(at))[None, :]
    seconds: np.ndarray = (km / kmh * 3600 * rush + PARKING).astype(np.int32)
    seconds[km < SAME_PLACE_KM] = 0
    np.fill_diagonal(seconds, 0)
    return seconds


def _resources(people: list[Json]) -> Resources:
    def column(values: list[Any]) -> np.ndarray:
        return np.array(values, np.int32)

    home = column([one["home"] for one in people])
    return Resources(
        starts_at=home,
        ends_at=home.copy(),
        start=column([one["shift"][0] for one in people]),
        end=column([one["shift"][1] for one in people]),
        latest_end=column([one["shift"][1] + one.get("overtime_max", 0) for one in people]),
        overtime_rate=np.full(len(people), OVERTIME_RATE, np.int32),
        lunch=column([one["lunch"] for one in people]).reshape(-1, 3),
        pace=np.zeros(len(people), np.int32),
    )


def _visits(visits: list[Json], people: list[Json]) -> Visits:
    def column(values: list[Any]) -> np.ndarray:
        return np.array(values, np.int32)

    return Visits(
        place=column([visit["loc"] for visit in visits]),
        service=column([visit["dur"] for visit in visits]).reshape(1, -1),
        windows=column([visit["window"] for visit in visits]).reshape(-1, 1, 2),
        due=column([NEVER if visit["due"] is None else visit["due"] for visit in visits]),
        late_rate=column([visit["late_w"] for visit in visits]),
        drop_cost=np.array([visit["penalty"] * MINUTE for visit in visits], np.int64),
        fit=_fit(visits, people),
    )


def _fit(visits: list[Json], people: list[Json]) -> np.ndarray:
    """Return what it costs to send each engineer to each visit, or UNFIT."""
    skilled = _covered(*_amounts([visit["skills"] for visit in visits], [one["skills"] for one in people]))
    want, have = _amounts([visit.get("parts", {}) for visit in visits], [one.get("stock", {}) for one in people])
    stocked = _covered(want, have)
    names = np.array([one["id"] for one in people])
    wished = np.array([-1 if visit.get("preferred") is None else visit["preferred"] for visit in visits], int)
    other = (wished[:, None] >= 0) & (wished[:, None] != names[None, :])
    return np.where(skilled & stocked, np.where(other, NOT_PREFERRED, 0), UNFIT).astype(np.int32)


def _amounts(asked: list[dict[str, int]], had: list[dict[str, int]]) -> tuple[np.ndarray, np.ndarray]:
    """Return how much of each kind that is asked for is wanted, and how much is there."""
    kinds = {kind: n for n, kind in enumerate(sorted({kind for one in asked for kind in one}))}
    want, have = np.zeros((len(asked), len(kinds)), np.int32), np.zeros((len(had), len(kinds)), np.int32)
    for table, rows in ((want, asked), (have, had)):
        for n, row in enumerate(rows):
            for kind in row.keys() & kinds.keys():
                table[n, kinds[kind]] = row[kind]
    return want, have


def _covered(want: np.ndarray, have: np.ndarray) -> np.ndarray:
    """Tell for each pair whether as much of everything is had as is asked for."""
    every = np.ones((len(want), len(have)), bool)
    for n in range(want.shape[1]):
        every &= have[None, :, n] >= want[:, None, n]
    return every


def plan_as_json(plan: Plan, problem: Problem | None = None) -> Json:
    """Return the plan as the instances' own checker reads it; both of a crew have the number of their visit."""
    links = problem.links.tolist() if problem else []
    number = {second: first for first, second, _, _ in links}
    return {
        "routes": {
            str(route.resource): {
                "visits": [[number.get(visit, visit), start] for visit, start in route.visits],
                "lunch": route.lunch,
            }
            for route in plan.routes
        }
    }


def plan_from_json(written: Json) -> Plan:
    """Return the plan written in that form."""
    return Plan(
        tuple(
            Route(int(resource), tuple((int(visit), int(start)) for visit, start in route["visits"]), route["lunch"])
            for resource, route in written["routes"].items()
        )
    )
