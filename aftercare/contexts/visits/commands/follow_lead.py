"""What becomes of the helpers when the one who leads has ended the job."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from aftercare.contexts.dispatch import public as dispatch
from aftercare.contexts.visits.commands.help_done import leave
from aftercare.contexts.visits.commands.leading import lock
from aftercare.contexts.visits.lifecycle import VISIT
from aftercare.contexts.visits.models import Visit
from aftercare.platform.actor import Actor


@transaction.atomic
def end_help(*, work_order_id: int, by: Actor, at: datetime) -> int:
    """
    End what is left of the helpers' parts once the lead has: who is there leaves, who is not needs not come.

    Return how many.
    """
    lock(work_order_id)
    helping = Visit.objects.under_way().filter(work_order_id=work_order_id, is_assisting=True)
    rows = list(helping.select_for_update(of=("self",)).order_by("booking_id"))
    for visit in rows:
        if VISIT.can(visit.status, "help_done"):
            leave(visit, by=by, at=at)
        else:
            reason = _("Your partner has ended the job already.")
            dispatch.unassign(booking_id=visit.booking_id, reason=reason, by=by, at=at)
    return len(rows)
