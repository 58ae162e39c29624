"""Reads: an engineer's jobs, one job with all it needs, what happened on an order's visits."""

from aftercare.contexts.visits.queries.deciding import Deciding, decided_about
from aftercare.contexts.visits.queries.deciding import deciding as deciding_on
from aftercare.contexts.visits.queries.lists import JobRow, find_jobs, jobs, new_jobs_count, past_jobs
from aftercare.contexts.visits.queries.one import (
    PHOTO_MOMENTS,
    PHOTO_ROLES,
    Job,
    deadlines,
    document,
    helpers,
    job,
    mates,
    photo,
    photos,
    promised_by,
    visit,
)
from aftercare.contexts.visits.queries.told import (
    VisitRow,
    of_order,
    report,
    report_by_code,
    reports_of,
    reports_of_request,
)

__all__ = [
    "PHOTO_MOMENTS",
    "PHOTO_ROLES",
    "Deciding",
    "Job",
    "JobRow",
    "VisitRow",
    "deadlines",
    "decided_about",
    "deciding_on",
    "document",
    "find_jobs",
    "helpers",
    "job",
    "jobs",
    "mates",
    "new_jobs_count",
    "of_order",
    "past_jobs",
    "photo",
    "photos",
    "promised_by",
    "report",
    "report_by_code",
    "reports_of",
    "reports_of_request",
    "visit",
]
