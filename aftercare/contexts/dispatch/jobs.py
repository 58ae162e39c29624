"""What the passing of time starts."""

from __future__ import annotations

import structlog
from procrastinate.contrib.django import app

from aftercare.contexts.dispatch import answering, commands
from aftercare.platform import clock
from aftercare.platform.actor import Actor

log = structlog.get_logger(__name__)


@app.periodic(cron="40 2 * * *")
@app.task(name="dispatch.fit_speeds", queue="dispatch", queueing_lock="dispatch.fit_speeds")
def fit_speeds(timestamp: int = 0) -> None:
    """Learn every night how fast one gets along in each region; a night missed is made up for by the next."""
    if learned := commands.fit_speeds(at=clock.now()):
        log.info("speeds_learned", regions=learned)


@app.periodic(cron="*/3 * * * *")
@app.task(name="dispatch.chase_answers", queue="dispatch", queueing_lock="dispatch.chase_answers")
def chase_answers(timestamp: int = 0) -> int:
    """Ask engineers again who do not answer, then tell the dispatchers; return how many jobs were chased."""
    now, itself = clock.now(), Actor.system("dispatch")
    due = answering.due(answering.unanswered(), now=now)
    chased = [booking_id for booking_id in due if commands.chase(booking_id=booking_id, by=itself, at=now)]
    if chased:
        log.info("answers_chased", bookings=len(chased))
    return len(chased)
