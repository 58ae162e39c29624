"""Which sent jobs nobody answered by the times the company gives its engineers, and who passed up which order."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Q

from aftercare.contexts.dispatch import rules
from aftercare.contexts.dispatch.models import AnswerTime, Booking
from aftercare.contexts.people import public as people

# Longer ago than this nobody waits for an answer any more; the longest time to answer is shorter.
LOOK_BACK = timedelta(days=30)
AT_ONCE = 2000
PASSED = ~Q(refused_code="") | Q(status="canceled", unanswered_at__isnull=False)


def unanswered() -> list[Booking]:
    """Return the jobs sent and neither answered nor told of, longest waiting first. One query."""
    rows = Booking.objects.filter(status="dispatched", unanswered_at=None).select_related("work_order", "engineer")
    return list(rows.order_by("dispatched_at", "pk")[:AT_ONCE])


def due(rows: Collection[Booking], *, now: datetime) -> dict[int, str]:
    """Return what each job asks for now, `remind` or `tell`; those that may still wait are left out."""
    waiting = [row for row in rows if row.status == "dispatched" and row.dispatched_at and not row.unanswered_at]
    if not waiting:
        return {}
    times = answer_times()
    since = max(min(row.dispatched_at for row in waiting if row.dispatched_at), now - LOOK_BACK)
    shifts = people.availability({row.engineer_id for row in waiting}, min(since, now), now)
    found = {}
    for row in waiting:
        limit = times[row.work_order.priority]
        assert row.dispatched_at is not None
        spans = [(s.start, s.end) for s in shifts[row.engineer_id].shifts] if limit.in_shift else [(since, now)]
        waited = rules.waited_minutes(spans, since=row.dispatched_at, now=now)
        step = rules.silence(
            waited, remind=limit.remind_minutes, tell=limit.tell_minutes, is_reminded=row.reminded_at is not None
        )
        if step:
            found[row.pk] = step
    return found


def answer_times() -> dict[int, AnswerTime]:
    """Return the times to answer by priority; those of the register come before the ones it starts with. One query."""
    first = {
        priority: AnswerTime(priority=priority, remind_minutes=remind, tell_minutes=tell, in_shift=in_shift)
        for priority, (remind, tell, in_shift) in rules.ANSWER_TIMES.items()
    }
    return first | {row.priority: row for row in AnswerTime.objects.all()}


def sends_on(priority: int) -> bool:
    """Tell whether the company lets the product itself send jobs of this priority to the next best."""
    return AnswerTime.objects.filter(priority=priority, sends_on=True).exists()


def passed_up(work_order_id: int) -> dict[int, Booking]:
    """Return the bookings of an order that their engineers refused or left unanswered, by engineer. One query."""
    rows = Booking.objects.filter(PASSED, work_order_id=work_order_id).order_by("pk")
    return {row.engineer_id: row for row in rows}
