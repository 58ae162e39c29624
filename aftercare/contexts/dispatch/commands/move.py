"""Give a booking another time or another engineer."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from aftercare.contexts.dispatch import policies, rules, suitability
from aftercare.contexts.dispatch.commands.assign import visible_engineer, write_unless_taken
from aftercare.contexts.dispatch.commands.locking import keep_override, locked
from aftercare.contexts.dispatch.models import Booking
from aftercare.contexts.work_orders import public as work_orders
from aftercare.platform import outbox
from aftercare.platform.actor import Actor
from aftercare.published.dispatch import BookingMoved


@transaction.atomic
def move(
    *,
    booking_id: int,
    engineer_id: int | None = None,
    start_at: datetime | None = None,
    end_at: datetime | None = None,
    seen_version: int | None = None,
    accept_warnings: Collection[str] = (),
    by: Actor,
    at: datetime,
) -> Booking:
    """
    Move the booking; what is not given stays. A new engineer has to accept anew.

    :raises Refused: `not_found`, `not_allowed`, `wrong_state`, `stale`, `bad_time`, `unknown`, `conflict`, a hard
        misfit's code, or `warnings` until they are accepted.
    """
    booking, region_id = locked(booking_id, by=by, seen_version=seen_version)
    policies.may_change(booking, "move", by=by, region_id=region_id).or_refuse()
    start, end = start_at or booking.during.lower, end_at or booking.during.upper
    start, end = rules.check_time(start, end, at=at)
    engineer = visible_engineer(engineer_id or booking.engineer_id, by=by, during=(start, end))
    is_same = engineer.id == booking.engineer_id
    if is_same and (start, end) == (booking.during.lower, booking.during.upper):
        return booking
    order = work_orders.order_card(booking.work_order_id)
    found = suitability.misfits(order, engineer, start, end, except_booking_id=booking.pk)
    booking.overridden = suitability.judge(found, accepted=accept_warnings)
    was = {"was_engineer_id": booking.engineer_id, "was_start_at": booking.during.lower}
    booking.during = DateTimeTZRange(start, end)
    booking.engineer_id = engineer.id
    if not is_same:
        booking.ask_anew(at)
    booking.version += 1
    write_unless_taken(booking, engineer)
    chosen = {"engineer": engineer.id, "start_at": start.isoformat(), "end_at": end.isoformat()}
    keep_override(booking, to=chosen, by=by, at=at)
    event = BookingMoved(
        booking_id=booking.pk, work_order_id=booking.work_order_id, engineer_id=engineer.id,
        engineer_name=engineer.name, start_at=start, end_at=end, at=at, **was,
    )  # fmt: skip
    outbox.publish(event, about=booking.order_key, by=by)
    return booking
