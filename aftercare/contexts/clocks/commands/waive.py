"""Grant that a promise need not be kept."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from aftercare.contexts.clocks import facts
from aftercare.contexts.clocks.commands.ending import end_holds
from aftercare.contexts.clocks.commands.settling import change_of, remember, settle
from aftercare.contexts.clocks.models import Clock, Waiver
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused, not_found


@transaction.atomic
def waive(*, clock_id: int, source: str, note: str, by: Actor, at: datetime) -> Clock:
    """
    Let an open promise fall away for good: also a matter taken up again does not bring it back.

    The caller has checked that `by` may grant it. `source` is the record that grants, `note` its number.

    :raises Refused: `not_found`, or `wrong_state` for a promise that is over.
    """
    found = facts.locked(Clock.objects.filter(pk=clock_id))
    if not found:
        raise not_found()
    clock = found[0]
    if clock.is_over:
        raise Refused("wrong_state", _("The promise is over already; there is nothing to waive."))
    before = remember(found)
    clock.state, clock.stopped_at = Clock.State.CANCELED, max(at, clock.started_at)
    end_holds(clock, clock.stopped_at)
    Waiver.objects.create(clock=clock, since=at, source=source, note=note[:300], by_id=by.id)
    settle(found, before=before, reason="canceled", by=by, at=at)
    line = change_of(clock, clock.due_at, "waived", at, note)
    line.new_due_at = None
    line.save()
    return clock
