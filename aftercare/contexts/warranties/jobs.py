"""What the passing of time starts."""

from __future__ import annotations

import structlog
from procrastinate.contrib.django import app

from aftercare.contexts.warranties import commands, queries

log = structlog.get_logger(__name__)


@app.periodic(cron="20 * * * *")
@app.task(name="warranties.follow_seasons", queue="housekeeping", queueing_lock="warranties.follow_seasons")
def follow_seasons(timestamp: int = 0) -> int:
    """Reckon the warranties that rest on a city's seasons: the register of seasons may have changed."""
    changed = commands.settle_all(queries.projects_under(queries.cities()))
    if changed:
        log.info("warranties_followed_seasons", changed=changed)
    return changed
