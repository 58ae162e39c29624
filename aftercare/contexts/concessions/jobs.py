"""What the passing of time does to concessions: whoever has not decided is passed over."""

from __future__ import annotations

import structlog
from procrastinate.contrib.django import app

from aftercare.contexts.concessions import queries
from aftercare.contexts.concessions.commands import escalate
from aftercare.platform import clock
from aftercare.platform.actor import Actor

log = structlog.get_logger(__name__)


@app.periodic(cron="*/5 * * * *")
@app.task(name="concessions.escalate", queue="housekeeping", queueing_lock="concessions.escalate")
def escalate_late(timestamp: int = 0) -> int:
    """Ask the next level wherever the time to decide is over; return how often."""
    now = clock.now()
    by = Actor.system("concessions")
    done = sum(escalate(concession_id=pk, by=by, at=now) for pk in queries.to_escalate(now))
    if done:
        log.info("concessions_escalated", count=done)
    return done
