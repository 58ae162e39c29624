"""
Promise: technicians' tours with skills, tools and parts take at most 1 % more working time than the best known.

`aftercare bench trsp --data DIR --seconds N`: DIR holds instances or folders of them, and a table `bks.csv` with the
best durations known. The time goes to several plans that begin anew, of which the best is kept: a single one ends now
and then in a corner it does not come out of. Every plan is replayed by rules written apart from the engine, from the
order of its visits alone. One line an instance, then one a family: R and RC are those that count, as in C nearly all of
the time is service.
"""

from __future__ import annotations

import csv
import json
import re
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np

from aftercare.contexts.dispatch.solver import engine
from aftercare.contexts.dispatch.solver.search import Budget
from benchmarks.rig import asked
from benchmarks.rig.technicians import Instance, problem_of, read, tours_of
from benchmarks.rig.technicians_rules import Replayed, replay

PROMISED_GAP = 1.0
PROMISED_FAMILIES = ("R", "RC")
BEGINNINGS, HEAT = 3, 8.0


def main() -> None:
    """Plan every instance and print the lines."""
    wishes = asked.of(sys.argv[1:], seconds=60.0)
    if wishes.data is None:
        print("trsp: no --data, nothing to plan", file=sys.stderr)
        return
    best = _best_known(wishes.data)
    paths = [path for path in sorted(wishes.data.rglob("*.txt")) if path.stem in best and wishes.only in path.name]
    if not paths:
        sys.exit(f"trsp: no instances in {wishes.data}")
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for path in paths:
        told = planned(path, best[path.stem], wishes)
        print(json.dumps(told), flush=True)
        found[told["family"]].append(told)
    for family, all_told in sorted(found.items()):
        print(json.dumps(_summary(family, all_told)), flush=True)
    both = [told for family in PROMISED_FAMILIES for told in found[family]]
    if both:
        print(json.dumps(_summary("+".join(PROMISED_FAMILIES), both)), flush=True)


def _best_known(data: Path) -> dict[str, float]:
    best: dict[str, float] = {}
    for table in [*data.parent.glob("bks.csv"), *data.rglob("bks.csv")]:
        with table.open(encoding="utf-8") as lines:
            best |= {row["instance"]: float(row["bks_duration_2013"]) for row in csv.DictReader(lines)}
    return best


def planned(path: Path, best: float, wishes: asked.Wishes) -> dict[str, Any]:
    """Plan one instance from several beginnings and replay the plans; tell of the best one."""
    instance, began = read(path), time.perf_counter()
    service = sum(request.service for request in instance.requests)
    tries = [_one(instance, wishes.seconds / BEGINNINGS, wishes.seed + n) for n in range(BEGINNINGS)]
    replayed = min(tries, key=lambda one: (len(one.broken), one.duration))
    gaps = [100 * (replayed.duration / best - 1), 100 * ((replayed.duration - service) / (best - service) - 1)]
    family = re.match("[A-Z]+", path.stem)
    return {
        "name": "trsp", "family": family[0] if family else "", "instance": path.stem.split(".")[0],
        "duration": round(replayed.duration, 3), "best": best, "gap_percent": round(gaps[0], 2),
        "gap_without_service_percent": round(gaps[1], 2), "violations": len(replayed.broken),
        "seconds": round(time.perf_counter() - began, 1),
    }  # fmt: skip


def _one(instance: Instance, seconds: float, seed: int) -> Replayed:
    made = engine.plan(problem_of(instance), Budget(seconds=seconds, heat=HEAT), seed=seed)
    return replay(instance, tours_of(made.plan))


def _summary(family: str, told: list[dict[str, Any]]) -> dict[str, Any]:
    gaps, violations = [one["gap_percent"] for one in told], sum(one["violations"] for one in told)
    mean = round(float(np.mean(gaps)), 2)
    return {
        "name": "trsp", "family": family, "instances": len(told), "mean_gap_percent": mean,
        "worst_gap_percent": max(gaps), "best_gap_percent": min(gaps), "violations": violations,
        "promised_gap_percent": PROMISED_GAP,
        "kept": violations == 0 and (mean <= PROMISED_GAP or family not in (*PROMISED_FAMILIES, "R+RC")),
    }  # fmt: skip


if __name__ == "__main__":
    main()
