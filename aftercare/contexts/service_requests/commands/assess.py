"""Triage, and the resolution when the phone was enough."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.service_requests.commands.resolve import resolve
from aftercare.contexts.service_requests.commands.triage import triage
from aftercare.contexts.service_requests.models import RemoteOutcome, ServiceRequest
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused


@transaction.atomic
def assess(*, request_id: int, by: Actor, at: datetime, **settled: Any) -> ServiceRequest:
    """
    Do the triage; when the matter was solved remotely, what was done resolves it at once.

    :raises Refused: what `triage` and `resolve` refuse; `missing` when nobody says how it was solved.
    """
    row = triage(request_id=request_id, by=by, at=at, **settled)
    if row.remote_outcome != RemoteOutcome.SOLVED:
        return row
    if not row.remote_note:
        raise Refused("missing", _("Say how it was solved; it becomes the resolution."), field="remote_note")
    return resolve(request_id=request_id, how=row.remote_note, by=by, at=at)
