"""What happens by itself: the worker, its queue, the mail, the calendars."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.db.models import Min

from aftercare.contexts.calendars import public as calendars
from aftercare.platform import clock
from aftercare.platform.notify.models import Mail
from aftercare.platform.outbox.models import Heartbeat
from aftercare.surfaces.console.examining import Finding, bad, fine, poor

SILENT_AFTER = timedelta(seconds=60)
LATE_AFTER = timedelta(minutes=5)

_QUEUE = """
    SELECT count(*) FILTER (WHERE status = 'todo' AND coalesce(scheduled_at, now()) <= now()),
           count(*) FILTER (WHERE status = 'failed'),
           (SELECT min(e.at) FROM procrastinate_events e JOIN procrastinate_jobs w ON w.id = e.job_id
             WHERE w.status = 'todo' AND e.type IN ('deferred', 'deferred_for_retry')
               AND coalesce(w.scheduled_at, now()) <= now())
      FROM procrastinate_jobs
"""


def worker() -> Iterator[Finding]:
    """Look for a worker's last sign of life."""
    latest = Heartbeat.objects.order_by("-at").first()
    advice = "Start one with `aftercare worker`: without it no reaction, mail or warning happens."
    if latest is None:
        yield bad("worker", "none was ever seen", advice)
        return
    age = clock.now() - latest.at
    if age > SILENT_AFTER:
        yield bad("worker", f"silent for {_spoken(age)} ({latest.worker})", advice)
    else:
        count = Heartbeat.objects.filter(at__gt=clock.now() - SILENT_AFTER).count()
        yield fine("worker", f"{count} alive, last heard {_spoken(age)} ago")


def queue() -> Iterator[Finding]:
    """Look at the jobs that wait and the ones that failed."""
    with connection.cursor() as cursor:
        cursor.execute(_QUEUE)
        waiting, failed, oldest = cursor.fetchone()
    age = clock.now() - oldest if oldest and waiting else timedelta(0)
    if age > LATE_AFTER:
        yield bad(
            "queue", f"{waiting} waiting, the oldest for {_spoken(age)}", "Start more workers or read their logs."
        )
    else:
        yield fine("queue", f"{waiting} waiting")
    if failed:
        advice = "Read why with `aftercare procrastinate shell`, put it right and retry them."
        yield poor("failed jobs", str(failed), advice)


def mail() -> Iterator[Finding]:
    """Look at the mail server's name and the mail that waits."""
    smtp = settings.EMAIL_BACKEND.endswith("smtp.EmailBackend")
    if smtp and not settings.EMAIL_HOST:
        yield poor("mail", "no server is named", "Set AFTERCARE_EMAIL_HOST; until then notices stay in the inbox.")
    oldest = Mail.objects.filter(state=Mail.State.WAITING).aggregate(at=Min("queued_at"))["at"]
    if oldest and clock.now() - oldest > LATE_AFTER:
        last = Mail.objects.filter(state=Mail.State.WAITING).order_by("queued_at").first()
        why = last.last_error if last and last.last_error else "not tried yet"
        yield poor(
            "unsent mail", f"the oldest waits for {_spoken(clock.now() - oldest)}: {why}", "Check the mail server."
        )
    elif not smtp or settings.EMAIL_HOST:
        yield fine("mail", settings.EMAIL_HOST or settings.EMAIL_BACKEND.rsplit(".", 2)[-2])


def calendar_years() -> Iterator[Finding]:
    """Look for holiday tables that lack a year which deadlines already reach into."""
    missing = calendars.missing_years(clock.now())
    for gap in missing:
        advice = "Publish the year in the calendars, or run `aftercare calendars seed` after an update."
        yield poor("calendar", f"{gap.table} does not know {gap.year}: deadlines in it are provisional", advice)
    if not missing:
        yield fine("calendar", "all years that deadlines reach into are known")


def _spoken(age: timedelta) -> str:
    seconds = int(age.total_seconds())
    if seconds < 120:
        return f"{seconds} s"
    return f"{seconds // 60} min" if seconds < 7200 else f"{seconds // 3600} h"
