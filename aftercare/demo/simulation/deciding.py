"""What is settled about money along the way: parts the engineer decides on site, and what the review enters."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from aftercare.contexts.visits import commands as visits
from aftercare.contexts.visits import queries
from aftercare.contexts.visits.models import Visit
from aftercare.contexts.work_orders import commands as orders
from aftercare.contexts.work_orders import public as work_orders
from aftercare.contexts.work_orders.models import WorkOrder
from aftercare.contexts.work_orders.queries import parts_use
from aftercare.platform.actor import Actor

WHY = ("现场更换后即可恢复运行，等报价会多停一天", "客户当班负责人在场，要求当天修复", "件小价低，已与客户口头确认")


def decide_part(visit: Visit, parts: str, *, by: Actor, at: datetime) -> None:
    """Replace a part without asking, now and then, where the contract leaves that to the engineer."""
    if not parts or visit.work_order_id % 3:
        return
    found = queries.deciding_on(work_orders.order_card(visit.work_order_id))
    room = next((room for room in found.open_rooms if room.matter == "part"), None)
    amount = Decimal(90 + visit.work_order_id * 37 % 380)
    if room is not None and amount <= room.left:
        note = f"{parts}：{WHY[visit.work_order_id // 3 % len(WHY)]}"
        visits.decide_on_site(visit_id=visit.pk, matter="part", amount=amount, note=note, by=by, at=at)


def state_parts(work_order_id: int, parts: str, *, by: Actor, at: datetime) -> None:
    """Enter what the parts were worth, where the contract that pays includes parts."""
    order = WorkOrder.objects.get(pk=work_order_id)
    if parts and parts_use(order) is not None:
        amount = Decimal(260 + work_order_id * 53 % 900)
        orders.state_parts_value(work_order_id=work_order_id, amount=amount, by=by, at=at)
