"""Pages to read: the list of jobs, one job, the report."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.contexts.visits import queries
from aftercare.contexts.visits.desk import shown
from aftercare.platform import clock
from aftercare.platform.actor import OFFICE, Role
from aftercare.platform.files import storing
from aftercare.platform.web import door, fragments
from aftercare.platform.web.fragments import DeskRequest

READERS = (*sorted(OFFICE), Role.ENGINEER)


@door.door(Role.ENGINEER)
def jobs(request: DeskRequest) -> HttpResponse:
    """Show the engineer's jobs: what is under way, then day by day, then what is over."""
    now = clock.now()
    rows = queries.jobs(by=request.actor, now=now)
    current = [row for row in rows if row.status in {"traveling", "on_site", "done"}]
    waiting = [row for row in rows if row not in current]
    days = [(day, list(group)) for day, group in groupby(waiting, key=lambda row: timezone.localdate(row.start_at))]
    ctx = {
        "title": _("My jobs"),
        "current": current,
        "days": days,
        "today": timezone.localdate(now),
        "past": queries.past_jobs(by=request.actor),
    }
    return fragments.page(request, "visits/jobs.html", ctx)


@door.door(*READERS)
def job(request: DeskRequest, visit_id: int) -> HttpResponse:
    """Show one job."""
    return shown.page(request, visit_id)


@door.door(*READERS, Role.CUSTOMER)
def report(request: DeskRequest, visit_id: int, language: str) -> HttpResponse:
    """Hand out the signed report as PDF to whoever may see the visit."""
    found = queries.report(visit_id, language, by=request.actor)
    response = HttpResponse(storing.content_of(found.blob), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{found.file_name}"'
    response["Cache-Control"] = "private, no-store"
    return response
