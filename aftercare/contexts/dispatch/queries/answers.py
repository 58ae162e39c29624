"""Which sent jobs wait for an answer, and which were handed back."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from aftercare.contexts.dispatch import policies
from aftercare.contexts.dispatch.models import COMING, Booking
from aftercare.contexts.dispatch.queries.cards import BookingCard, cards_of
from aftercare.platform.actor import Actor


def handed_back(work_order_id: int) -> int | None:
    """
    Return the booking an order waits for somebody else for, or None. One query.

    That is the one nobody answers, or the latest refused one while nobody else is booked.
    """
    rows = Booking.objects.filter(work_order_id=work_order_id).order_by("-pk")
    seen = list(rows.values_list("pk", "status", "refused_code", "unanswered_at")[:50])
    coming = [row for row in seen if row[1] in COMING]
    if coming:
        return next((pk for pk, status, _code, silent in coming if status == "dispatched" and silent), None)
    return seen[0][0] if seen and seen[0][2] else None


def unaccepted(actor: Actor, *, limit: int = 20) -> list[BookingCard]:
    """Return the jobs handed back whose order waits, then those sent and not accepted, longest first. Two queries."""
    mine = policies.visible_to(actor)
    others = Booking.objects.filter(work_order_id=OuterRef("work_order_id"))
    is_latest = ~Exists(others.filter(pk__gt=OuterRef("pk"))) & ~Exists(others.coming())
    waits = mine.filter(is_latest, ~Q(refused_code=""), work_order__status="unscheduled").order_by("pk")
    sent = mine.filter(status="dispatched").order_by("dispatched_at", "pk")
    back = cards_of(waits[:limit])
    return back + cards_of(sent[: limit - len(back)])
