"""What the engineer may decide on site, and what was decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Sum

from aftercare.contexts.contracts import public as contracts
from aftercare.contexts.service_requests import public as service_requests
from aftercare.contexts.visits import policies
from aftercare.contexts.visits.models import SiteDecision
from aftercare.contexts.work_orders import public as work_orders
from aftercare.platform.actor import Actor
from aftercare.platform.money import Money


@dataclass(frozen=True, slots=True)
class Room:
    """One matter the contract leaves to the engineer: its limit for the order, and what is left of it."""

    matter: str
    limit: Decimal
    left: Decimal

    @property
    def label(self) -> str:
        """Return the matter in words."""
        return str(contracts.OnSite(self.matter).label)

    @property
    def limit_words(self) -> str:
        """Return the limit as money."""
        return str(Money(self.limit))


@dataclass(frozen=True, slots=True)
class Deciding:
    """What may be decided on site on an order, what was, and who is asked about the rest."""

    contract: str
    rooms: Sequence[Room]
    asks: str
    decided: Sequence[SiteDecision]

    @property
    def open_rooms(self) -> list[Room]:
        """Return the matters of which something is left."""
        return [room for room in self.rooms if room.left]


def authority(order: work_orders.OrderCard) -> contracts.SiteAuthority:
    """Return the limits of the contract that binds the matter behind an order, as its promises are bound."""
    request = service_requests.request_card(order.request_id) if order.request_id else None
    began = request.received_at if request is not None else order.opened_at
    on: date = began.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
    return contracts.site_authority(
        customer_id=order.customer_id,
        project_id=order.project_id,
        equipment_id=order.equipment_id,
        region_id=order.region_id,
        on=on,
    )


def spent(work_order_id: int) -> dict[str, Decimal]:
    """Return what was decided on an order so far, by matter."""
    rows = SiteDecision.objects.filter(work_order_id=work_order_id).order_by().values("matter")
    return {row["matter"]: row["sum"] for row in rows.annotate(sum=Sum("amount"))}


def deciding(order: work_orders.OrderCard) -> Deciding:
    """Return what the engineer of an order may decide and has decided."""
    found, used = authority(order), spent(order.id)
    rooms = [
        Room(kind, limit, max(Decimal(0), limit - used.get(kind, Decimal(0)))) for kind, limit in found.limits.items()
    ]
    decided = list(SiteDecision.objects.filter(work_order_id=order.id)[:100])
    return Deciding(contract=found.contract, rooms=rooms, asks=found.asks, decided=decided)


def decided_about(request_id: int, *, by: Actor) -> list[SiteDecision]:
    """Return what was decided on the visits of a request the actor may see, in order."""
    visits = policies.visible_to(by).filter(work_order__request_id=request_id)
    return list(SiteDecision.objects.filter(visit__in=visits).select_related("work_order")[:100])
