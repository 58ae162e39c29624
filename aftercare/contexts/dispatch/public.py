"""What neighbours may ask of dispatch."""

from __future__ import annotations

from aftercare.contexts.dispatch.commands import assign, move, refuse, send, set_status, unassign
from aftercare.contexts.dispatch.models import RefusalReason, Status
from aftercare.contexts.dispatch.policies import visible_to
from aftercare.contexts.dispatch.queries import BookingCard, booking_card, engineer_bookings, of_order
from aftercare.contexts.dispatch.suitability import Warned

__all__ = [
    "BookingCard",
    "RefusalReason",
    "Status",
    "Warned",
    "assign",
    "booking_card",
    "engineer_bookings",
    "move",
    "of_order",
    "refuse",
    "send",
    "set_status",
    "unassign",
    "visible_to",
]
