"""Settle what the customer is told of an appointment: when somebody comes, and that nobody does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from aftercare.contexts.dispatch import crewing, rules
from aftercare.contexts.dispatch.appointments import links, reaching
from aftercare.contexts.dispatch.commands.locking import TOPIC, locked
from aftercare.contexts.dispatch.models import Booking, Confirmation
from aftercare.contexts.work_orders import public as work_orders
from aftercare.platform import live, outbox
from aftercare.platform.actor import Actor
from aftercare.published.dispatch import AppointmentAnnounced, AppointmentFell

NAMES = 80
TOLD = ("dispatched", "accepted")


@transaction.atomic
def announce(*, booking_id: int, by: Actor, at: datetime) -> Confirmation | None:
    """
    Tell the customer the window of a booking the engineer has, or its new one; None when there is nothing to tell.

    Of a crew the customer hears once, when it is whole, by the booking made first.
    An answer stays when only the engineer changed; another window is asked for anew.
    """
    asked, _region_id = locked(booking_id, by=by)
    mates = crewing.going([asked.work_order_id]) if asked.work_order.crew_size > 1 else []
    booking = _spoken_for(asked, mates)
    start, end = rules.arrival_window(booking.during.lower)
    if (mates and crewing.engineers(mates) < asked.work_order.crew_size) or booking.status not in TOLD or end <= at:
        return None
    before = Confirmation.objects.filter(booking=booking).first()
    names = "、".join(dict.fromkeys(mate.name for mate in mates)) or booking.engineer.name
    window = {"window_start": start, "window_end": end, "engineer_name": names[:NAMES]}
    if before is not None and before.status != "fallen" and window.items() <= vars(before).items():
        return before
    row = _written(booking, before, window, at)
    event = AppointmentAnnounced(
        confirmation_id=row.pk, booking_id=booking.pk, work_order_id=booking.work_order_id,
        request_id=booking.work_order.request_id, window_start_at=start, window_end_at=end,
        engineer_name=row.engineer_name, path=links.path_of(row.pk), is_change=_is_change(row, before, at), at=at,
    )  # fmt: skip
    outbox.publish(event, about=booking.order_key, by=by)
    live.tell(TOPIC, {"id": booking.pk})
    return row


def _spoken_for(booking: Booking, mates: Sequence[crewing.Mate]) -> Booking:
    """Return the booking the customer hears of: of a crew that of whom was booked first."""
    first = min((mate.booking_id for mate in mates), default=booking.pk)
    return booking if first == booking.pk else Booking.objects.locked(first)


def _written(booking: Booking, before: Confirmation | None, window: dict[str, Any], at: datetime) -> Confirmation:
    """Write the window, anew or over the one before, with whether there is anybody to tell."""
    contact = reaching.contact_of(work_orders.order_card(booking.work_order_id))
    facts = {**window, "told_at": at, "is_reachable": bool(contact and (contact.user_id or contact.email))}
    if before is None:
        language = contact.language if contact else settings.LANGUAGE_CODE
        return Confirmation.objects.create(booking=booking, language=language, **facts)
    is_same = (before.window_start, before.window_end) == (window["window_start"], window["window_end"])
    if not is_same or before.status == "fallen":
        facts |= {"status": "asked", "answered_at": None, "answered_by": "", "wish": ""}
    return before.write(**facts)


def _is_change(row: Confirmation, before: Confirmation | None, at: datetime) -> bool:
    """Tell whether the customer expected somebody at another time, of this booking or of one that fell away."""
    fallen = Confirmation.objects.filter(
        booking__work_order_id=row.booking.work_order_id, status="fallen", window_end__gt=at
    )
    return before is not None or fallen.exists()


@transaction.atomic
def take_back_announcement(*, booking_id: int, is_told: bool, by: Actor, at: datetime) -> Confirmation | None:
    """
    Note that an announced appointment does not take place; None when none was announced.

    The customer hears of it when `is_told`, unless somebody else comes for the same order: that is told instead.
    """
    booking, _region_id = locked(booking_id, by=by)
    row = Confirmation.objects.filter(booking=booking).exclude(status="fallen").first()
    if row is None or booking.status != "canceled":
        return None
    row.write(status="fallen")
    others = Booking.objects.filter(work_order_id=booking.work_order_id, status__in=TOLD)
    event = AppointmentFell(
        confirmation_id=row.pk, booking_id=booking.pk, work_order_id=booking.work_order_id,
        request_id=booking.work_order.request_id, path=links.path_of(row.pk),
        is_told=is_told and row.window_end > at and not others.exists(), at=at,
    )  # fmt: skip
    outbox.publish(event, about=booking.order_key, by=by)
    return row
