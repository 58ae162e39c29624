"""Take a role from a login."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from aftercare.contexts.people import policies
from aftercare.contexts.people.models import Grant
from aftercare.platform import outbox, rows
from aftercare.platform.actor import Actor
from aftercare.published.people import RoleRevoked


@transaction.atomic
def revoke_role(*, grant_id: int, by: Actor, at: datetime) -> None:
    """
    Take a role; it is gone with the next request of the login.

    :raises Refused: `not_found`, or `not_allowed`.
    """
    seen = Grant.objects.filter(user__in=policies.users_visible_to(by).values("pk"))
    grant = rows.locked(seen, grant_id)
    policies.may_grant(grant.user, by=by).or_refuse()
    told = RoleRevoked(
        user_id=grant.user_id,
        role=grant.role,
        region_id=grant.region_id,
        region=grant.region.name if grant.region else "",
        at=at,
    )
    grant.delete()
    outbox.publish(told, about=f"user:{told.user_id}", by=by)
