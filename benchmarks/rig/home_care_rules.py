"""
The rules of home care, replayed on a solution as it is published; knows nothing of the engine.

Cost is a third of the distance, the tardiness in all and the largest one, as in the instances' papers.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

Json = dict[str, Any]
CLOSE = 0.01


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a solution costs, and which rules it breaks."""

    distance: float
    tardiness: float
    worst: float
    broken: tuple[str, ...]

    @property
    def cost(self) -> float:
        """Return the objective."""
        return (self.distance + self.tardiness + self.worst) / 3


def replay(instance: Json, solution: Json) -> Replayed:
    """Follow every caregiver through the day."""
    patients = {patient["id"]: (row, patient) for row, patient in enumerate(instance["patients"], 1)}
    abilities = {one["id"]: set(one["abilities"]) for one in instance["caregivers"]}
    broken, distance, late, visits = [], 0.0, [0.0], {}
    for route in solution["routes"]:
        who, stops = route["caregiver_id"], route.get("locations", ())
        rows = [0, *(patients[stop["patient"]][0] for stop in stops), 0]
        legs = [instance["distances"][a][b] for a, b in pairwise(rows)]
        distance += sum(legs)
        free = 0.0
        for leg, stop in zip(legs, stops, strict=False):
            patient, start = patients[stop["patient"]][1], stop["arrival_time"]
            if start < free + leg - CLOSE or start < patient["time_window"][0] - CLOSE:
                broken.append(f"{who} is with {patient['id']} too early")
            if stop["service"] not in abilities[who]:
                broken.append(f"{who} cannot do {stop['service']}")
            if (patient["id"], stop["service"]) in visits:
                broken.append(f"{patient['id']} gets {stop['service']} twice")
            visits[patient["id"], stop["service"]] = who, start
            late.append(max(0.0, start - patient["time_window"][1]))
            free = start + _duration(patient, stop["service"])
    for _, patient in patients.values():
        broken += _wrongs(patient, visits)
    return Replayed(distance, sum(late), max(late), tuple(broken))


def _duration(patient: Json, service: str) -> float:
    return float(next((one["duration"] for one in patient["required_caregivers"] if one["service"] == service), 0))


def _wrongs(patient: Json, visits: dict[tuple[str, str], tuple[str, float]]) -> list[str]:
    """Return what is wrong with the services a patient gets."""
    got = [visits.get((patient["id"], one["service"])) for one in patient["required_caregivers"]]
    if None in got:
        return [f"{patient['id']} is not served"]
    both = [one for one in got if one]
    if len(both) < 2:
        return []
    kind = patient["synchronization"]
    least, most = (0, 0) if kind["type"] == "simultaneous" else kind["distance"]
    (one, first), (other, second) = both
    wrong = [f"{patient['id']} is served by {one} alone"] if one == other else []
    if not least - CLOSE <= second - first <= most + CLOSE:
        wrong.append(f"{patient['id']} is served {second - first:g} apart")
    return wrong
