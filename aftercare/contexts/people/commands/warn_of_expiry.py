"""Tell, once each, that a certificate runs out in 60, 30 and 7 days."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from aftercare.contexts.people.models import Certificate, ExpiryWarning
from aftercare.platform import outbox
from aftercare.platform.actor import Actor
from aftercare.published.people import CertificateExpiring


@transaction.atomic
def warn_of_expiry(*, certificate_id: int, days_ahead: int, by: Actor, at: datetime) -> bool:
    """Record the warning and publish it; return False when it was given before."""
    held = Certificate.objects.select_related("kind").get(pk=certificate_id)
    _warning, is_new = ExpiryWarning.objects.get_or_create(
        certificate=held, days_ahead=days_ahead, defaults={"told_at": at}
    )
    if is_new:
        told = CertificateExpiring(
            certificate_id=held.pk,
            engineer_id=held.engineer_id,
            kind=held.kind.name,
            expires_on=held.expires_on,
            days_ahead=days_ahead,
            at=at,
        )
        outbox.publish(told, about=f"engineer:{held.engineer_id}", by=by)
    return is_new
