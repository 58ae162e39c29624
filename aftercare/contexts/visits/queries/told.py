"""What happened on an order's visits, and the reports about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from aftercare.contexts.visits import policies
from aftercare.contexts.visits.models import Reading, ServiceReport, Visit
from aftercare.contexts.visits.queries.one import PHOTO_ROLES
from aftercare.platform.actor import Actor
from aftercare.platform.files.models import Attachment
from aftercare.platform.refusal import not_found


@dataclass(frozen=True, slots=True)
class VisitRow:
    """What happened in one visit, for the order's page."""

    visit: Visit
    engineer: str
    start_at: datetime
    end_at: datetime
    photos: Sequence[Attachment]
    readings: Sequence[Reading]
    reports: Sequence[ServiceReport]


def of_order(work_order_id: int, *, by: Actor, limit: int = 20) -> list[VisitRow]:
    """Return the visits of an order the actor may see with what was recorded, the latest first, in 5 queries."""
    rows = list(
        policies.visible_to(by)
        .filter(work_order_id=work_order_id)
        .select_related("booking", "engineer")
        .prefetch_related("readings", "reports", "site_decisions")
        .order_by("-id")[:limit]
    )
    attached = Attachment.objects.filter(subject__in=[r.key for r in rows], role__in=list(PHOTO_ROLES.values()))
    if not by.is_staff:
        attached = attached.filter(audience=Attachment.Audience.CUSTOMER)
    pictures: dict[str, list[Attachment]] = {}
    for photo in attached.select_related("blob").order_by("attached_at", "id")[:200]:
        pictures.setdefault(photo.subject, []).append(photo)
    return [
        VisitRow(
            visit=row,
            engineer=row.engineer.name,
            start_at=row.booking.during.lower,
            end_at=row.booking.during.upper,
            photos=pictures.get(row.key, []),
            readings=list(row.readings.all()),
            reports=sorted(row.reports.all(), key=lambda report: report.language, reverse=True),
        )
        for row in rows
    ]


def reports_of(work_order_id: int, *, by: Actor) -> list[ServiceReport]:
    """Return the reports of an order's visits the actor may see, the latest first."""
    rows = policies.visible_reports(by).filter(visit__work_order_id=work_order_id)
    return list(rows.select_related("blob").order_by("-issued_at", "-language")[:20])


def reports_of_request(request_id: int, *, by: Actor) -> list[ServiceReport]:
    """Return the reports of a request's visits the actor may see, the latest first."""
    rows = policies.visible_reports(by).filter(visit__work_order__request_id=request_id)
    return list(rows.select_related("blob", "visit__work_order").order_by("-issued_at", "-language")[:20])


def report(visit_id: int, language: str, *, by: Actor) -> ServiceReport:
    """
    Return one report the actor may see.

    :raises Refused: `not_found`.
    """
    found = policies.visible_reports(by).select_related("blob").filter(visit_id=visit_id, language=language).first()
    if found is None:
        raise not_found()
    return found


def report_by_code(code: str) -> ServiceReport:
    """
    Return the report with this verification code; whoever holds the paper may ask.

    :raises Refused: `not_found`.
    """
    found = ServiceReport.objects.select_related("blob", "visit").filter(verify_code=code[:32]).first()
    if found is None:
        raise not_found()
    return found
