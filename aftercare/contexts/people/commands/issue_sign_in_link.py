"""Hand out a link by which a person sets the password of a login."""

from __future__ import annotations

from datetime import datetime

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.db import transaction
from django.urls import reverse

from aftercare.contexts.people import policies
from aftercare.contexts.people.models import Grant
from aftercare.platform import outbox, rows
from aftercare.platform.actor import Actor, Role
from aftercare.published.people import SignInLinkIssued


@transaction.atomic
def issue_sign_in_link(*, user_id: int, by: Actor, at: datetime) -> str:
    """
    Return the path of a link that works once and for three days; nobody but the person learns the password.

    :raises Refused: `not_found`, or `not_allowed`, also for an administrator who has signed in before: whoever
        could hand out that link would hold two of the three administrators' roles.
    """
    user = rows.locked(policies.users_visible_to(by), user_id)
    held = frozenset(Role(name) for name in Grant.objects.filter(user=user).values_list("role", flat=True))
    policies.may_issue_link(user, held, by=by).or_refuse()
    outbox.publish(SignInLinkIssued(user_id=user.pk, at=at), about=f"user:{user.pk}", by=by)
    key = default_token_generator.make_token(user)
    return reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), key])
