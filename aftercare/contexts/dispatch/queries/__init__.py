"""Reads of bookings, as frozen rows."""

from aftercare.contexts.dispatch.queries.answers import handed_back, unaccepted
from aftercare.contexts.dispatch.queries.appointments import Announced, announced, announced_of_request
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
from aftercare.contexts.dispatch.queries.mendings import Mending, mendings
from aftercare.contexts.dispatch.queries.places import RegionOutline, Sighting, last_seen, outlines
from aftercare.contexts.dispatch.queries.plans import PlannedRow, plan, planned_visits
from aftercare.contexts.dispatch.queries.suggesting import Suggestion, suggestions
from aftercare.contexts.dispatch.queries.wishes import wishes_about, wishes_of_customer

__all__ = [
    "Announced",
    "Board",
    "BookingCard",
    "Mending",
    "PlannedRow",
    "RegionOutline",
    "Sighting",
    "Suggestion",
    "announced",
    "announced_of_request",
    "board",
    "booking_card",
    "cards_of",
    "engineer_bookings",
    "handed_back",
    "last_seen",
    "mendings",
    "of_order",
    "outlines",
    "plan",
    "planned_visits",
    "suggestions",
    "today_of",
    "troubled",
    "unaccepted",
    "wishes_about",
    "wishes_of_customer",
]
