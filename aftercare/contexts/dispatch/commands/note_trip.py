"""An engineer arrived: keep how long the way took."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from aftercare.contexts.dispatch.models import Booking, Trip
from aftercare.contexts.dispatch.travel import band_of
from aftercare.contexts.people import public as people
from aftercare.platform import geo, outbox

SAME_TOUR = timedelta(hours=6)


@transaction.atomic
def note_trip(*, booking_id: int, arrived_at: datetime) -> Trip | None:
    """Note how long the way to a job took; None where the stamps or the places do not tell."""
    booking = Booking.objects.select_related("work_order").get(pk=booking_id)
    engineer, order = people.engineer_card(booking.engineer_id), booking.work_order
    set_out_at = _set_out_at(booking, arrived_at)
    if engineer is None or set_out_at is None or order.lat is None or order.lon is None:
        return None
    origin = _came_from(booking, set_out_at) or geo.place_of(engineer.lat, engineer.lon)
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


def _set_out_at(booking: Booking, arrived_at: datetime) -> datetime | None:
    """Return when the engineer set out for this booking."""
    steps = outbox.of(booking.order_key, names=["BookingProgressed"])
    said = {"booking_id": booking.pk, "status": "traveling"}
    moments = [step.at for step in steps if said.items() <= step.payload.items() and step.at <= arrived_at]
    return max(moments, default=None)


def _came_from(booking: Booking, set_out_at: datetime) -> geo.Place | None:
    """Return the site of the engineer's job before, of the same tour."""
    before = Booking.objects.filter(
        engineer_id=booking.engineer_id,
        status__in=["done", "cannot_complete"],
        during__endswith__gt=set_out_at - SAME_TOUR,
        during__endswith__lte=set_out_at,
        work_order__lat__isnull=False,
    )
    last = before.order_by("-during").values_list("work_order__lat", "work_order__lon").first()
    return geo.place_of(*last) if last else None
