"""Open a closed login again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from aftercare.contexts.people import policies
from aftercare.contexts.people.lifecycle import LOGIN
from aftercare.platform import outbox, rows
from aftercare.platform.accounts.models import User
from aftercare.platform.actor import Actor
from aftercare.published.people import UserReactivated


@transaction.atomic
def reactivate_user(*, user_id: int, by: Actor, at: datetime) -> User:
    """
    Open a closed login with the roles it had.

    :raises Refused: `not_found`, `not_allowed`, or `wrong_state` when it is open.
    """
    user = rows.locked(policies.users_visible_to(by), user_id)
    policies.may_deactivate(user, by=by).or_refuse()
    user.is_active = LOGIN.after("open" if user.is_active else "closed", "reopen") == "open"
    user.save(update_fields=["is_active"])
    outbox.publish(UserReactivated(user_id=user.pk, at=at), about=f"user:{user.pk}", by=by)
    return user
