"""Take the cost of a defect from what is held."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.service_requests import public as service_requests
from aftercare.contexts.settlement import policies
from aftercare.contexts.settlement.commands import checking, opening
from aftercare.contexts.settlement.models import Movement, Retention
from aftercare.platform import outbox, wording
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused
from aftercare.published.settlement import RetentionDeducted


@transaction.atomic
def deduct(
    *,
    retention_id: int,
    amount: Decimal,
    reason: str,
    request_id: int,
    evidence: bytes,
    evidence_name: str,
    deducted_on: date,
    seen_version: int | None = None,
    by: Actor,
    at: datetime,
) -> Retention:
    """
    Keep part of what is held to put a defect right (138号 art. 9): with its reason, the request it is for, and proof.

    :raises Refused: `not_found`, `stale`, `not_allowed`, `wrong_state`, `bad_amount`, `too_much`, `missing`,
        `unknown` for a request that is not the project's, `bad_day`, or what is wrong with the file.
    """
    row = opening.root(retention_id, by=by, seen_version=seen_version)
    policies.may_deduct(row, by=by).or_refuse()
    found = checking.amount(amount, field="amount")
    checking.not_above(found, row.account().held, field="amount")
    why = wording.line(reason, field="reason", limit=500, required=True)
    if not service_requests.visible_to(by).filter(pk=request_id, project_id=row.project_id).exists():
        raise Refused("unknown", _("Choose a request of this project."), field="request_id")
    first = row.movements.order_by("pk").values_list("on", flat=True).first()
    checking.day(deducted_on, first=first, today=row.day(at), field="deducted_on")
    proof = opening.prove(row, evidence, name=evidence_name, note=why, by=by, at=at)
    opening.book(
        row,
        Movement.Kind.DEDUCTED,
        held=-found,
        on=deducted_on,
        reason=why,
        request_id=request_id,
        evidence=proof,
        by=by,
        at=at,
    )
    opening.move(row, "deduct")
    event = RetentionDeducted(retention_id=row.pk, amount=found, request_id=request_id, reason=why, at=at)
    outbox.publish(event, about=row.key, by=by)
    opening.rest(row, by=by, at=at)
    opening.write(row)
    return row
