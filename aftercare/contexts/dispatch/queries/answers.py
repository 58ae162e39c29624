"""Which sent jobs wait for an answer, and which were handed back."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from aftercare.contexts.dispatch import policies
from aftercare.contexts.dispatch.crewing import GOING
from aftercare.contexts.dispatch.models import COMING, Booking
from aftercare.contexts.dispatch.queries.cards import BookingCard, cards_of
from aftercare.platform.actor import Actor


def handed_back(work_order_id: int) -> int | None:
    """
    Return the booking an order waits for somebody else for, or None. One query.

    That is the one nobody answers, or the latest refused one while nobody else is booked, or not the whole crew.
    """
    rows = Booking.objects.filter(work_order_id=work_order_id).order_by("-pk")
    columns = ("pk", "status", "refused_code", "unanswered_at", "engineer_id", "work_order__crew_size")
    seen = list(rows.values_list(*columns)[:50])
    coming = [row for row in seen if row[1] in COMING]
    silent = next((pk for pk, status, _code, told, _engineer, _crew in coming if status == "dispatched" and told), None)
    if silent or not seen:
        return silent
    crew = seen[0][-1]
    going = {row[4] for row in seen if row[1] in (GOING if crew > 1 else COMING)}
    if len(going) >= crew:
        return None
    # Of a crew the other one stays booked; whoever handed it back last is to be replaced.
    refused = (row[0] for row in (seen if going else seen[:1]) if row[2])
    return next(refused, None)


def unaccepted(actor: Actor, *, limit: int = 20) -> list[BookingCard]:
    """Return the jobs handed back whose order waits, then those sent and not accepted, longest first. Two queries."""
    mine = policies.visible_to(actor)
    others = Booking.objects.filter(work_order_id=OuterRef("work_order_id"))
    nobody_since = Q(~Exists(others.filter(pk__gt=OuterRef("pk")))) & Q(~Exists(others.coming()))
    # The other one of a crew stays booked.
    of_crew = Q(~Exists(others.filter(~Q(refused_code=""), pk__gt=OuterRef("pk"))), work_order__crew_size=2)
    is_latest = nobody_since | of_crew
    waits = mine.filter(is_latest, ~Q(refused_code=""), work_order__status="unscheduled").order_by("pk")
    sent = mine.filter(status="dispatched").order_by("dispatched_at", "pk")
    back = cards_of(waits[:limit])
    return back + cards_of(sent[: limit - len(back)])
