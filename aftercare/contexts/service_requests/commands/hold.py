"""Let a matter wait."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.contracts import public as contracts
from aftercare.contexts.service_requests import policies
from aftercare.contexts.service_requests.commands.opening import move, root, write
from aftercare.contexts.service_requests.commands.photos import keep, link
from aftercare.contexts.service_requests.models import ServiceRequest
from aftercare.platform import outbox, wording
from aftercare.platform.actor import Actor
from aftercare.platform.files.intake import Photo
from aftercare.platform.refusal import Refused
from aftercare.published.service_requests import RequestHeld


@transaction.atomic
def hold(
    *,
    request_id: int,
    reason: str,
    party: str,
    note: str = "",
    photos: Sequence[Photo] = (),
    by: Actor,
    at: datetime,
) -> ServiceRequest:
    """
    Let the matter wait for someone; the contract says whether its clocks wait too. `photos` are the evidence.

    :raises Refused: `not_found`, `not_allowed`, `wrong_state`, `unknown` for a reason or party not on the list, or what
        is wrong with a photo.
    """
    row = root(request_id, by=by)
    policies.may_hold(row, by=by).or_refuse()
    if reason not in contracts.HoldReason.values:
        raise Refused("unknown", _("Choose what the request waits for."), field="reason")
    if party not in contracts.HoldParty.values:
        raise Refused("unknown", _("Choose who is accountable for the wait."), field="party")
    note = wording.line(note, field="note", limit=500)
    kept = keep(photos, at=at)
    move(row, "hold")
    row.wait_reason, row.wait_party, row.wait_note, row.held_at = reason, party, note, at
    write(row, "wait_reason", "wait_party", "wait_note", "held_at")
    evidence = link(row.key, kept, by=by, at=at)
    event = RequestHeld(request_id=row.pk, reason=reason, party=party, note=note, evidence=evidence, at=at)
    outbox.publish(event, about=row.key, by=by)
    return row
