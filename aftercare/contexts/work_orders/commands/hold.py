"""Stop work on an order for a while."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.service_requests import public as requests
from aftercare.contexts.work_orders import policies
from aftercare.contexts.work_orders.commands.editing import move, root
from aftercare.contexts.work_orders.models import Hold, HoldParty, HoldReason, WorkOrder
from aftercare.platform import outbox, wording
from aftercare.platform.actor import Actor
from aftercare.platform.files.intake import Photo
from aftercare.platform.refusal import Refused
from aftercare.published.work_orders import WorkOrderHeld


@transaction.atomic
def hold(
    *,
    work_order_id: int,
    reason: str,
    party: str,
    note: str = "",
    photos: Sequence[Photo] = (),
    by: Actor,
    at: datetime,
) -> WorkOrder:
    """
    Stop work until someone resumes it; the contract says whether the reason stops a clock.

    `photos` are the evidence; they stand with the request, whose promises wait.
    :raises Refused: `not_found`, `not_allowed`, `wrong_state`, `unknown`, `no_request` for photos without one, or what
        is wrong with a photo.
    """
    order = root(work_order_id, by=by)
    policies.may_hold(order, by=by).or_refuse()
    if reason not in HoldReason.values:
        raise Refused("unknown", _("Choose why the work stops."), field="reason")
    if party not in HoldParty.values:
        raise Refused("unknown", _("Choose who is accountable."), field="party")
    said = wording.lines(note, field="note", limit=500)
    evidence = _evidence(order, photos, by=by, at=at)
    move(order, "hold")
    Hold.objects.create(work_order=order, reason=reason, party=party, note=said, since=at)
    event = WorkOrderHeld(
        work_order_id=order.pk,
        request_id=order.request_id,
        reason=reason,
        party=party,
        note=said,
        evidence=evidence,
        at=at,
    )
    outbox.publish(event, about=order.key, by=by)
    return order


def _evidence(order: WorkOrder, photos: Sequence[Photo], *, by: Actor, at: datetime) -> tuple[int, ...]:
    """Keep the photos with the request and return their ids."""
    if not photos:
        return ()
    if order.request_id is None:
        words = _("This order belongs to no request: no promise waits that photos could speak for.")
        raise Refused("no_request", words, field="photos")
    return requests.add_evidence(request_id=order.request_id, photos=photos, by=by, at=at)
