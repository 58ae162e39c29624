"""
Promise: with crews of two, plans of home care come within 5 % of the best known, and break no rule.

`aftercare bench hhcrsp --data DIR --seconds N`: DIR holds folders of instances, beside each `NAME_best.csv` with the
best known costs. Every plan is replayed by rules written apart from the engine. One line an instance, then one a folder
and size.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from aftercare.contexts.dispatch.solver import engine
from aftercare.contexts.dispatch.solver.search import Budget
from benchmarks.rig import asked
from benchmarks.rig.home_care import problem_of, read, solution_of
from benchmarks.rig.home_care_rules import replay

PROMISED_GAP = 5.0
PROMISED_SIZES = range(25, 101)


def main() -> None:
    """Plan every instance and print the lines."""
    wishes = asked.of(sys.argv[1:], seconds=60.0)
    if wishes.data is None:
        print("hhcrsp: no --data, nothing to plan", file=sys.stderr)
        return
    found: dict[tuple[str, int], list[dict[str, Any]]] = defaultdict(list)
    for path, best in instances(wishes.data):
        if wishes.only in path.name:
            told = planned(path, best, wishes)
            print(json.dumps(told), flush=True)
            found[path.parent.name, told["patients"]].append(told)
    for (folder, patients), all_told in sorted(found.items()):
        print(json.dumps(_summary(folder, patients, all_told)), flush=True)


def instances(data: Path) -> Iterator[tuple[Path, float]]:
    """Return every instance with the best cost known."""
    for table in sorted(data.glob("*_best.csv")):
        folder = data / table.name.removesuffix("_best.csv")
        with table.open(encoding="utf-8") as lines:
            for row in csv.DictReader(lines):
                for path in sorted(folder.glob(f"{row['instance']}*")):
                    yield path, float(row["total_cost"])


def planned(path: Path, best: float, wishes: asked.Wishes) -> dict[str, Any]:
    """Plan one instance and replay the plan."""
    instance = read(path)
    problem = problem_of(instance)
    made = engine.plan(problem, Budget(seconds=wishes.seconds), seed=wishes.seed)
    replayed = replay(instance, solution_of(instance, made.plan))
    return {
        "name": "hhcrsp", "instance": path.name.split(".json")[0], "patients": len(instance["patients"]),
        "links": len(problem.links), "cost": round(replayed.cost, 3), "best": best,
        "gap_percent": round(100 * (replayed.cost / best - 1), 2), "distance": round(replayed.distance, 2),
        "tardiness": round(replayed.tardiness, 2), "worst_tardiness": round(replayed.worst, 2),
        "violations": len(replayed.broken), "seconds": round(made.seconds, 1),
    }  # fmt: skip


def _summary(folder: str, patients: int, told: list[dict[str, Any]]) -> dict[str, Any]:
    gaps = [one["gap_percent"] for one in told]
    mean, violations = round(sum(gaps) / len(gaps), 2), sum(one["violations"] for one in told)
    return {
        "name": "hhcrsp", "folder": folder, "patients": patients, "instances": len(told), "mean_gap_percent": mean,
        "worst_gap_percent": max(gaps), "violations": violations, "promised_gap_percent": PROMISED_GAP,
        "kept": violations == 0 and (mean <= PROMISED_GAP or patients not in PROMISED_SIZES),
    }  # fmt: skip


if __name__ == "__main__":
    main()
