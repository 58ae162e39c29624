"""The map beside the board: what it shows of regions and engineers; jobs and orders it has from the board."""

from __future__ import annotations

from django.conf import settings
from django.http import JsonResponse

from aftercare.contexts.dispatch import policies, queries
from aftercare.contexts.dispatch.desk.day import read_region
from aftercare.contexts.people import public as people
from aftercare.platform import clock
from aftercare.platform.web import door
from aftercare.platform.web.fragments import DeskRequest


@door.door(*policies.READERS)
def places(request: DeskRequest) -> JsonResponse:
    """Answer regions as outlines, the engineers' last known positions, and where the ground of the map comes from."""
    region_id = read_region(request, request.actor)
    where = None if region_id is None else people.regions_under([region_id])
    seen = queries.last_seen(request.actor, now=clock.now())
    return JsonResponse(
        {
            "tiles": settings.MAP_TILES,
            "regions": [
                {"id": row.id, "name": row.name, "corners": row.corners}
                for row in queries.outlines(request.actor, region_ids=where)
            ],
            "seen": [
                {
                    "engineer": row.engineer_id,
                    "number": row.number,
                    "lat": row.lat,
                    "lon": row.lon,
                    "at": row.arrived_at.isoformat() if row.arrived_at else None,
                }
                for row in seen
            ],
        }
    )
