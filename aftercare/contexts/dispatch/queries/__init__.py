"""Reads of bookings, as frozen rows."""

from aftercare.contexts.dispatch.queries.board import Board, board
from aftercare.contexts.dispatch.queries.cards import (
    BookingCard,
    booking_card,
    cards_of,
    engineer_bookings,
    of_order,
    today_of,
    troubled,
)
from aftercare.contexts.dispatch.queries.places import RegionOutline, Sighting, last_seen, outlines
from aftercare.contexts.dispatch.queries.plans import PlannedRow, plan, planned_visits
from aftercare.contexts.dispatch.queries.suggesting import Suggestion, suggestions

__all__ = [
    "Board",
    "BookingCard",
    "PlannedRow",
    "RegionOutline",
    "Sighting",
    "Suggestion",
    "board",
    "booking_card",
    "cards_of",
    "engineer_bookings",
    "last_seen",
    "of_order",
    "outlines",
    "plan",
    "planned_visits",
    "suggestions",
    "today_of",
    "troubled",
]
