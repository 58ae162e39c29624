"""What the passing of time starts: surveys still to be mailed, follow-ups nobody traced."""

from __future__ import annotations

import structlog
from django.db import transaction
from procrastinate.contrib.django import app

from aftercare.contexts.feedback import notices
from aftercare.contexts.feedback.commands import ask
from aftercare.contexts.feedback.models import FollowUp, Survey
from aftercare.platform import clock
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused

log = structlog.get_logger(__name__)
AT_ONCE = 200


@app.periodic(cron="*/10 * * * *")
@app.task(name="feedback.ask_waiting", queue="housekeeping", queueing_lock="feedback.ask_waiting")
def ask_waiting(timestamp: int = 0) -> int:
    """Mail the surveys that have an address and were not mailed yet; return how many."""
    now = clock.now()
    waiting = Survey.objects.filter(sent_at__isnull=True, answered_at__isnull=True, expires_at__gt=now)
    count = 0
    for pk in waiting.exclude(email="").order_by("due_at").values_list("pk", flat=True)[:AT_ONCE]:
        try:
            ask.send(survey_id=pk, by=Actor.system("feedback"), at=now)
            count += 1
        except Refused as refused:
            log.warning("survey_not_sent", survey=pk, code=refused.code)
    return count


@app.periodic(cron="*/10 * * * *")
@app.task(name="feedback.tell_late", queue="housekeeping", queueing_lock="feedback.tell_late")
def tell_late(timestamp: int = 0) -> int:
    """Tell the managers once about each low score nobody traced in time; return how many."""
    now = clock.now()
    late = FollowUp.objects.open().filter(due_at__lt=now, late_told_at__isnull=True).select_related("survey")
    rows = list(late.order_by("due_at")[:AT_ONCE])
    for follow_up in rows:
        with transaction.atomic():
            notices.late(follow_up, at=now)
            FollowUp.objects.filter(pk=follow_up.pk).update(late_told_at=now)
    return len(rows)
