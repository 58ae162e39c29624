"""What an engineer should know before going: what was done there before, and what the order asks for."""

from __future__ import annotations

from dataclasses import dataclass

from aftercare.contexts.people import public as people
from aftercare.contexts.visits.models import Visit
from aftercare.contexts.work_orders import public as work_orders

LATEST = 5


@dataclass(frozen=True, slots=True)
class Past:
    """One earlier order on the same equipment, with the parts its visits used."""

    order: work_orders.HistoryRow
    parts_used: str


def history(order: work_orders.OrderCard) -> list[Past]:
    """Return the latest other orders on the same equipment. Two queries."""
    if order.equipment_id is None:
        return []
    before = [row for row in work_orders.history_of(order.equipment_id, limit=LATEST + 1) if row.id != order.id]
    used = Visit.objects.filter(work_order_id__in=[row.id for row in before]).exclude(parts_used="")
    parts: dict[int, list[str]] = {}
    for order_id, said in used.order_by("pk").values_list("work_order_id", "parts_used"):
        parts.setdefault(order_id, []).append(" ".join(said.split()))
    return [Past(row, "；".join(parts.get(row.id, []))) for row in before[:LATEST]]


def asked_for(order: work_orders.OrderCard) -> list[str]:
    """Return the skills with their levels and the certificates an order asks for. At most two queries."""
    found = []
    if order.skills:
        names = dict(people.skill_choices())
        found += [f"{names.get(pk, pk)} {level}" for pk, level in sorted(order.skills.items())]
    if order.certificate_kind_ids:
        papers = dict(people.certificate_choices())
        found += [papers.get(pk, str(pk)) for pk in sorted(order.certificate_kind_ids)]
    return found
