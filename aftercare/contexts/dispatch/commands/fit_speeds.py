"""Learn from the trips how fast one gets along in each region."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from aftercare.contexts.dispatch.models import KnownWay, RegionSpeeds, Trip
from aftercare.contexts.dispatch.travel import Band, Speeds, fitting
from aftercare.contexts.dispatch.ways import FRESH
from aftercare.contexts.people import public as people

# Later trips say more about today's roads; older ones are dropped.
HEEDED, KEPT = timedelta(days=180), timedelta(days=400)


def fit_speeds(*, at: datetime) -> int:
    """
    Learn the speeds of every region with new trips, the larger regions first; return how many were learned.

    A version once made stays as it is: plans name the one they were made with.
    """
    Trip.objects.filter(at__lt=at - KEPT).delete()
    KnownWay.objects.filter(at__lt=at - FRESH).delete()
    known: dict[int, Speeds] = {}
    learned = 0
    for region in people.regions():
        parent = known.get(region.parent_id or 0, Speeds())
        known[region.id], is_new = _fit(region.id, parent, at)
        learned += is_new
    return learned


@transaction.atomic
def _fit(region_id: int, parent: Speeds, at: datetime) -> tuple[Speeds, bool]:
    """Return the speeds of one region, and whether they were learned now."""
    last = RegionSpeeds.objects.filter(region_id=region_id).order_by("-version").first()
    trips = Trip.objects.filter(region_id__in=people.regions_under([region_id]), at__gt=at - HEEDED)
    count = trips.count()
    if not count or (last and not trips.filter(at__gt=last.fitted_at).exists()):
        return (last.speeds if last else parent), False
    seen = trips.values_list("straight_m", "seconds", "band").iterator(chunk_size=10_000)
    told = (fitting.Trip(straight_m, seconds, Band(band)) for straight_m, seconds, band in seen)
    speeds = fitting.fit(told, parent=parent, version=last.version + 1 if last else 1)
    RegionSpeeds.objects.create(
        region_id=region_id, version=speeds.version, slowness=dict(speeds.slowness), trips=count, fitted_at=at
    )
    return speeds, True
