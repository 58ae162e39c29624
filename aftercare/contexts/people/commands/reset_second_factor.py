"""Take away a login's second factor, because the device is lost."""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.people import policies
from aftercare.contexts.people.commands.deactivate_user import end_sessions
from aftercare.contexts.people.models import Grant
from aftercare.platform import outbox, rows
from aftercare.platform.actor import Actor, Role
from aftercare.platform.refusal import Refused
from aftercare.published.people import SecondFactorReset


@transaction.atomic
def reset_second_factor(*, user_id: int, by: Actor, at: datetime) -> None:
    """
    Remove authenticator, passkeys and recovery codes, and sign the login out everywhere.

    :raises Refused: `not_found`, `not_allowed`, or `wrong_state` when there is no second factor.
    """
    user = rows.locked(policies.users_visible_to(by), user_id)
    held = frozenset(Role(name) for name in Grant.objects.filter(user=user).values_list("role", flat=True))
    policies.may_issue_link(user, held, by=by).or_refuse()
    removed, _kinds = Authenticator.objects.filter(user=user).delete()
    if not removed:
        raise Refused("wrong_state", _("This login has no second factor."))
    end_sessions(user)
    outbox.publish(SecondFactorReset(user_id=user.pk, at=at), about=f"user:{user.pk}", by=by)
