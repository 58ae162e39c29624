"""Take down what somebody says who scanned a label."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.installed_base import public as installed_base
from aftercare.contexts.service_requests import rules
from aftercare.contexts.service_requests.commands.register import register
from aftercare.contexts.service_requests.models import Kind, ServiceRequest, Source
from aftercare.platform import limits, wording
from aftercare.platform.actor import Actor, Role
from aftercare.platform.files.intake import Photo
from aftercare.platform.refusal import not_found

HOUR = 3600
MOST_PER_ADDRESS, MOST_PER_LABEL = 10, 6


def report_by_label(
    *,
    code: str,
    signature: str,
    what: str,
    caller_name: str = "",
    caller_phone: str = "",
    is_emergency: bool = False,
    photos: Sequence[Photo] = (),
    address: str,
    at: datetime,
) -> ServiceRequest:
    """
    Take down a fault told by whoever stands before the equipment; nobody checked who it is.

    :raises Refused: `not_found` for a label that is not ours, `too_many` from one address or for one label,
        or what is wrong with a field.
    """
    card = installed_base.equipment_by_label(code, signature)
    if card is None:
        raise not_found(_("This label is not one of ours."))
    told = wording.lines(what, field="what", limit=2000, required=True)
    headline = rules.headline(told)
    limits.spend(f"report:from:{_hidden(address)}", limit=MOST_PER_ADDRESS, per_seconds=HOUR, at=at)
    limits.spend(f"report:label:{code}", limit=MOST_PER_LABEL, per_seconds=HOUR, at=at)
    return register(
        kind=Kind.FAULT,
        source=Source.QR,
        subject=headline,
        description="" if headline == told else told,
        equipment_id=card.id,
        caller_name=caller_name,
        caller_phone=caller_phone,
        urgency=1 if is_emergency else 3,
        impact=2 if is_emergency else 3,
        is_emergency=is_emergency,
        is_verified=False,
        photos=photos,
        by=_visitor(caller_name, customer_id=card.customer_id),
        at=at,
    )


def _visitor(name: str, *, customer_id: int) -> Actor:
    """Return whoever stands there, trusted to report for the equipment's owner and nothing else."""
    return Actor(
        name=name.strip()[:80] or str(_("Somebody at the equipment")),
        roles=frozenset({Role.CUSTOMER}),
        organisation_ids=frozenset({customer_id}),
        via="portal",
    )


def _hidden(address: str) -> str:
    """Return a digest of a network address: enough to count by, nothing to trace by."""
    return hashlib.blake2s(f"{settings.SECRET_KEY}{address}".encode(), digest_size=12).hexdigest()
