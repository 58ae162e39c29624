"""Routers, the scope each route asks for, and the actor behind a call."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from ninja import Router
from ninja.security import HttpBearer

from aftercare.platform import clock, limits
from aftercare.platform.actor import Actor
from aftercare.platform.api import tokens
from aftercare.platform.api.models import ApiToken
from aftercare.platform.refusal import Refused
from aftercare.platform.web import actors

CALLS_A_MINUTE = 360


class TokenAuth(HttpBearer):
    """Lets a call in whose token is valid and has the route's scope."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        if scope not in tokens.SCOPES:
            raise LookupError(f"no such scope: {scope}")
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        """
        Return the token and put its owner onto the request as the actor.

        :raises Refused: `not_allowed` without the scope, `too_many` above the rate.
        """
        row = tokens.check(token, at=clock.now())
        if row is None:
            return None
        limits.spend(f"api:{row.pk}", limit=CALLS_A_MINUTE, per_seconds=60, at=clock.now())
        translation.activate(row.user.language)
        if self.scope not in row.scopes:
            raise Refused("not_allowed", _("The token lacks the scope %s.") % self.scope)
        request.user = row.user
        request.__dict__.pop("_actor", None)
        request.actor = replace(  # type: ignore[attr-defined]
            actors.of(request), via="api", scopes=frozenset(row.scopes)
        )
        return row


class Nobody(HttpBearer):
    """Refuses every call: what a route that names no scope gets."""

    def authenticate(self, request: HttpRequest, token: str) -> None:
        """Return None."""


def router(tag: str) -> Router:
    """Return a router for one kind of record; the shell mounts it."""
    return Router(tags=[tag])


def scope(name: str) -> TokenAuth:
    """Return the guard of a route: `@router.get("", auth=scope("requests:read"), …)`."""
    return TokenAuth(name)


def actor(request: HttpRequest) -> Actor:
    """Return who acts through this call."""
    return request.actor  # type: ignore[attr-defined]
