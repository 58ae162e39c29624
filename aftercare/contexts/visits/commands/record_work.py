"""Keep what was done and used, as it happens."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.visits import policies
from aftercare.contexts.visits.models import Visit
from aftercare.platform import wording
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused


@transaction.atomic
def record_work(*, visit_id: int, work_done: str, parts_used: str, by: Actor, at: datetime) -> Visit:
    """
    Write down the work and the parts so far; it may be written again until the work is done.

    :raises Refused: `not_found`, `not_allowed`, `wrong_state` unless on site, or `not_diagnosed` when the order is
        a repair nobody has diagnosed: diagnosis comes before repair.
    """
    visit = policies.visible_to(by).locked(visit_id)
    policies.may_record(visit, by=by).or_refuse()
    refuse_undiagnosed(visit)
    visit.change(
        work_done=wording.lines(work_done, field="work_done", limit=4000),
        parts_used=wording.lines(parts_used, field="parts_used", limit=2000),
    )
    return visit


def refuse_undiagnosed(visit: Visit) -> None:
    """Refuse `not_diagnosed` while the order waits for its diagnosis."""
    order = visit.work_order
    if order.needs_diagnosis and order.diagnosed_at is None:
        raise Refused("not_diagnosed", _("Diagnose the fault first; the repair comes after."))
