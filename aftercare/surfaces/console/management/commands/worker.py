"""`aftercare worker`: draws consequences, sends mail, sweeps clocks."""

from __future__ import annotations

import asyncio
import os
import socket
from typing import Any

import structlog
from asgiref.sync import sync_to_async
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, close_old_connections
from procrastinate import App
from procrastinate.contrib.django import procrastinate_app

from aftercare.platform.outbox import jobs

log = structlog.get_logger(__name__)

BEAT_SECONDS = 10
GRACE_SECONDS = 15


class Command(BaseCommand):
    """Run waiting jobs and periodic sweeps until Ctrl-C."""

    help = "Run waiting jobs and periodic sweeps until Ctrl-C. Several workers may run side by side."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare how much to do at once."""
        parser.add_argument("--concurrency", type=int, default=4, help="jobs at once (default 4)")
        parser.add_argument("--queue", action="append", dest="queues", help="only this queue; may be repeated")
        parser.add_argument("--once", action="store_true", help="run what waits now, then end")

    def handle(self, *args: Any, **options: Any) -> None:
        """Work."""
        if not 1 <= options["concurrency"] <= 64:
            raise CommandError(f"--concurrency: {options['concurrency']} is not between 1 and 64.")
        name = f"{socket.gethostname()}:{os.getpid()}"
        asyncio.run(_work(name, options))


async def _work(name: str, options: dict[str, Any]) -> None:
    app = worker_app()
    async with app.open_async():
        beating = asyncio.create_task(_beat(name))
        log.info("worker_started", worker=name)
        try:
            await app.run_worker_async(
                name=name,
                queues=options["queues"],
                concurrency=options["concurrency"],
                wait=not options["once"],
                shutdown_graceful_timeout=GRACE_SECONDS,
            )
        finally:
            beating.cancel()
            log.info("worker_stopped", worker=name)


def worker_app() -> App:
    """
    Return an app that fetches jobs over a connection of its own, while jobs go on queueing over Django's.

    Replacing the connector of the one app instead would queue jobs outside the transaction of the command that
    caused them, and a rollback would leave them behind.
    """
    known = procrastinate_app.current_app
    assert isinstance(known, App)
    app = type(known)(
        connector=known.connector.get_worker_connector(),  # type: ignore[attr-defined]
        import_paths=known.import_paths,
        worker_defaults=known.worker_defaults,
        periodic_defaults=known.periodic_defaults,
    )
    app.tasks = known.tasks
    app.periodic_registry = known.periodic_registry
    return app


async def _beat(name: str) -> None:
    while True:
        try:
            await sync_to_async(_say_alive)(name)
        except DatabaseError as error:
            log.warning("heartbeat_not_written", error=str(error).strip()[:200])
        await asyncio.sleep(BEAT_SECONDS)


def _say_alive(name: str) -> None:
    close_old_connections()
    try:
        jobs.beat(name)
    finally:
        close_old_connections()
