"""
Promise: an order's page, with checklist, promises and timeline, opens as quickly among 100,000 as among 10,000.

Four visitors open different orders one after the other; two web processes; all on one machine. One line a size.
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
            asks = [{"path": f"/orders/{pk}/", "headers": {"Cookie": there.cookie}} for pk in there.some_orders()]
            with stand.served() as served:
                stand.tell(f"opening among {size}")
                told = served.measure(asks)
            print(json.dumps({"name": "open_work_order", "orders": size} | told), flush=True)


if __name__ == "__main__":
    main()
