"""What the ways of engineers teach about the roads."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from aftercare.contexts.dispatch.models import Booking, KnownWay, RegionSpeeds, Trip
from aftercare.contexts.dispatch.suitability import point
from aftercare.contexts.dispatch.travel import Band, Speeds, band_of, fitting
from aftercare.contexts.dispatch.travel.osrm import Place
from aftercare.contexts.dispatch.ways import FRESH
from aftercare.contexts.people import public as people
from aftercare.platform import geo, outbox

# Later trips say more about today's roads; older ones are dropped.
HEEDED, KEPT = timedelta(days=180), timedelta(days=400)
SAME_TOUR = timedelta(hours=6)


@transaction.atomic
def note_trip(*, booking_id: int, arrived_at: datetime) -> Trip | None:
    """Note how long the way to a job took; None where the stamps or the places do not tell."""
    booking = Booking.objects.select_related("work_order").get(pk=booking_id)
    engineer, order = people.engineer_card(booking.engineer_id), booking.work_order
    set_out_at = _set_out_at(booking, arrived_at)
    if engineer is None or set_out_at is None or order.lat is None or order.lon is None:
        return None
    origin = _came_from(booking, set_out_at) or point(engineer.lat, engineer.lon)
    if origin is None:
        return None
    trip, _created = Trip.objects.get_or_create(
        booking=booking,
        defaults={
            "region_id": order.region_id or engineer.region_id,
            "straight_m": round(geo.distance_m(*origin, order.lat, order.lon)),
            "seconds": int((arrived_at - set_out_at).total_seconds()),
            "band": band_of(set_out_at.astimezone(ZoneInfo(engineer.zone))),
            "at": arrived_at,
        },
    )
    return trip


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


def _set_out_at(booking: Booking, arrived_at: datetime) -> datetime | None:
    """Return when the engineer set out for this booking."""
    steps = outbox.of(booking.order_key, names=["BookingProgressed"])
    said = {"booking_id": booking.pk, "status": "traveling"}
    moments = [step.at for step in steps if said.items() <= step.payload.items() and step.at <= arrived_at]
    return max(moments, default=None)


def _came_from(booking: Booking, set_out_at: datetime) -> Place | None:
    """Return the site of the engineer's job before, of the same tour."""
    before = Booking.objects.filter(
        engineer_id=booking.engineer_id,
        status__in=["done", "cannot_complete"],
        during__endswith__gt=set_out_at - SAME_TOUR,
        during__endswith__lte=set_out_at,
        work_order__lat__isnull=False,
    )
    last = before.order_by("-during").values_list("work_order__lat", "work_order__lon").first()
    return point(*last) if last else None
