"""Make a login without any right."""

from __future__ import annotations

import re
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.people import policies
from aftercare.platform import outbox, rows
from aftercare.platform.accounts.models import User
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused
from aftercare.published.people import UserCreated

CLASHES = {
    "accounts_user_username_key": Refused("conflict", _("This login name is in use."), field="username"),
    "login_email_once": Refused("conflict", _("Another login has this e-mail address."), field="email"),
    "login_plain": Refused(
        "invalid",
        _("Use small letters, digits and . _ @ + - only, beginning with a letter or digit."),
        field="username",
    ),
}
_PLAIN = re.compile(r"[a-z0-9][a-z0-9._@+-]*")


@transaction.atomic
def create_user(
    *,
    username: str,
    name: str,
    email: str = "",
    phone: str = "",
    language: str = "zh-hans",
    password: str | None = None,
    by: Actor,
    at: datetime,
) -> User:
    """
    Make a login; without a password it waits for a link or a mail to set one.

    :raises Refused: `not_allowed`, `conflict` for a name or e-mail in use, or what is wrong with a field.
    """
    policies.may_create_user(by=by).or_refuse()
    user = make_login(username=username, name=name, email=email, phone=phone, language=language, password=password)
    outbox.publish(UserCreated(user_id=user.pk, username=user.username, at=at), about=f"user:{user.pk}", by=by)
    return user


def make_login(
    *,
    username: str,
    name: str,
    email: str = "",
    phone: str = "",
    language: str = "zh-hans",
    zone: str = "Asia/Shanghai",
    password: str | None = None,
) -> User:
    """
    Write the login's row, each value checked; the caller has asked whether it may be made.

    :raises Refused: `conflict`, or what is wrong with a field.
    """
    user = User()
    plain = username.strip().lower()
    rows.fill(user, {"username": plain, "name": name, "email": email.strip().lower(), "phone": phone})
    rows.fill(user, {"language": language, "time_zone": zone})
    if not _PLAIN.fullmatch(plain):
        raise CLASHES["login_plain"]
    if password is not None:
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise Refused("weak_password", " ".join(error.messages), field="password") from error
    user.set_password(password)
    with rows.telling(CLASHES):
        user.save()
    return user
