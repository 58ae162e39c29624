"""What the passing of time starts."""

from __future__ import annotations

import structlog
from procrastinate.contrib.django import app

from aftercare.contexts.dispatch import commands
from aftercare.platform import clock

log = structlog.get_logger(__name__)


@app.periodic(cron="40 2 * * *")
@app.task(name="dispatch.fit_speeds", queue="dispatch", queueing_lock="dispatch.fit_speeds")
def fit_speeds(timestamp: int = 0) -> None:
    """Learn every night how fast one gets along in each region; a night missed is made up for by the next."""
    if learned := commands.fit_speeds(at=clock.now()):
        log.info("speeds_learned", regions=learned)
