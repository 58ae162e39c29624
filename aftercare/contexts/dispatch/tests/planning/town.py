"""A town to plan: engineers who live apart, orders on every side."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from aftercare.contexts.dispatch import commands
from aftercare.contexts.dispatch.models import Plan
from aftercare.contexts.dispatch.planning import working
from aftercare.contexts.dispatch.tests import builders
from aftercare.contexts.dispatch.tests.builders import BUILDER
from aftercare.contexts.service_requests.tests import builders as requests
from aftercare.contexts.service_requests.tests.builders import Scene
from aftercare.contexts.work_orders.models import WorkOrder
from aftercare.contexts.work_orders.tests import builders as orders
from aftercare.platform.testing.fixtures import MONDAY

SOUTH, WEST = 30.10, 120.10
TUESDAY = date(2026, 9, 8)
MINUTE = timedelta(minutes=1)


def spot(n: int) -> tuple[float, float]:
    """Return the n-th place of the town, a few kilometres from the next."""
    return SOUTH + 0.03 * (n % 4), WEST + 0.03 * (n // 4 % 4)


def tuesday(hour: float) -> datetime:
    """Return a moment of Tuesday in Shanghai."""
    return datetime.fromisoformat("2026-09-08T00:00:00+08:00") + timedelta(hours=hour)


@dataclass
class Town:
    """The town's people and work."""

    place: Scene
    engineers: list[Any] = field(default_factory=list)
    orders: list[WorkOrder] = field(default_factory=list)

    def settle(self, n: int, **facts: Any) -> Any:
        """Hire an engineer who lives at the n-th place."""
        lat, lon = spot(n)
        self.engineers.append(orders.engineer_of(self.place, name=f"师傅{n}", lat=lat, lon=lon, **facts))
        return self.engineers[-1]

    def order(self, n: int, *, minutes: int = 60, **fields: Any) -> WorkOrder:
        """Plan an order at the n-th place."""
        made = orders.planned(self.place, estimated_minutes=minutes)
        lat, lon = spot(n)
        WorkOrder.objects.filter(pk=made.pk).update(lat=lat, lon=lon, **fields)
        made.refresh_from_db()
        self.orders.append(made)
        return made


def town(engineers: int = 3, waiting: int = 6, minutes: int = 60) -> Town:
    """Return a town with so many engineers and orders that wait."""
    requests.promises()
    made = Town(requests.scene())
    for n in range(engineers):
        made.settle(5 * n)
    for n in range(waiting):
        made.order(n + 1, minutes=minutes)
    return made


def asked(place: Town, **fields: Any) -> Plan:
    """Ask for a plan of Tuesday."""
    usual: dict[str, Any] = {"region_id": place.place.region_id, "first_on": TUESDAY, "seconds": 1, "by": BUILDER}
    return commands.plan(**{**usual, **fields}, at=MONDAY)


def planned(place: Town, *, at: datetime = MONDAY, **fields: Any) -> Plan:
    """Ask for a plan of Tuesday and work it out."""
    row = working.work_out(asked(place, **fields).pk, at=at)
    assert row is not None
    return row


def booked(order: Any, engineer: Any, hour: float, **fields: Any) -> Any:
    """Book the engineer for an hour of Tuesday without telling."""
    return builders.booked(order, engineer, start=tuesday(hour), **{"send": False, **fields})
