"""What the map shows and the board does not know: regions as outlines, and who was last seen where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from aftercare.contexts.dispatch import policies
from aftercare.contexts.dispatch.models import Trip
from aftercare.contexts.dispatch.outlines import outline
from aftercare.contexts.installed_base import public as installed_base
from aftercare.contexts.people import public as people
from aftercare.platform.actor import Actor
from aftercare.platform.geo import Place

MOST_SITES = 20_000
# What was before the night says nothing of where somebody is.
LATELY = timedelta(hours=14)
ARRIVED = ("on_site", "on_break", "done", "cannot_complete")


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionOutline:
    """A region as the line around its sites."""

    id: int
    name: str
    corners: list[Place]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """The last job an engineer came to, and when as far as that was stamped. Nobody is followed on the way."""

    engineer_id: int
    number: str
    lat: float
    lon: float
    arrived_at: datetime | None


def outlines(actor: Actor, *, region_ids: Collection[int] | None = None) -> list[RegionOutline]:
    """Return the regions that have sites the actor may see, by name. Two queries."""
    sites = installed_base.projects_visible_to(actor).filter(lat__isnull=False)
    if region_ids is not None:
        sites = sites.filter(region_id__in=region_ids)
    places: dict[int, list[Place]] = defaultdict(list)
    for region_id, lat, lon in sites.order_by("pk").values_list("region_id", "lat", "lon")[:MOST_SITES]:
        if lat is not None and lon is not None:
            places[region_id].append((lat, lon))
    return [
        RegionOutline(id=region.id, name=region.name, corners=outline(places[region.id]))
        for region in people.regions()
        if region.id in places
    ]


def last_seen(actor: Actor, *, now: datetime, limit: int = 2000) -> list[Sighting]:
    """Return the last job of each engineer who came to one lately. Two queries."""
    rows = policies.visible_to(actor).filter(
        status__in=ARRIVED, during__overlap=(now - LATELY, now + LATELY), work_order__lat__isnull=False
    )
    last = rows.order_by("engineer_id", "-during").distinct("engineer_id")
    found = list(
        last.values_list("pk", "engineer_id", "work_order__number", "work_order__lat", "work_order__lon")[:limit]
    )
    stamps = dict(Trip.objects.filter(booking_id__in=[row[0] for row in found]).values_list("booking_id", "at"))
    return [
        Sighting(engineer_id=engineer_id, number=number, lat=lat, lon=lon, arrived_at=stamps.get(pk))
        for pk, engineer_id, number, lat, lon in found
        if lat is not None and lon is not None
    ]
