"""Say who handles a matter."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.people import public as people
from aftercare.contexts.service_requests import policies
from aftercare.contexts.service_requests.commands.opening import root, write
from aftercare.contexts.service_requests.models import ServiceRequest
from aftercare.platform import outbox
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused
from aftercare.published.service_requests import RequestTaken


@transaction.atomic
def assign(*, request_id: int, owner_id: int, by: Actor, at: datetime) -> ServiceRequest:
    """
    Put the matter into the hands of a colleague, or one's own.

    :raises Refused: `not_found`, `not_allowed`, `wrong_state`, `unknown` for somebody who cannot handle it here.
    """
    row = root(request_id, by=by)
    policies.may_assign(row, by=by).or_refuse()
    if owner_id != by.id and owner_id not in people.users_with(*policies.HANDLERS, region_id=row.region_id):
        raise Refused("unknown", _("Choose a colleague who handles requests in this region."), field="owner_id")
    owner = get_user_model().objects.get(pk=owner_id)
    row.owner = owner
    write(row, "owner")
    event = RequestTaken(request_id=row.pk, owner_id=owner.pk, owner_name=owner.get_full_name(), at=at)
    outbox.publish(event, about=row.key, by=by)
    return row
