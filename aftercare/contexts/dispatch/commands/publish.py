"""Let a plan become what is booked: all of it at once, or all but the days somebody changed meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from aftercare.contexts.dispatch.commands.assign import CONSTRAINT
from aftercare.contexts.dispatch.commands.discard import locked_plan
from aftercare.contexts.dispatch.commands.locking import TOPIC, queue_up
from aftercare.contexts.dispatch.lifecycle import BOOKING, PLAN
from aftercare.contexts.dispatch.models import CHANGES, Booking, Change, Plan, PlannedVisit
from aftercare.contexts.dispatch.planning.clashes import clashes, untouched
from aftercare.contexts.dispatch.planning.crews.halves import half_crews
from aftercare.contexts.work_orders import public as work_orders
from aftercare.platform import live, outbox
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused
from aftercare.published.dispatch import (
    BookingCanceled,
    BookingDispatched,
    BookingMoved,
    BookingScheduled,
    PlanPublished,
)

Told = list[tuple[Any, str]]


@transaction.atomic
def publish(*, plan_id: int, send: bool = False, leave_out_changed: bool = False, by: Actor, at: datetime) -> Plan:
    """
    Book, move and take back as the plan says; with `send` the engineers are told of what is new at once.

    :raises Refused: `not_found`, `not_allowed`, `wrong_state`, `what_if`, `stale` when something has changed
        since, or a time has passed, and `leave_out_changed` is off, `nothing_left`, `half_crew`,
        `conflict`.
    """
    plan = locked_plan(plan_id, by=by)
    if plan.is_what_if:
        raise Refused("what_if", _("A what-if answers a question; it cannot be published. Plan anew without it."))
    status = PLAN.after(plan.status, "publish")
    visits = _locked_visits(plan)
    found = clashes(plan, visits, at=at)
    if found and not leave_out_changed:
        words = ngettext(
            "%(n)d thing has changed since the plan was made. Look at the difference, then publish the rest.",
            "%(n)d things have changed since the plan was made. Look at the difference, then publish the rest.",
            len(found),
        )
        raise Refused("stale", words % {"n": len(found)})
    changes = untouched(plan, visits, found)
    if found and not changes:
        raise Refused("nothing_left", _("Nothing of the plan is left after what has changed. Plan anew."))
    if half_crews(changes):
        raise Refused("half_crew", _("Somebody would go alone to work for two. Plan anew."))
    _carry_out(changes, send=send, by=by, at=at)
    left_out = sum(visit.change in CHANGES for visit in visits) - len(changes)
    plan.change(status=status, ended_by=by.name[:80], ended_at=at, inputs={**plan.inputs, "not_published": left_out})
    counts = {change: sum(visit.change == change for visit in changes) for change in CHANGES}
    event = PlanPublished(plan_id=plan.pk, region_id=plan.region_id, cause=plan.cause, at=at, **counts)
    outbox.publish(event, about=plan.key, by=by)
    live.tell(TOPIC, {"plan": plan.pk})
    return plan


def _locked_visits(plan: Plan) -> list[PlannedVisit]:
    """Return the plan's visits; orders, bookings and engineers of what it changes are locked, in this order."""
    visits = list(plan.visits.select_related("engineer", "work_order").order_by("pk"))
    changed = [visit for visit in visits if visit.change in CHANGES]
    work_orders.lock_orders([visit.work_order_id for visit in changed])
    ids = [visit.booking_id for visit in changed if visit.booking_id]
    list(Booking.objects.filter(pk__in=ids).select_for_update(of=("self",)).order_by("pk").values_list("pk"))
    for pk in sorted({visit.engineer_id for visit in changed if visit.engineer_id}):
        queue_up(pk)
    return visits


