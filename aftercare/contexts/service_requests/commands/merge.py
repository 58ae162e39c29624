"""Continue a matter inside another request."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.service_requests import policies
from aftercare.contexts.service_requests.commands.opening import move, root, write
from aftercare.contexts.service_requests.commands.resume import WAIT, stop_waiting
from aftercare.contexts.service_requests.models import OPEN, ServiceRequest
from aftercare.platform import outbox
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused
from aftercare.published.service_requests import RequestMerged


@transaction.atomic
def merge(*, request_id: int, into_id: int, by: Actor, at: datetime) -> ServiceRequest:
    """
    Let the matter go on inside another open request of the same customer; both keep their history.

    :raises Refused: `not_found`, `not_allowed`, `wrong_state`, `open_order`, `into_itself`, `into_closed`,
        `other_customer`.
    """
    if request_id == into_id:
        raise Refused("into_itself", _("A request cannot be merged into itself."), field="into_id")
    # Always in the same order, so that two people merging the same pair wait instead of blocking each other.
    locked = {pk: root(pk, by=by) for pk in sorted((request_id, into_id))}
    row, into = locked[request_id], locked[into_id]
    policies.may_merge(row, by=by).or_refuse()
    if into.status not in OPEN:
        raise Refused("into_closed", _("Choose a request that is still open."), field="into_id")
    if row.customer_id and into.customer_id and row.customer_id != into.customer_id:
        raise Refused("other_customer", _("That request belongs to another customer."), field="into_id")
    move(row, "merge")
    stop_waiting(row)
    row.merged_into, row.closed_at = into, at
    write(row, "merged_into", "closed_at", *WAIT)
    event = RequestMerged(request_id=row.pk, into_id=into.pk, at=at)
    outbox.publish(event, about=row.key, by=by)
    outbox.record(event, about=into.key, by=by)
    return row
