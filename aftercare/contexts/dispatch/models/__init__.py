"""What dispatch keeps: bookings, plans for them, and what it learned of the roads."""

from aftercare.contexts.dispatch.models.bookings import COMING, OCCUPYING, Booking, Bookings, Lock, Status
from aftercare.contexts.dispatch.models.plans import (
    CHANGES,
    NOBODY,
    UNDER_WAY,
    Cause,
    Change,
    Plan,
    PlannedVisit,
    Plans,
    PlanStatus,
)
from aftercare.contexts.dispatch.models.roads import KnownWay, RegionSpeeds, Trip

__all__ = [
    "CHANGES",
    "COMING",
    "NOBODY",
    "OCCUPYING",
    "UNDER_WAY",
    "Booking",
    "Bookings",
    "Cause",
    "Change",
    "KnownWay",
    "Lock",
    "Plan",
    "PlanStatus",
    "PlannedVisit",
    "Plans",
    "RegionSpeeds",
    "Status",
    "Trip",
]
