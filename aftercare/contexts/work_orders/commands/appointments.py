"""What bookings downstream mean for the order: its status follows its appointments."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from aftercare.contexts.work_orders import rules
from aftercare.contexts.work_orders.commands.editing import move, write
from aftercare.contexts.work_orders.models import Appointment, WorkOrder
from aftercare.platform import outbox
from aftercare.platform.actor import Actor
from aftercare.published.work_orders import WorkOrderScheduled, WorkOrderUnscheduled

LIVE = (Appointment.State.BOOKED, Appointment.State.UNDERWAY)
CAME = (Appointment.State.UNDERWAY, Appointment.State.OVER)


@transaction.atomic
def mark_scheduled(
    *,
    work_order_id: int,
    booking_id: int,
    engineer_id: int,
    engineer_name: str,
    start_at: datetime,
    end_at: datetime,
    by: Actor,
    at: datetime,
) -> WorkOrder:
    """
    Note that an engineer is booked, or booked for another time; safe to repeat and to hear late.

    The order is scheduled once its whole crew is booked.
    """
    order = WorkOrder.objects.locked(work_order_id)
    known = Appointment.objects.filter(booking_id=booking_id).first()
    facts = {"engineer_id": engineer_id, "engineer_name": engineer_name, "start_at": start_at, "end_at": end_at}
    if known is None:
        Appointment.objects.create(work_order=order, booking_id=booking_id, heard_at=at, **facts)
    elif at < known.heard_at or known.state not in LIVE:
        return order
    else:
        _write(known, heard_at=at, **facts)
    return follow(order, by=by, at=at)


@transaction.atomic
def mark_unscheduled(*, work_order_id: int, booking_id: int, by: Actor, at: datetime) -> WorkOrder:
    """Note that a booking fell away; without another one, or for a crew of two, the order waits for dispatch again."""
    order = WorkOrder.objects.locked(work_order_id)
    known = Appointment.objects.filter(booking_id=booking_id).first()
    if known is None or known.state not in LIVE:
        return order
    _write(known, state=Appointment.State.GONE, heard_at=max(at, known.heard_at))
    return follow(order, is_news=False, by=by, at=at)


def follow(order: WorkOrder, *, is_news: bool = True, by: Actor, at: datetime) -> WorkOrder:
    """
    Write what the locked order shows of its appointments and let its status follow them.

    That it is scheduled is told only when that is news.
    """
    facts = summary(order)
    verb = rules.verb_for_appointments(order.status, booked=facts["engineers_booked"], crew_size=order.crew_size)
    if verb is None:
        return write(order, **facts)
    was, order = order.status, move(order, verb, **facts)
    if verb == "mark_unscheduled":
        gone = WorkOrderUnscheduled(work_order_id=order.pk, request_id=order.request_id, at=at)
        outbox.publish(gone, about=order.key, by=by)
    elif (is_news or order.status != was) and order.scheduled_start_at and order.scheduled_end_at:
        event = WorkOrderScheduled(
            work_order_id=order.pk, request_id=order.request_id, engineer_name=order.engineer_name,
            start_at=order.scheduled_start_at, end_at=order.scheduled_end_at, at=at,
        )  # fmt: skip
        outbox.publish(event, about=order.key, by=by)
    return order


@transaction.atomic
def note_progress(*, booking_id: int, state: str, at: datetime) -> None:
    """Note that the engineer of a booking set out, or that the visit is over."""
    known = Appointment.objects.filter(booking_id=booking_id).select_related("work_order").first()
    if known is None or known.state in {state, Appointment.State.OVER, Appointment.State.GONE}:
        return
    order = WorkOrder.objects.locked(known.work_order_id)
    _write(known, state=state, heard_at=max(at, known.heard_at))
    write(order, **summary(order))


def summary(order: WorkOrder) -> dict[str, Any]:
    """Return what the order shows of its appointments: who comes next and when, and how often somebody came."""
    rows = list(order.appointments.all())
    live = [row for row in rows if row.state in LIVE]
    came = [row for row in rows if row.state == Appointment.State.OVER]
    visits = rules.visit_count((row.start_at, row.end_at) for row in rows if row.state in CAME)
    if not live:
        last = max(came, key=lambda row: row.start_at, default=None)
        return {
            "engineer_name": last.engineer_name if last else "",
            "scheduled_start_at": last.start_at if last else None,
            "scheduled_end_at": last.end_at if last else None,
            "engineers_booked": 0,
            "visit_count": visits,
        }
    names = dict.fromkeys(row.engineer_name for row in live)
    return {
        "engineer_name": "、".join(names)[:160],
        "scheduled_start_at": live[0].start_at,
        "scheduled_end_at": live[0].end_at,
        "engineers_booked": rules.booked_together(map(_came, live), map(_came, came)),
        "visit_count": visits,
    }


def _came(row: Appointment) -> rules.Came:
    return rules.Came(row.engineer_id, row.start_at, row.end_at)


def _write(row: Appointment, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=list(fields))
