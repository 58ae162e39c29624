"""
How long one round of the promise sweep takes with 50,000 running clocks.

Prints one JSON line: a quiet round (nothing due), a usual one (1 % near, 1 % broken), and the worst (all of them broken
at once, as after a night without a worker), each with the events and the jobs it queues. Run it by itself, or as
`aftercare bench clock_sweep`.
"""

from __future__ import annotations

import atexit
import json
import os
import shutil
import tempfile
import time
from datetime import UTC, datetime, timedelta

CLOCKS = int(os.environ.get("AFTERCARE_BENCH_CLOCKS", "50000"))
PROMISED_SECONDS = 5.0
NOW = datetime(2026, 9, 7, 1, 0, tzinfo=UTC)

_FILL = """
    INSERT INTO clocks_clock (subject, number, promise, state, level_id, calendar_id, calendar_version, region_id,
                              customer_id, priority, counting, target_minutes, pausing_reasons, ladder,
                              started_at, due_at, alarms_at, alarms_told, next_alarm_at, is_provisional, cause_note,
                              begins, ends, has_begun)
    SELECT 'bench:' || n, 'SR-2026-' || lpad(n::text, 6, '0'), 'resolve', 'running', NULL, %(calendar)s, 1, NULL,
           NULL, 3, 'working', 2400, '{}', '[[75, ["carer"]], [100, ["carer", "manager"]]]',
           %(now)s - interval '2 days', due_at, ARRAY[%(now)s + interval '12 hours', due_at + interval '1 microsecond'],
           0, %(now)s + interval '12 hours', false, '', 'received', 'resolved', true
      FROM generate_series(1, %(count)s) AS n, LATERAL (
           SELECT %(now)s + interval '1 day' + n * interval '1 second' AS due_at) AS of
"""


def main() -> None:
    """Fill a database of its own, measure the three rounds, print the line."""
    # Never the database somebody works with: a home of its own, as durable as theirs.
    os.environ.pop("DATABASE_URL", None)
    home = os.environ["AFTERCARE_HOME"] = tempfile.mkdtemp(prefix="sweep-")
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aftercare.config.settings")
    from aftercare.platform import database

    database.ensure()
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    print(json.dumps(_measure()))


def _measure() -> dict[str, object]:
    from django.db import connection

    from aftercare.contexts.calendars import public as calendars
    from aftercare.contexts.clocks.models import Clock

    calendars.seed_holidays([2026], at=NOW)
    with connection.cursor() as cursor:
        calendar = calendars.default_calendar_id()
        cursor.execute(_FILL, {"calendar": calendar, "now": NOW, "count": CLOCKS})
        cursor.execute("ANALYZE clocks_clock")
    quiet = _round(NOW)
    few = CLOCKS // 100
    some = list(Clock.objects.order_by("id").values_list("id", flat=True)[: 2 * few])
    past, ahead = NOW - timedelta(minutes=1), NOW + timedelta(days=2)
    Clock.objects.filter(id__in=some[:few]).update(due_at=past, alarms_at=[past, past], next_alarm_at=past)
    Clock.objects.filter(id__in=some[few:]).update(alarms_at=[past, ahead], next_alarm_at=past)
    usual = _round(NOW)
    worst = _round(NOW + timedelta(days=3))
    return {
        "name": "clock_sweep",
        "clocks": CLOCKS,
        "quiet_ms": quiet[0],
        "usual_ms": usual[0],
        "usual_events": usual[1],
        "worst_ms": worst[0],
        "worst_events": worst[1],
        "promised_ms": PROMISED_SECONDS * 1000,
        "kept": worst[0] <= PROMISED_SECONDS * 1000,
    }


def _round(at: datetime) -> tuple[float, int]:
    """Return the milliseconds of one round and how many events it raised."""
    from aftercare.contexts.clocks import commands
    from aftercare.platform.actor import Actor

    begun = time.perf_counter()
    found = commands.sweep(by=Actor.system("bench"), at=at)
    return round((time.perf_counter() - begun) * 1000, 1), found.near + found.broken


if __name__ == "__main__":
    main()
