"""Close a login and end all its sessions."""

from __future__ import annotations

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.db import transaction

from aftercare.contexts.people import policies
from aftercare.contexts.people.lifecycle import LOGIN
from aftercare.platform import outbox, rows, wording
from aftercare.platform.accounts.models import User
from aftercare.platform.actor import Actor
from aftercare.published.people import UserDeactivated


@transaction.atomic
def deactivate_user(*, user_id: int, reason: str, by: Actor, at: datetime) -> User:
    """
    Close a login: nobody signs in by it, its sessions end now, its roles rest until it is opened again.

    :raises Refused: `not_found`, `not_allowed`, `wrong_state` when it is closed, `missing` without a reason.
    """
    user = rows.locked(policies.users_visible_to(by), user_id)
    policies.may_deactivate(user, by=by).or_refuse()
    user.is_active = LOGIN.after("open" if user.is_active else "closed", "close") == "open"
    why = wording.line(reason, field="reason", limit=200, required=True)
    user.save(update_fields=["is_active"])
    end_sessions(user)
    outbox.publish(UserDeactivated(user_id=user.pk, reason=why, at=at), about=f"user:{user.pk}", by=by)
    return user


def end_sessions(user: User) -> None:
    """Sign the login out everywhere."""
    for session in UserSession.objects.filter(user=user):
        session.end()
