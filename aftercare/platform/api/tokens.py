"""Make, check and end tokens; only a digest of the secret is kept."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.platform.actor import Actor, Role
from aftercare.platform.api.models import ApiToken
from aftercare.platform.refusal import Refused, not_found

SCOPES = {
    "requests:read": _("Read requests"),
    "requests:write": _("Register and handle requests"),
    "concessions:read": _("Read concessions"),
    "concessions:write": _("Ask for and decide concessions"),
    "orders:read": _("Read work orders"),
    "orders:write": _("Plan and handle work orders"),
    "visits:read": _("Read visits"),
    "visits:write": _("Record visits"),
    "equipment:read": _("Read equipment"),
    "customers:read": _("Read customers"),
    "warranties:read": _("Read warranties"),
    "retentions:read": _("Read retention money"),
    "retentions:write": _("Decide about retention money"),
}
SEEN_EVERY = timedelta(minutes=5)


@transaction.atomic
def issue(
    *, user_id: int, name: str, scopes: Iterable[str], expires_at: datetime | None, by: Actor, at: datetime
) -> tuple[ApiToken, str]:
    """
    Make a token for a login and return it with its secret, which is shown this once.

    A person makes tokens for himself; the security administrator for anyone.
    :raises Refused: `not_allowed`, `unknown_scope`, `no_scope` or `expired`.
    """
    if not (by.is_system or by.id == user_id or by.has(Role.SECURITY_ADMIN)):
        raise Refused("not_allowed", _("A token for someone else is made by the security administrator."))
    wanted = sorted(set(scopes))
    if not wanted:
        raise Refused("no_scope", _("Choose at least one scope."), field="scopes")
    if unknown := [scope for scope in wanted if scope not in SCOPES]:
        raise Refused("unknown_scope", _("There is no scope %s.") % ", ".join(unknown), field="scopes")
    if expires_at is not None and expires_at <= at:
        raise Refused("expired", _("The last valid moment must lie ahead."), field="expires_at")
    prefix, secret = secrets.token_hex(5), secrets.token_urlsafe(32)
    row = ApiToken.objects.create(
        user_id=user_id,
        name=name[:80],
        prefix=prefix,
        digest=_digest(secret),
        scopes=wanted,
        created_at=at,
        expires_at=expires_at,
    )
    return row, f"ac_{prefix}_{secret}"


@transaction.atomic
def revoke(*, token_id: int, by: Actor, at: datetime) -> None:
    """
    End a token at once.

    :raises Refused: `not_found` for a token that is not the actor's to end.
    """
    row = ApiToken.objects.select_for_update().filter(pk=token_id).first()
    if row is None or not (by.is_system or row.user_id == by.id or by.has(Role.SECURITY_ADMIN)):
        raise not_found()
    if row.revoked_at is None:
        row.revoked_at = at
        row.save(update_fields=["revoked_at"])


def check(given: str, *, at: datetime) -> ApiToken | None:
    """Return the valid token of this secret, with its login; None for any other string."""
    kind, _sep, rest = given.partition("_")
    prefix, _sep, secret = rest.partition("_")
    if kind != "ac" or not prefix.isascii() or "\0" in given:
        return None
    row = ApiToken.objects.select_related("user").filter(prefix=prefix).first()
    known = row.digest if row else _digest("nobody")
    if not hmac.compare_digest(known, _digest(secret)) or row is None:
        return None
    if row.revoked_at or (row.expires_at and row.expires_at <= at) or not row.user.is_active:
        return None
    if row.last_used_at is None or at - row.last_used_at > SEEN_EVERY:
        ApiToken.objects.filter(pk=row.pk).update(last_used_at=at)
    return row


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
