"""Where the bookings of some tours stand, to tell whether anybody was quicker than a proposal around an edit."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from aftercare.contexts.dispatch.models import Booking, Plan, PlannedVisit
from aftercare.contexts.dispatch.planning.clashes import clashes
from aftercare.contexts.dispatch.planning.scene import Job, horizon

# By booking: whose it is, from when until when.
Standing = dict[str, list[int]]


def standing(engineer_ids: Collection[int], start: datetime, end: datetime) -> Standing:
    """Return what takes the engineers' time between two instants. One query."""
    rows = Booking.objects.occupying().filter(engineer_id__in=engineer_ids, during__overlap=(start, end))
    found = rows.values_list("pk", "engineer_id", "during")
    return {str(pk): _place(engineer_id, during.lower, during.upper) for pk, engineer_id, during in found}


def standing_of(jobs: Iterable[Job], engineer_ids: Collection[int]) -> Standing:
    """Return the same of what was read for a plan."""
    mine = (job for job in jobs if job.booking_id and job.engineer_id in engineer_ids)
    return {str(job.booking_id): _place(job.engineer_id, job.start, job.end) for job in mine}


def is_overtaken(plan: Plan, visits: Sequence[PlannedVisit], *, at: datetime) -> bool:
    """Tell whether somebody has changed the tours since the proposal's bookings were read. Six queries."""
    start, end = horizon(plan.first_on, plan.days, plan.region.zone)
    return standing(engineers_of(visits), start, end) != plan.inputs["standing"] or bool(clashes(plan, visits, at=at))


def engineers_of(visits: Iterable[PlannedVisit]) -> set[int]:
    """Return whose tours a proposal rests on."""
    return {pk for visit in visits for pk in (visit.engineer_id, visit.was_engineer_id) if pk}


def _place(engineer_id: int | None, start: datetime | None, end: datetime | None) -> list[int]:
    assert engineer_id and start and end
    return [engineer_id, int(start.timestamp()), int(end.timestamp())]
