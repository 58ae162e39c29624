"""
Promise: the desk's list of requests, as page and through the API, is as quick among 100,000 as among 10,000.

Four visitors ask one after the other; two web processes; all on one machine. One line a size.
"""

from __future__ import annotations

import json

from benchmarks.rig import stand

SIZES = (10_000, 100_000)


def main() -> None:
    """Measure and print a line a size."""
    with stand.prepared():
        from benchmarks.rig import crowd

        there = crowd.gather(SIZES[0])
        for size in SIZES:
            if size > there.size:
                there.grow_to(size)
            page = {"path": "/requests/", "headers": {"Cookie": there.cookie}}
            searched = {"path": "/requests/?q=%E9%97%A8", "headers": {"Cookie": there.cookie}}
            api = [
                {"path": "/api/v1/requests?limit=50", "headers": {"Authorization": f"Bearer {token}"}}
                for token in there.tokens
            ]
            with stand.served() as served:
                stand.tell(f"listing among {size}")
                told = served.measure([page])
                more = {"search": served.measure([searched]), "api": served.measure(api)}
            print(json.dumps({"name": "list_requests", "orders": size} | told | more), flush=True)


if __name__ == "__main__":
    main()
