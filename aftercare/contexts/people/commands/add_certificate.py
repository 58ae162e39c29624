"""Record a certificate an engineer holds."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.people import policies
from aftercare.contexts.people.models import Certificate
from aftercare.platform import outbox, rows
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused
from aftercare.published.people import CertificateAdded

CLASHES = {
    "certificate_number_once": Refused(
        "conflict", _("A certificate of this kind with this number is already recorded."), field="number"
    ),
}


@transaction.atomic
def add_certificate(
    *, engineer_id: int, kind_id: int, number: str, issued_on: date, expires_on: date, by: Actor, at: datetime
) -> Certificate:
    """
    Record a certificate; `expires_on` is its last valid day. A renewed one is recorded beside the old one.

    :raises Refused: `not_found`, `not_allowed`, `conflict` for a number in use, `bad_dates`, or what is wrong
        with a field.
    """
    engineer = rows.locked(policies.visible_to(by), engineer_id)
    policies.may_manage(engineer.region_id, by=by).or_refuse()
    held = Certificate(engineer=engineer)
    rows.fill(held, {"kind_id": kind_id, "number": number, "issued_on": issued_on, "expires_on": expires_on})
    if held.expires_on < held.issued_on:
        raise Refused("bad_dates", _("It cannot run out before it was issued."), field="expires_on")
    if held.issued_on > at.date() + timedelta(days=1):
        raise Refused("bad_dates", _("It cannot have been issued in the future."), field="issued_on")
    with rows.telling(CLASHES):
        held.save()
    told = CertificateAdded(
        certificate_id=held.pk,
        engineer_id=engineer.pk,
        kind_id=held.kind_id,
        kind=held.kind.name,
        number=held.number,
        expires_on=held.expires_on,
        at=at,
    )
    outbox.publish(told, about=f"engineer:{engineer.pk}", by=by)
    return held
