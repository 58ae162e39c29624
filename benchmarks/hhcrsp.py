"""
Promise: with crews of two, plans of home care come within 5 % of the best known, and break no rule.

`aftercare bench hhcrsp --data DIR --seconds N`: DIR holds instances or folders of them, and tables `NAME_best.csv` with
the best costs known. The engine knows no worst lateness, which these instances ask for beside the sum: some of the time
goes to a lateness that counts twice, the rest to one that counts once, and the better plan is kept. Every plan is
replayed by rules written apart from the engine. One line an instance, then one a folder and size.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from aftercare.contexts.dispatch.solver import engine
from aftercare.contexts.dispatch.solver.search import Budget
from benchmarks.rig import asked
from benchmarks.rig.home_care import problem_of, read, solution_of
from benchmarks.rig.home_care_rules import replay

PROMISED_GAP = 5.0
PROMISED_SIZES = range(25, 101)
SHARES = {2: 1 / 6, 1: 5 / 6}
"""Of the time, for what a lateness costs: where few are late, the worst one counts as much as all of them."""


def main() -> None:
    """Plan every instance and print the lines."""
    wishes = asked.of(sys.argv[1:], seconds=60.0)
    if wishes.data is None:
        print("hhcrsp: no --data, nothing to plan", file=sys.stderr)
        return
    found: dict[tuple[str, int], list[dict[str, Any]]] = defaultdict(list)
    paths = list(instances(wishes.data))
    if not paths:
        sys.exit(f"hhcrsp: no instances in {wishes.data}")
    for path, best in paths:
        if wishes.only in path.name:
            told = planned(path, best, wishes)
            print(json.dumps(told), flush=True)
            found[path.parent.name, told["patients"]].append(told)
    for (folder, patients), all_told in sorted(found.items()):
        print(json.dumps(_summary(folder, patients, all_told)), flush=True)


def instances(data: Path) -> Iterator[tuple[Path, float | None]]:
    """Return every instance in the folder or below it, with the best cost known where a table says one."""
    best: dict[str, float] = {}
    for table in sorted([*data.parent.glob("*_best.csv"), *data.rglob("*_best.csv")]):
        with table.open(encoding="utf-8") as lines:
            best |= {row["instance"]: float(row["total_cost"]) for row in csv.DictReader(lines)}
    for path in sorted([*data.rglob("*.json"), *data.rglob("*.json.gz")]):
        if not path.parent.name.endswith("_solutions"):
            yield path, best.get(path.name.removesuffix(".gz"))


def planned(path: Path, best: float | None, wishes: asked.Wishes) -> dict[str, Any]:
    """Plan one instance and replay the plans; tell of the better one."""
    instance = read(path)
    tries, spent = [], 0.0
    for rate, share in SHARES.items():
        budget = Budget(seconds=share * wishes.seconds)
        made = engine.plan(problem_of(instance, late_rate=rate), budget, seed=wishes.seed)
        tries.append(replay(instance, solution_of(instance, made.plan)))
        spent += made.seconds
    replayed = min(tries, key=lambda one: (len(one.broken), one.cost))
    gap = round(100 * (replayed.cost / best - 1), 2) if best else None
    return {
        "name": "hhcrsp", "folder": path.parent.name, "instance": path.name.split(".json")[0],
        "patients": len(instance["patients"]), "cost": round(replayed.cost, 3), "best": best, "gap_percent": gap,
        "distance": round(replayed.distance, 2), "tardiness": round(replayed.tardiness, 2),
        "worst_tardiness": round(replayed.worst, 2), "violations": len(replayed.broken), "seconds": round(spent, 1),
    }  # fmt: skip


def _summary(folder: str, patients: int, told: list[dict[str, Any]]) -> dict[str, Any]:
    gaps = [one["gap_percent"] for one in told if one["gap_percent"] is not None]
    mean, violations = round(float(np.mean(gaps or [0.0])), 2), sum(one["violations"] for one in told)
    return {
        "name": "hhcrsp", "folder": folder, "patients": patients, "instances": len(told), "mean_gap_percent": mean,
        "worst_gap_percent": max(gaps, default=None), "violations": violations, "promised_gap_percent": PROMISED_GAP,
        "kept": violations == 0 and (mean <= PROMISED_GAP or patients not in PROMISED_SIZES),
    }  # fmt: skip


if __name__ == "__main__":
    main()
