"""
Promise: a request is registered through the API, with audit, outbox and clocks, as quickly among 100,000 orders as
among 10,000.

Four visitors ask one after the other; two web processes; PostgreSQL as durable as a real one; all on one machine. One
line a size.
"""

from __future__ import annotations

import json
from typing import Any

from benchmarks.rig import stand

SIZES = (10_000, 100_000)


def main() -> None:
    """Measure and print the line."""
    with stand.prepared():
        from benchmarks.rig import crowd

        there = crowd.gather(SIZES[0])
        body: dict[str, Any] = {
            "kind": "fault",
            "subject": "电梯门打不开",
            "description": "三楼",
            "caller_name": "王芳",
        }
        body |= {"caller_phone": "13800000001", "customer_id": there.scenes[0].customer_id}
        body |= {"equipment_id": there.scenes[0].equipment_id}
        said = {"Content-Type": "application/json", "Idempotency-Key": "{unique}"}
        ask = {"method": "POST", "path": "/api/v1/requests", "body": body}
        asks = [ask | {"headers": said | {"Authorization": f"Bearer {token}"}} for token in there.tokens]
        for size in SIZES:
            if size > there.size:
                there.grow_to(size)
            with stand.served() as served:
                stand.tell(f"registering among {size}")
                told = served.measure(asks, expect=201)
            print(json.dumps({"name": "create_request", "orders": size, "visitors": stand.VISITORS} | told), flush=True)


if __name__ == "__main__":
    main()
