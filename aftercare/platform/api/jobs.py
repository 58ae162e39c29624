"""Forget calls answered long ago."""

from __future__ import annotations

from datetime import timedelta

from procrastinate.contrib.django import app

from aftercare.platform import clock
from aftercare.platform.api.models import AnsweredCall

KEEP = timedelta(days=7)


@app.periodic(cron="41 3 * * *")
@app.task(name="api.forget_answers", queue="housekeeping", queueing_lock="api.forget_answers")
def forget_answers(timestamp: int = 0) -> int:
    """Delete answers older than a week; return how many."""
    return AnsweredCall.objects.filter(at__lt=clock.now() - KEEP).delete()[0]
