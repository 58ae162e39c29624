"""What the passing of time starts: certificates run out."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Exists, OuterRef
from procrastinate.contrib.django import app

from aftercare.contexts.people import commands, rules
from aftercare.contexts.people.models import Certificate
from aftercare.platform import audit, clock
from aftercare.platform.actor import Actor


# Every hour, because a tick that comes late is dropped; what was told is not told again.
@app.periodic(cron="23 * * * *")
@app.task(name="people.watch_certificates", queue="housekeeping", queueing_lock="people.watch_certificates")
def watch_certificates(timestamp: int = 0) -> int:
    """Warn of the certificates that run out; return how many warnings were given."""
    return warn(clock.now())


def warn(at: datetime) -> int:
    """
    Warn of every certificate of a working engineer whose next warning is due; return how many were given.

    A certificate with a later one of the same kind beside it is renewed and stays silent.
    """
    by = Actor.system("people.watch_certificates")
    today = at.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
    later = Certificate.objects.filter(
        engineer_id=OuterRef("engineer_id"), kind_id=OuterRef("kind_id"), expires_on__gt=OuterRef("expires_on")
    )
    last = today + timedelta(days=max(rules.WARNING_DAYS))
    near = Certificate.objects.filter(expires_on__range=(today, last), engineer__is_active=True)
    given = 0
    with audit.acting(by):
        for held in near.filter(~Exists(later)).order_by("expires_on", "pk").prefetch_related("warnings"):
            due = rules.warning_due(held.expires_on, today)
            if due is not None and due not in {warning.days_ahead for warning in held.warnings.all()}:
                given += commands.warn_of_expiry(certificate_id=held.pk, days_ahead=due, by=by, at=at)
    return given
