"""What the passing of time starts: settled files are closed."""

from __future__ import annotations

import structlog
from procrastinate.contrib.django import app

from aftercare.contexts.service_requests import commands, queries
from aftercare.platform import clock
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused

log = structlog.get_logger(__name__)


@app.periodic(cron="*/10 * * * *")
@app.task(name="service_requests.close_settled", queue="sweeps", queueing_lock="service_requests.close_settled")
def close_settled(timestamp: int = 0) -> int:
    """Close the files that have been resolved for three days without a word; return how many."""
    now, closed = clock.now(), 0
    by = Actor.system("close_settled")
    for request_id in queries.settled(now=now):
        try:
            commands.close(request_id=request_id, by=by, at=now)
        except Refused as refused:
            log.info("request_not_closed", request=request_id, code=refused.code)
        else:
            closed += 1
    return closed
