"""What the passing of time starts."""

from __future__ import annotations

from datetime import datetime

import structlog
from procrastinate.contrib.django import app

from aftercare.contexts.clocks import commands
from aftercare.platform import clock
from aftercare.platform.actor import Actor

log = structlog.get_logger(__name__)


@app.periodic(cron="* * * * *")
@app.task(name="clocks.sweep", queue="clocks", queueing_lock="clocks.sweep")
def sweep(timestamp: int = 0) -> None:
    """Warn of promises near their end and of broken ones; what a missed minute left over is found by the next."""
    found = commands.sweep(by=Actor.system("clocks"), at=clock.now())
    if found.near or found.broken:
        log.info("promises_swept", near=found.near, broken=found.broken)


@app.task(name="clocks.recount", queue="clocks")
def recount_calendar(calendar_id: int, version: int, at: str) -> None:
    """Count one batch of open clocks anew after a calendar changed, and queue the next batch."""
    moment = datetime.fromisoformat(at)
    done = commands.recount(calendar_id=calendar_id, version=version, by=Actor.system("clocks"), at=moment)
    if done:
        recount_calendar.defer(calendar_id=calendar_id, version=version, at=at)
