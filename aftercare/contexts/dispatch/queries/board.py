"""What the day board shows, in few queries whatever the number of engineers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F

from aftercare.contexts.dispatch import crewing, policies
from aftercare.contexts.dispatch.lending import helping
from aftercare.contexts.dispatch.models import Booking, Help
from aftercare.contexts.dispatch.queries.cards import BookingCard, cards_of
from aftercare.contexts.dispatch.wishes import wishing
from aftercare.contexts.dispatch.wishes.wishing import Wishes
from aftercare.contexts.people import public as people
from aftercare.contexts.people.public import RosterRow
from aftercare.contexts.work_orders import public as work_orders
from aftercare.contexts.work_orders.public import OrderCard
from aftercare.platform.actor import Actor

MOST_WAITING = 300
# A week of 150 engineers with eight jobs a day.
MOST_ON_BOARD = 8000


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Some days: who works when, what is booked, what waits, who is lent; `is_cut` when more is booked than shown."""

    engineers: list[RosterRow]
    bookings: list[BookingCard]
    waiting: list[OrderCard]
    loans: list[Help]
    is_cut: bool
    # By booking: who goes along.
    mates: dict[int, list[str]]
    # Of the customers of what waits, for who may read them.
    wishes: Wishes


def board(actor: Actor, *, start: datetime, end: datetime, region_id: int | None = None) -> Board:
    """
    Return the days between two instants, of one region with its parts or of all the actor's. Six to ten queries.

    Bookings of engineers who are not on the board are left out.
    """
    where = None if region_id is None else people.regions_under([region_id])
    loans = helping.approved(start, end)
    engineers = helping.roster(actor, start=start, end=end, region_ids=where, loans=loans)
    booked = policies.visible_to(actor).filter(
        engineer_id__in=[row.card.id for row in engineers], during__overlap=(start, end)
    )
    waiting = work_orders.unscheduled(actor, MOST_WAITING, region_ids=where)
    # The order hears of its booking a moment later than the board does.
    coming = Booking.objects.coming().filter(work_order__status="unscheduled").values("work_order_id")
    whole = coming.annotate(n=Count("engineer_id", distinct=True)).filter(n__gte=F("work_order__crew_size"))
    just_booked = set(whole.values_list("work_order_id", flat=True))
    bookings = cards_of(booked.exclude(status="canceled").order_by("during", "pk")[: MOST_ON_BOARD + 1])
    return Board(
        engineers=engineers,
        bookings=bookings[:MOST_ON_BOARD],
        waiting=[card for card in waiting if card.id not in just_booked],
        loans=loans,
        is_cut=len(bookings) > MOST_ON_BOARD,
        mates=crewing.names_of_mates([card.id for card in bookings if card.crew_size > 1]),
        wishes=wishing.read(waiting) if actor.has(*policies.WISH_NOTERS) else Wishes(),
    )
