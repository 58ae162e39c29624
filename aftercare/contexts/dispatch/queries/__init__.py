"""Reads of bookings, as frozen rows."""

from aftercare.contexts.dispatch.queries.answers import handed_back, unaccepted
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
from aftercare.contexts.dispatch.queries.suggesting import Suggestion, suggestions

__all__ = [
    "Board",
    "BookingCard",
    "Suggestion",
    "board",
    "booking_card",
    "cards_of",
    "engineer_bookings",
    "handed_back",
    "of_order",
    "suggestions",
    "today_of",
    "troubled",
    "unaccepted",
]
