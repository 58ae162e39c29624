"""Make a login for somebody outside the company: a customer or a partner."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.people import policies
from aftercare.contexts.people.commands.create_user import make_login
from aftercare.contexts.people.commands.grant_role import grant_beside
from aftercare.platform import outbox
from aftercare.platform.accounts.models import User
from aftercare.platform.actor import Actor, Role
from aftercare.platform.refusal import Refused
from aftercare.published.people import RoleGranted, UserCreated


@transaction.atomic
def open_outside_login(
    *,
    username: str,
    name: str,
    role: str,
    email: str = "",
    phone: str = "",
    language: str = "zh-hans",
    password: str | None = None,
    by: Actor,
    at: datetime,
) -> User:
    """
    Make a login that holds the role `customer` or `partner` and nothing else.

    :raises Refused: `not_allowed`, `invalid` for another role, `conflict`, or what is wrong with a field.
    """
    policies.may_open_outside_login(by=by).or_refuse()
    if role not in {Role.CUSTOMER, Role.PARTNER}:
        raise Refused("invalid", _("From outside come customers and partners only."), field="role")
    user = make_login(username=username, name=name, email=email, phone=phone, language=language, password=password)
    grant_beside(user, Role(role))
    outbox.publish(UserCreated(user_id=user.pk, username=user.username, at=at), about=f"user:{user.pk}", by=by)
    outbox.publish(
        RoleGranted(user_id=user.pk, role=role, region_id=None, region="", at=at), about=f"user:{user.pk}", by=by
    )
    return user
