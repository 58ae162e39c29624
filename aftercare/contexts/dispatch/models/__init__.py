"""What dispatch keeps: bookings, and what it learned of the roads."""

from aftercare.contexts.dispatch.models.bookings import COMING, OCCUPYING, Booking, Bookings, Status
from aftercare.contexts.dispatch.models.roads import KnownWay, RegionSpeeds, Trip

__all__ = ["COMING", "OCCUPYING", "Booking", "Bookings", "KnownWay", "RegionSpeeds", "Status", "Trip"]
