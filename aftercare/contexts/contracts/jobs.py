"""What the passing of time starts: contracts that end are told in time."""

from __future__ import annotations

from procrastinate.contrib.django import app

from aftercare.contexts.contracts import commands
from aftercare.platform import clock
from aftercare.platform.actor import Actor


@app.periodic(cron="20 * * * *")
@app.task(name="contracts.remind", queue="housekeeping", queueing_lock="contracts.remind")
def remind(timestamp: int = 0) -> int:
    """Tell the people responsible which contracts end; return how many were told."""
    return commands.remind(by=Actor.system("contracts"), at=clock.now())
