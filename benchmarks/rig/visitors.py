"""
Visitors who ask one after the other, each over one kept connection; run as a process of their own.

Reads what to ask from standard input as JSON and prints what it took as JSON.
"""

from __future__ import annotations

import http.client
import itertools
import json
import sys
import threading
import time
from collections import Counter
from typing import Any


class Visitor(threading.Thread):
    """Asks until the time is over and remembers how long each answer took."""

    def __init__(self, plan: dict[str, Any], number: int, ends_at: float) -> None:
        super().__init__(daemon=True)
        self.plan, self.number, self.ends_at = plan, number, ends_at
        self.counts_from = ends_at - plan["seconds"]
        self.took: list[float] = []
        self.statuses: Counter[int] = Counter()

    def run(self) -> None:
        """Ask in turn what the plan lists; `{unique}` becomes something nobody asked before."""
        link = http.client.HTTPConnection(self.plan["host"], self.plan["port"], timeout=60)
        asks = itertools.cycle(self.plan["asks"][self.number :: self.plan["visitors"]] or self.plan["asks"])
        for turn, ask in enumerate(asks):
            began = time.perf_counter()
            if began >= self.ends_at:
                return
            status = self._ask(link, json.loads(json.dumps(ask).replace("{unique}", f"{self.number}-{turn}-{began}")))
            if began >= self.counts_from:
                self.took.append(time.perf_counter() - began)
                self.statuses[status] += 1

    @staticmethod
    def _ask(link: http.client.HTTPConnection, ask: dict[str, Any]) -> int:
        body = json.dumps(ask["body"]) if ask.get("body") is not None else None
        link.request(ask.get("method", "GET"), ask["path"], body, ask.get("headers", {}))
        answer = link.getresponse()
        answer.read()
        return answer.status


def main() -> None:
    """Let the visitors ask and print the sum."""
    plan = json.load(sys.stdin)
    ends_at = time.perf_counter() + plan["warm_up"] + plan["seconds"]
    visitors = [Visitor(plan, number, ends_at) for number in range(plan["visitors"])]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    took = sorted(itertools.chain.from_iterable(visitor.took for visitor in visitors))
    statuses: Counter[int] = sum((visitor.statuses for visitor in visitors), Counter())
    print(json.dumps(summary(took, plan["seconds"]) | {"statuses": dict(statuses)}))


def summary(took: list[float], seconds: float) -> dict[str, float]:
    """Return what a hundred visitors would feel: half of them less than p50, five of them more than p95."""

    def share(part: float) -> float:
        return round(took[min(len(took) - 1, int(len(took) * part))] * 1000, 1) if took else 0.0

    return {"p50_ms": share(0.50), "p95_ms": share(0.95), "p99_ms": share(0.99), "rps": round(len(took) / seconds, 1)}


if __name__ == "__main__":
    main()
