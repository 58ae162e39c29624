"""What dispatch keeps: bookings, the answers to them, plans, help between regions, customers' wishes, the roads."""

from aftercare.contexts.dispatch.models.advice import Advice
from aftercare.contexts.dispatch.models.answers import AnswerTime
from aftercare.contexts.dispatch.models.bookings import (
    COMING,
    OCCUPYING,
    Booking,
    Bookings,
    Lock,
    RefusalReason,
    Status,
    refusal_words,
)
from aftercare.contexts.dispatch.models.confirmations import Confirmation, Word
from aftercare.contexts.dispatch.models.help import Help, Helps, HelpStatus
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
from aftercare.contexts.dispatch.models.wishes import BINDING, EngineerWish, Wishes, WishKind

__all__ = [
    "BINDING",
    "CHANGES",
    "COMING",
    "NOBODY",
    "OCCUPYING",
    "UNDER_WAY",
    "Advice",
    "AnswerTime",
    "Booking",
    "Bookings",
    "Cause",
    "Change",
    "Confirmation",
    "EngineerWish",
    "Help",
    "HelpStatus",
    "Helps",
    "KnownWay",
    "Lock",
    "Plan",
    "PlanStatus",
    "PlannedVisit",
    "Plans",
    "RefusalReason",
    "RegionSpeeds",
    "Status",
    "Trip",
    "WishKind",
    "Wishes",
    "Word",
    "refusal_words",
]
