"""Run the waiting jobs here and now: for tests, the demo and imports; the worker does it otherwise."""

from __future__ import annotations

from django.db import connection, transaction
from procrastinate.contrib.django import app

_TAKE = """
    UPDATE procrastinate_jobs SET status = 'doing'
     WHERE id = (SELECT id FROM procrastinate_jobs
                  WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now())
                  ORDER BY priority DESC, id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id, task_name, args
"""
_DONE = "UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = %s"


def drain(*, limit: int) -> int:
    """
    Run waiting jobs in order until none is left; an error is raised to the caller and the job stays.

    :raises RuntimeError: after `limit` jobs, when reactions seem to feed each other.
    """
    import json

    app.perform_import_paths()
    for count in range(limit):
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(_TAKE)
                row = cursor.fetchone()
            if row is None:
                return count
            job_id, task, args = row
            app.tasks[task](**(json.loads(args) if isinstance(args, str) else args))
            with connection.cursor() as cursor:
                cursor.execute(_DONE, [job_id])
    raise RuntimeError(f"still jobs waiting after {limit}")
