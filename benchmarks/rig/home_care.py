"""
Home care instances: who has which ability, soft windows, and patients who need two caregivers at once or in turn.

JSON as published by S. Ceschia, L. Di Gaspero, R. M. Rosati and A. Schaerf (ITOR 2024); the first instances are by
D. Mankowska, F. Meisel and C. Bierwirth (2014).
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import numpy as np

from aftercare.contexts.dispatch.solver.plan import Plan
from aftercare.contexts.dispatch.solver.problem import UNFIT, Problem, Resources, Visits

SECONDS = 60
"""In a unit of the instances' time, a minute."""
LATEST = 1 << 26
MUST = 10**8
"""Cost of leaving a service out: everybody is served."""
Json = dict[str, Any]


def read(path: Path) -> Json:
    """Return what a file holds, zipped or not."""
    text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    found: Json = json.loads(text)
    return found


def services(instance: Json) -> list[tuple[int, Json, Json]]:
    """Return the number of the patient, the patient and the service asked for, in the order of the visits."""
    return [
        (n, patient, service)
        for n, patient in enumerate(instance["patients"], 1)
        for service in patient["required_caregivers"]
    ]


def problem_of(instance: Json, *, late_rate: int = 1) -> Problem:
    """Return the instance as a problem: a visit for each service, a link for each patient who needs two."""
    asked, staff = services(instance), instance["caregivers"]
    windows = np.array([[[patient["time_window"][0] * SECONDS, LATEST]] for _, patient, _ in asked])
    fit = [[0 if service["service"] in one["abilities"] else UNFIT for one in staff] for _, _, service in asked]
    return Problem(
        visits=Visits(
            place=np.array([n for n, _, _ in asked], np.int32),
            service=np.ceil([[service["duration"] * SECONDS for _, _, service in asked]]).astype(np.int32),
            windows=np.ceil(windows).astype(np.int32),
            due=np.array([patient["time_window"][1] * SECONDS for _, patient, _ in asked], np.int32),
            late_rate=np.full(len(asked), late_rate, np.int32),
            drop_cost=np.full(len(asked), MUST, np.int64),
            fit=np.array(fit, np.int32),
        ),
        resources=_resources(len(staff)),
        # Upwards, so that nobody is said to arrive before he can.
        travel=np.ceil(np.array(instance["distances"]) * SECONDS - 1e-6).astype(np.int32),
        links=_links(instance),
    )


def solution_of(instance: Json, plan: Plan) -> Json:
    """Return the plan in the form solutions are published in."""
    asked = services(instance)
    routes = []
    for route in plan.routes:
        stops = [
            {
                "patient": asked[visit][1]["id"],
                "service": asked[visit][2]["service"],
                "arrival_time": start / SECONDS,
                "departure_time": start / SECONDS + asked[visit][2]["duration"],
            }
            for visit, start in route.visits
        ]
        routes.append({"caregiver_id": instance["caregivers"][route.resource]["id"], "locations": stops})
    return {"routes": routes}


def _resources(count: int) -> Resources:
    nothing = np.zeros(count, np.int32)
    return Resources(
        starts_at=nothing, ends_at=nothing.copy(), start=nothing.copy(), end=nothing + 2 * LATEST,
        latest_end=nothing + 2 * LATEST, overtime_rate=nothing.copy(), lunch=np.full((count, 3), -1, np.int32),
        pace=nothing.copy(),
    )  # fmt: skip


def _links(instance: Json) -> np.ndarray:
    links, visit = [], 0
    for patient in instance["patients"]:
        if len(patient["required_caregivers"]) == 2:
            least, most = patient["synchronization"].get("distance", (0, 0))
            if patient["synchronization"]["type"] == "simultaneous":
                least = most = 0
            links.append((visit, visit + 1, round(least * SECONDS), round(most * SECONDS)))
        visit += len(patient["required_caregivers"])
    return np.array(links, np.int32).reshape(-1, 4)
