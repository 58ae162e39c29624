"""
Promise: plans are clearly cheaper than VROOM's, side by side on the same instances, one thread each.

Cost is drop penalties, weighted lateness and travel, in minutes, without the penalty of visits nobody is fit for. Each
instance is planned with three seeds, of which VROOM knows nothing; one line an instance, then one a size with the mean.
`AFTERCARE_BENCH_INSTANCES` names a folder of other instances (`20x150x1-SEED.json` and so on) to plan instead, and
`AFTERCARE_BENCH_SIZES` some of the sizes.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aftercare.contexts.dispatch.tests.solver.town import town

SEEDS = (1, 2, 3)
FOLDER = os.environ.get("AFTERCARE_BENCH_INSTANCES", "")
WANTED = os.environ.get("AFTERCARE_BENCH_SIZES", "").split()


@dataclass(frozen=True, slots=True)
class Size:
    """A size of instance and what is promised of it."""

    people: int
    visits: int
    days: int
    seconds: int
    vroom_seconds: int
    promised: float

    @property
    def name(self) -> str:
        """Return engineers x visits x days."""
        return f"{self.people}x{self.visits}x{self.days}"


SIZES = (
    Size(20, 150, 1, 5, 5, 0.97),
    Size(20, 400, 3, 30, 30, 0.97),
    Size(100, 1000, 1, 60, 60, 0.97),
    Size(300, 3000, 1, 60, 120, 0.92),
)


def main() -> None:
    """Measure size by size and print the lines."""
    with tempfile.TemporaryDirectory(prefix="towns-") as made:
        for size in SIZES:
            if not WANTED or size.name in WANTED:
                ratios = [_compare(size, seed, Path(made)) for seed in SEEDS]
                mean = sum(ratios) / len(ratios)
                print(json.dumps({
                    "name": "dispatch", "size": size.name, "mean_ratio": round(mean, 4), "worst_ratio": max(ratios),
                    "promised_ratio": size.promised, "kept": mean <= size.promised and max(ratios) <= 1.0,
                }), flush=True)  # fmt: skip


def _compare(size: Size, seed: int, made: Path) -> float:
    path = Path(FOLDER or made) / f"{size.name}-{seed}.json"
    if not FOLDER:
        path.write_text(json.dumps(town(size.people, size.visits, seed, size.days)))
    vroom = _planned(path, "vroom", size.vroom_seconds, seed)
    own = _planned(path, "own", size.seconds, seed)
    ratio = round(_net(own) / _net(vroom), 4)
    print(json.dumps({
        "name": "dispatch", "instance": path.stem, "ratio": ratio, "own": _net(own), "vroom": _net(vroom),
        "own_left_out": own["visits_left_out"], "vroom_left_out": vroom["visits_left_out"],
        "own_seconds": own["seconds"], "vroom_seconds": vroom["seconds"],
        "first_plan_seconds": own["first_plan_seconds"], "peak_mb": own["peak_mb"], "violations": own["violations"],
    }), flush=True)  # fmt: skip
    return ratio


def _planned(path: Path, engine: str, seconds: int, seed: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.rig.planning", str(path), engine, str(seconds), str(seed)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _net(told: dict[str, Any]) -> float:
    return round(told["minutes"] - told["unavoidable"], 1)


if __name__ == "__main__":
    main()
