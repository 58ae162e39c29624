"""Plans one instance in a process of its own and says what it cost, the memory too."""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

from aftercare.contexts.dispatch.solver import engine, instances, search
from aftercare.contexts.dispatch.solver.search import Budget


def main(path: str, name: str, seconds: str, seed: str) -> None:
    """Print one JSON line."""
    began = time.perf_counter()
    problem = instances.read(Path(path))
    search.warm_up()
    first = time.perf_counter()
    if name == engine.OWN:
        search.plan(problem, Budget(rounds=1))
    first_plan = time.perf_counter() - first
    made = engine.plan(problem, Budget(seconds=float(seconds)), seed=int(seed), by=name)
    told = made.summary() | {
        "first_plan_seconds": round(first_plan, 2),
        "wall": round(time.perf_counter() - began, 1),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
