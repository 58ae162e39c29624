"""What the passing of days starts: silence that counts, interest that grows, people who are told once."""

from __future__ import annotations

from django.db import transaction
from procrastinate.contrib.django import app

from aftercare.contexts.settlement import notices, queries
from aftercare.contexts.settlement.commands import accrue, count_silence
from aftercare.contexts.settlement.models import Retention
from aftercare.platform import clock
from aftercare.platform.actor import Actor


@app.periodic(cron="17 * * * *")
@app.task(name="settlement.count_silence", queue="housekeeping", queueing_lock="settlement.count_silence")
def count_silences(timestamp: int = 0) -> int:
    """Let silence count wherever the time to answer is over; return how often it did."""
    now = clock.now()
    by = Actor.system("settlement")
    return sum(count_silence(retention_id=pk, by=by, at=now) for pk in queries.unanswered(now))


@app.periodic(cron="27 * * * *")
@app.task(name="settlement.accrue", queue="housekeeping", queueing_lock="settlement.accrue")
def accrue_interest(timestamp: int = 0) -> int:
    """Write down last month's interest on what is paid late; return on how many."""
    now = clock.now()
    by = Actor.system("settlement")
    return sum(bool(accrue(retention_id=pk, by=by, at=now)) for pk in queries.unpaid(now))


@app.periodic(cron="37 * * * *")
@app.task(name="settlement.tell_late", queue="housekeeping", queueing_lock="settlement.tell_late")
def tell_late(timestamp: int = 0) -> int:
    """Tell the managers once of each period and each step whose time is over; return how many."""
    now = clock.now()
    return sum(_tell(pk) for pk in queries.to_tell(now))


@transaction.atomic
def _tell(retention_id: int) -> bool:
    """Tell of one, unless its last day is not over at the project yet or somebody was faster."""
    now = clock.now()
    row = Retention.objects.locked(retention_id)
    last = row.liable_until if row.status == Retention.Status.HELD else row.due_on
    if row.told_at is not None or last is None or row.day(now) <= last:
        return False
    notices.overdue(row, at=now)
    Retention.objects.filter(pk=row.pk).update(told_at=now)
    return True
