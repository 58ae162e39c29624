"""What the passing of time starts."""

from __future__ import annotations

import structlog
from procrastinate.contrib.django import app

from aftercare.contexts.warranties import commands, queries

log = structlog.get_logger(__name__)


BATCH = 100


@app.task(name="warranties.follow_season", queue="housekeeping")
def follow_season(city: str, kind: str, after: int = 0) -> int:
    """Reckon one batch of the warranties that rest on a city's season anew, and queue the next batch."""
    found = queries.projects_with_season(city, kind, after=after, limit=BATCH)
    changed = commands.settle_all(found)
    if changed:
        log.info("warranties_followed_season", city=city, kind=kind, changed=changed)
    if len(found) == BATCH:
        follow_season.defer(city=city, kind=kind, after=found[-1])
    return changed


@app.periodic(cron="20 * * * *")
@app.task(name="warranties.follow_seasons", queue="housekeeping", queueing_lock="warranties.follow_seasons")
def follow_seasons(timestamp: int = 0) -> int:
    """Reckon all warranties that rest on a city's seasons: a change whose job was lost is found within the hour."""
    changed = commands.settle_all(queries.projects_under(queries.cities()))
    if changed:
        log.info("warranties_followed_seasons", changed=changed)
    return changed
