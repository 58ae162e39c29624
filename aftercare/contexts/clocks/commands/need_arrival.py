"""Somebody has to come after all."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from aftercare.contexts.clocks.commands.restart import restart
from aftercare.contexts.clocks.models import Clock
from aftercare.contexts.contracts.public import Moment
from aftercare.platform.actor import Actor


@transaction.atomic
def need_arrival(*, subject: str, by: Actor, at: datetime) -> list[Clock]:
    """Let an arrival that had fallen away be promised again, with the time it had left."""
    dropped = Clock.objects.filter(subject=subject, ends=Moment.ARRIVED, state=Clock.State.CANCELED)
    return restart(subject=subject, ends=[Moment.ARRIVED], by=by, at=at) if dropped.exists() else []
