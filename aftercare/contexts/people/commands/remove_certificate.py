"""Take a certificate off the record: entered wrongly, or withdrawn by the authority."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from aftercare.contexts.people import policies
from aftercare.contexts.people.models import Certificate
from aftercare.platform import outbox, rows, wording
from aftercare.platform.actor import Actor
from aftercare.published.people import CertificateRemoved


@transaction.atomic
def remove_certificate(*, certificate_id: int, reason: str, by: Actor, at: datetime) -> None:
    """
    Remove a certificate, saying why; the audit trail keeps it.

    :raises Refused: `not_found`, `not_allowed`, or `missing` without a reason.
    """
    seen = Certificate.objects.filter(engineer__in=policies.visible_to(by).values("pk"))
    held = rows.locked(seen, certificate_id)
    policies.may_manage(held.engineer.region_id, by=by).or_refuse()
    told = CertificateRemoved(
        engineer_id=held.engineer_id,
        kind_id=held.kind_id,
        kind=held.kind.name,
        number=held.number,
        reason=wording.line(reason, field="reason", limit=200, required=True),
        at=at,
    )
    held.delete()
    outbox.publish(told, about=f"engineer:{held.engineer_id}", by=by)
