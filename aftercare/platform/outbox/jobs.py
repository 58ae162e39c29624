"""The jobs: one reaction to one event, and the housekeeping of the queue itself."""

from __future__ import annotations

from datetime import timedelta

import structlog
from django.db import connection, transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from aftercare.platform import audit, clock
from aftercare.platform.actor import Actor
from aftercare.platform.outbox.encoding import decode
from aftercare.platform.outbox.models import Event, Heartbeat
from aftercare.platform.outbox.reacting import reactions_to

log = structlog.get_logger(__name__)

LOST_AFTER = "60 seconds"
KEEP_FINISHED = "3 days"
ATTEMPTS = 5
_CLAIM = """
    INSERT INTO outbox_delivery (event_id, reaction, done_at) VALUES (%s, %s, %s)
    ON CONFLICT (event_id, reaction) DO NOTHING
"""


@app.task(name="outbox.react", queue="reactions", retry=RetryStrategy(max_attempts=ATTEMPTS, exponential_wait=3))
def react(event_id: int, reaction: str) -> None:
    """Draw one consequence from one event, once."""
    row = Event.objects.get(pk=event_id)
    function = reactions_to(row.name).get(reaction)
    if function is None:
        log.warning("reaction_unknown", event=row.name, reaction=reaction)
        return
    by = Actor.from_json(row.actor)
    with transaction.atomic():
        if not _first_time(event_id, reaction):
            return
        with audit.acting(by.through("job")):
            function(decode(row), by.through("job"))


@app.task(name="outbox.react_each", queue="reactions", retry=RetryStrategy(max_attempts=ATTEMPTS, exponential_wait=3))
def react_each(event_ids: list[int], reaction: str) -> None:
    """Draw the same consequence from many events; one that fails goes on as a job of its own, the others are done."""
    for event_id in event_ids:
        try:
            with transaction.atomic():
                react(event_id=event_id, reaction=reaction)
        except Exception:
            log.exception("reaction_put_aside", event_id=event_id, reaction=reaction)
            react.defer(event_id=event_id, reaction=reaction)


def _first_time(event_id: int, reaction: str) -> bool:
    """Claim the consequence; a second claimant waits for the first and is told no."""
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [event_id, reaction, clock.now()])
        return cursor.rowcount == 1


def beat(worker: str) -> None:
    """Say that the worker is alive."""
    Heartbeat.objects.update_or_create(worker=worker, defaults={"at": clock.now()})


@app.periodic(cron="* * * * *")
@app.task(name="outbox.reap", queue="housekeeping", queueing_lock="outbox.reap")
def reap(timestamp: int = 0) -> int:
    """
    Put back the jobs that a killed worker left behind; return how many.

    A job belongs to a live worker only while that worker's row in `procrastinate_workers` beats.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE procrastinate_jobs j SET status = 'todo', worker_id = NULL
             WHERE j.status = 'doing'
               AND NOT EXISTS (SELECT 1 FROM procrastinate_workers w
                                WHERE w.id = j.worker_id AND w.last_heartbeat > now() - %s::interval)
               AND EXISTS (SELECT 1 FROM procrastinate_events e WHERE e.job_id = j.id AND e.type = 'started'
                           HAVING max(e.at) < now() - %s::interval)
            """,
            [LOST_AFTER, LOST_AFTER],
        )
        count = cursor.rowcount
    if count:
        log.warning("jobs_put_back", count=count)
    return count


@app.periodic(cron="17 * * * *")
@app.task(name="outbox.purge", queue="housekeeping", queueing_lock="outbox.purge")
def purge(timestamp: int = 0) -> int:
    """Delete finished jobs after a few days; failed ones stay until someone looked."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            DELETE FROM procrastinate_jobs j
             WHERE j.status = 'succeeded'
               AND NOT EXISTS (SELECT 1 FROM procrastinate_events e
                                WHERE e.job_id = j.id AND e.at > now() - %s::interval)
            """,
            [KEEP_FINISHED],
        )
        count = cursor.rowcount
    Heartbeat.objects.filter(at__lt=clock.now() - timedelta(days=1)).delete()
    return count