def _carry_out(changes: Sequence[PlannedVisit], *, send: bool, by: Actor, at: datetime) -> None:
    """
    Write the changes; the constraint judges them together, since plans exchange engineers' times.

    :raises Refused: `conflict`.
    """
    rows = Booking.objects.in_bulk([visit.booking_id for visit in changes if visit.booking_id])
    told: Told = []
    new: list[tuple[Booking, PlannedVisit]] = []
    with connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS {CONSTRAINT} DEFERRED")
        for visit in changes:
            if visit.change == Change.GAINED:
                new.append((_booked(visit, by, at), visit))
            elif visit.change == Change.LOST:
                told += _taken_off(rows[visit.booking_id or 0], visit, at)
            else:
                told += _moved(rows[visit.booking_id or 0], visit, at)
        Booking.objects.bulk_update(rows.values(), _WRITTEN, batch_size=500)
        Booking.objects.bulk_create([booking for booking, _visit in new], batch_size=500)
        try:
            with transaction.atomic():
                cursor.execute(f"SET CONSTRAINTS {CONSTRAINT} IMMEDIATE")
        except IntegrityError as error:
            raise Refused("conflict", _("An engineer would be booked twice at once; plan anew.")) from error
    told += [line for booking, visit in new for line in _newly_told(booking, visit, at)]
    if send:
        told += _sent([*rows.values(), *(booking for booking, _visit in new)], at)
    outbox.publish_many(told, by=by)
    for booking, visit in new:
        visit.booking_id = booking.pk
    PlannedVisit.objects.bulk_update([visit for _booking, visit in new], ["booking"], batch_size=500)


_WRITTEN = [
    "engineer", "during", "status", "planned", "overridden", "canceled_reason", "dispatched_at", "reminded_at",
    "unanswered_at", "version",
]  # fmt: skip


def _booked(visit: PlannedVisit, by: Actor, at: datetime) -> Booking:
    assert visit.engineer is not None
    return Booking(
        work_order_id=visit.work_order_id, engineer_id=visit.engineer.pk, during=visit.during, planned=visit,
        booked_by=by.name[:80], booked_at=at,
    )  # fmt: skip


def _newly_told(booking: Booking, visit: PlannedVisit, at: datetime) -> Told:
    assert visit.engineer is not None
    event = BookingScheduled(
        booking_id=booking.pk, work_order_id=booking.work_order_id, engineer_id=booking.engineer_id,
        engineer_name=visit.engineer.name, start_at=booking.during.lower, end_at=booking.during.upper, at=at,
    )  # fmt: skip
    return [(event, booking.order_key)]


def _moved(booking: Booking, visit: PlannedVisit, at: datetime) -> Told:
    assert visit.engineer is not None and visit.during is not None
    if booking.engineer_id != visit.engineer_id:
        booking.ask_anew(at)
    was = {"was_engineer_id": booking.engineer_id, "was_start_at": booking.during.lower}
    booking.engineer_id, booking.during = visit.engineer.pk, visit.during
    booking.planned, booking.overridden, booking.version = visit, [], booking.version + 1
    event = BookingMoved(
        booking_id=booking.pk, work_order_id=booking.work_order_id, engineer_id=booking.engineer_id,
        engineer_name=visit.engineer.name, start_at=visit.during.lower, end_at=visit.during.upper, at=at, **was,
    )  # fmt: skip
    return [(event, booking.order_key)]


def _taken_off(booking: Booking, visit: PlannedVisit, at: datetime) -> Told:
    reason = str(_("No room for it in the new plan"))
    booking.status, booking.canceled_reason = BOOKING.after(booking.status, "unassign"), reason
    booking.planned, booking.version = visit, booking.version + 1
    event = BookingCanceled(
        booking_id=booking.pk, work_order_id=booking.work_order_id, engineer_id=booking.engineer_id, reason=reason,
        at=at,
    )  # fmt: skip
    return [(event, booking.order_key)]


def _sent(bookings: Sequence[Booking], at: datetime) -> Told:
    """Tell the engineers of what is booked and not sent."""
    told: Told = []
    going = [booking for booking in bookings if BOOKING.can(booking.status, "send")]
    for booking in going:
        booking.status, booking.dispatched_at = BOOKING.after(booking.status, "send"), at
        booking.version += 1
        event = BookingDispatched(
            booking_id=booking.pk, work_order_id=booking.work_order_id, engineer_id=booking.engineer_id,
            start_at=booking.during.lower, end_at=booking.during.upper, at=at,
        )  # fmt: skip
        told.append((event, booking.order_key))
    Booking.objects.bulk_update(going, ["status", "dispatched_at", "version"], batch_size=500)
    return told
