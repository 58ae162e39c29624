"""Let a booking that matters less make room for an urgent order: both at once, or nothing."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.dispatch.commands.assign import assign
from aftercare.contexts.dispatch.commands.locking import locked
from aftercare.contexts.dispatch.commands.move import move
from aftercare.contexts.dispatch.commands.send_on import refuse_if_taken_care_of
from aftercare.contexts.dispatch.models import Advice, Booking
from aftercare.contexts.work_orders import public as work_orders
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused


@transaction.atomic
def bump(
    *,
    work_order_id: int,
    order_version: int,
    engineer_id: int,
    start_at: datetime,
    booking_id: int,
    seen_version: int,
    to_engineer_id: int,
    to_start_at: datetime,
    accept_warnings: Collection[str] = (),
    by: Actor,
    at: datetime,
) -> Booking:
    """
    Move the booking to its new place and book the urgent order; return the new booking. Both engineers are told.

    :raises Refused: `not_found`, `stale` when either has changed since it was offered, `wrong_state` when somebody else
        is booked for the order, `as_urgent` when the booking matters as much, and what `move` and `assign` refuse.
    """
    moved_order_id = Booking.objects.filter(pk=booking_id).values_list("work_order_id", flat=True).first()
    work_orders.lock_orders([pk for pk in (work_order_id, moved_order_id) if pk])
    order = work_orders.lock_order(work_order_id, by=by)
    if order.version != order_version:
        raise Refused("stale", _("Somebody changed the order in the meantime; look again."))
    refuse_if_taken_care_of(work_order_id)
    booking, _region_id = locked(booking_id, by=by, seen_version=seen_version)
    if booking.work_order.priority <= order.priority:
        raise Refused("as_urgent", _("The other order is as urgent; it cannot make room."))
    length, was = booking.during.upper - booking.during.lower, (booking.engineer_id, booking.during.lower)
    moved = move(
        booking_id=booking_id, engineer_id=to_engineer_id, start_at=to_start_at, end_at=to_start_at + length,
        accept_warnings=accept_warnings, by=by, at=at,
    )  # fmt: skip
    _keep(order.pk, moved, was, engineer_id=engineer_id, start_at=start_at, by=by, at=at)
    return assign(
        work_order_id=work_order_id, engineer_id=engineer_id, start_at=start_at,
        end_at=start_at + timedelta(minutes=order.estimated_minutes), accept_warnings=accept_warnings, by=by, at=at,
    )  # fmt: skip


def _keep(
    work_order_id: int, moved: Booking, was: tuple[int, datetime], *, engineer_id: int, start_at: datetime, by: Actor,
    at: datetime,
) -> None:  # fmt: skip
    """Keep what the engine advised and somebody did; `assign` writes the booking onto it."""
    made_room = {
        "booking_id": moved.pk, "was_engineer_id": was[0], "was_start_at": was[1].isoformat(),
        "engineer_id": moved.engineer_id, "start_at": moved.during.lower.isoformat(),
    }  # fmt: skip
    Advice.objects.create(
        work_order_id=work_order_id, places=[{"engineer_id": engineer_id, "start_at": start_at.isoformat()}],
        inputs={"bumped": made_room}, asked_by=by.name[:80], asked_by_id=by.id, asked_at=at,
    )  # fmt: skip
