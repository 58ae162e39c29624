"""What the passing of time starts: reports that were not printed, places to forget."""

from __future__ import annotations

from datetime import timedelta

import structlog
from django.conf import settings
from procrastinate.contrib.django import app

from aftercare.contexts.visits.commands.issue_report import issue
from aftercare.contexts.visits.models import Visit
from aftercare.contexts.visits.report.setting import CannotSet
from aftercare.platform import clock
from aftercare.platform.actor import Actor

log = structlog.get_logger(__name__)
LOOK_BACK = timedelta(days=30)
# Personal data: a place proves an arrival only while somebody may still doubt it.
KEEP_PLACES = timedelta(days=90)
AT_ONCE = 50


@app.periodic(cron="*/5 * * * *")
@app.task(name="visits.print_missing", queue="reactions", queueing_lock="visits.print_missing")
def print_missing(timestamp: int = 0) -> int:
    """Print the reports of signed visits that have none, such as after the fonts were missing; return how many."""
    now = clock.now()
    languages = [language for language, _name in settings.LANGUAGES]
    signed = Visit.objects.filter(
        status="signed", ended_at__gt=now - LOOK_BACK, ended_at__lt=now - timedelta(minutes=2)
    )
    count = 0
    for visit in signed.prefetch_related("reports").order_by("ended_at"):
        missing = set(languages) - {report.language for report in visit.reports.all()}
        for language in sorted(missing):
            if count >= AT_ONCE or not _print(visit.pk, language):
                return count
            count += 1
    return count


def _print(visit_id: int, language: str) -> bool:
    try:
        issue(visit_id=visit_id, language=language, by=Actor.system("reports"), at=clock.now())
    except CannotSet as trouble:
        log.error("report_not_printed", visit=visit_id, language=language, trouble=str(trouble))
        return False
    return True


@app.periodic(cron="11 2 * * *")
@app.task(name="visits.forget_places", queue="housekeeping", queueing_lock="visits.forget_places")
def forget_places(timestamp: int = 0) -> int:
    """Forget where engineers' devices were, 90 days after arrival; the distance stays. Return how many."""
    old = Visit.objects.filter(arrival_lat__isnull=False, arrived_at__lt=clock.now() - KEEP_PLACES)
    return old.update(arrival_lat=None, arrival_lon=None)
