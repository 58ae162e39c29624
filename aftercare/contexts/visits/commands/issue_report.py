"""Print the signed report, once a language, and give it the code by which anybody can verify it."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.visits import policies
from aftercare.contexts.visits.models import ServiceReport, Visit
from aftercare.contexts.visits.report import paper, setting
from aftercare.platform import numbering, outbox
from aftercare.platform.actor import Actor
from aftercare.platform.files import storing
from aftercare.platform.refusal import Refused
from aftercare.published.visits import ReportIssued

# Letters and figures nobody mistakes for one another on paper.
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
CODE_LENGTH = 24


@transaction.atomic
def issue(*, visit_id: int, language: str, by: Actor, at: datetime) -> ServiceReport:
    """
    Print the report of a signed visit; the one already printed is returned unchanged.

    :raises Refused: `not_found`, or `wrong_state` before the signature.
    """
    visit = policies.visible_to(by).locked(visit_id)
    if visit.status != "signed":
        raise Refused("wrong_state", _("A report is printed when the customer has signed."))
    known = list(visit.reports.all())
    for report in known:
        if report.language == language:
            return report
    number = known[0].number if known else numbering.next("VR", at)
    code = "".join(secrets.choice(ALPHABET) for _letter in range(CODE_LENGTH))
    content = setting.pdf(paper.of(visit.pk, language=language, number=number, code=code, issued_at=at))
    report = ServiceReport.objects.create(
        visit=visit,
        number=number,
        language=language,
        blob=storing.store_own(content, "application/pdf", at=at),
        verify_code=code,
        issued_at=at,
    )
    _tell(visit, report, by=by, at=at)
    return report


def _tell(visit: Visit, report: ServiceReport, *, by: Actor, at: datetime) -> None:
    event = ReportIssued(
        visit_id=visit.pk,
        work_order_id=visit.work_order_id,
        request_id=visit.work_order.request_id,
        language=report.language,
        verify_code=report.verify_code,
        at=at,
    )
    outbox.publish(event, about=visit.order_key, by=by)
