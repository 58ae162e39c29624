"""Book an engineer for an order."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.contexts.dispatch import policies, rules, suitability
from aftercare.contexts.dispatch.commands.advise import note_taken
from aftercare.contexts.dispatch.commands.locking import TOPIC, queue_up
from aftercare.contexts.dispatch.commands.send import send_out
from aftercare.contexts.dispatch.lending import helping
from aftercare.contexts.dispatch.models import Booking
from aftercare.contexts.people import public as people
from aftercare.contexts.people.public import EngineerCard
from aftercare.contexts.work_orders import public as work_orders
from aftercare.platform import live, outbox, wording
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused
from aftercare.published.dispatch import BookingScheduled

CONSTRAINT = "engineer_booked_once"


@transaction.atomic
def assign(
    *,
    work_order_id: int,
    engineer_id: int,
    start_at: datetime,
    end_at: datetime,
    note: str = "",
    accept_warnings: Collection[str] = (),
    send: bool = True,
    by: Actor,
    at: datetime,
) -> Booking:
    """
    Book the engineer for the time and, unless `send` is off, tell them at once.

    :raises Refused: `not_found`, `not_allowed`, `wrong_state`, `bad_time`, `unknown`, `conflict` with another
        booking, a hard misfit's code such as `no_certificate`, or `warnings` (a `Warned`) until they are accepted.
    """
    order = work_orders.lock_order(work_order_id, by=by)
    policies.may_assign(by=by, region_id=order.region_id).or_refuse()
    if order.status not in work_orders.BOOKABLE:
        words = gettext_lazy("Nobody can be booked while the order is: %(status)s.")
        raise Refused("wrong_state", words % {"status": order.get_status_display()})
    start, end = rules.check_time(start_at, end_at, at=at)
    engineer = visible_engineer(engineer_id, by=by, during=(start, end))
    said = wording.line(note, field="note", limit=500)
    found = suitability.misfits(work_orders.order_card(work_order_id), engineer, start, end)
    overridden = suitability.judge(found, accepted=accept_warnings)
    booking = Booking(
        work_order_id=work_order_id, engineer_id=engineer_id, during=DateTimeTZRange(start, end), note=said,
        overridden=overridden, booked_by=by.name[:80], booked_at=at,
    )  # fmt: skip
    write_unless_taken(booking, engineer)
    note_taken(booking, by=by, at=at)
    event = BookingScheduled(
        booking_id=booking.pk, work_order_id=work_order_id, engineer_id=engineer_id, engineer_name=engineer.name,
        start_at=start, end_at=end, at=at,
    )  # fmt: skip
    outbox.publish(event, about=order.key, by=by)
    return send_out(booking, by=by, at=at) if send else booking


def visible_engineer(engineer_id: int, *, by: Actor, during: rules.Span | None = None) -> EngineerCard:
    """
    Return the engineer the actor may send: one of the own regions, or who helps there the whole time named.

    :raises Refused: `unknown`.
    """
    seen = people.visible_to(by).filter(pk=engineer_id).exists()
    seen = seen or (during is not None and helping.may_send(engineer_id, *during, by=by))
    card = people.engineer_card(engineer_id) if seen else None
    if card is None:
        raise Refused("unknown", gettext_lazy("There is no such engineer in your regions."), field="engineer_id")
    return card


def write_unless_taken(booking: Booking, engineer: EngineerCard) -> None:
    """
    Write the booking; the database alone decides whether the engineer's time is free.

    :raises Refused: `conflict`, naming what the engineer is booked for.
    """
    queue_up(engineer.id)
    try:
        with transaction.atomic():
            booking.save()
    except IntegrityError as error:
        if CONSTRAINT not in str(error):
            raise
        raise Refused("conflict", _conflict(booking, engineer), field="start_at") from error
    live.tell(TOPIC, {"id": booking.pk})


def _conflict(booking: Booking, engineer: EngineerCard) -> str:
    clashing = Booking.objects.occupying().filter(engineer_id=engineer.id, during__overlap=booking.during)
    row = clashing.exclude(pk=booking.pk).select_related("work_order").order_by("during").first()
    if row is None:
        return _("%(name)s is booked at that time already.") % {"name": engineer.name}
    words = {
        "name": engineer.name,
        "start": suitability.clock_time(row.during.lower),
        "end": timezone.localtime(row.during.upper).strftime("%H:%M"),
        "number": row.work_order.number,
    }
    return _("%(name)s is booked from %(start)s to %(end)s for %(number)s.") % words
