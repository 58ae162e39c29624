"""Who opens a stream, and whether they still may: asked in two threads, which keep no database connection."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib import import_module
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth import get_user, get_user_model
from django.core.exceptions import DisallowedHost
from django.core.handlers.asgi import ASGIRequest
from django.db import close_old_connections, connection
from django.utils import timezone

from aftercare.platform.live import may_watch
from aftercare.platform.web import actors

_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="live")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Visitor:
    """A signed-in person and the topics they asked for and may watch."""

    user_id: int
    session_key: str
    topics: frozenset[str]


class TurnedAway(Exception):
    """The stream is refused with an HTTP status and a reason."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


async def admit(scope: dict[str, Any], topics: frozenset[str]) -> Visitor:
    """
    Return who asks, with the topics they may watch.

    :raises TurnedAway: 400 for a foreign host, 401 without a login, 403 when none of the topics is theirs.
    """
    return await _apart(lambda: _admit(scope, topics))


async def ended(held: Mapping[str, int]) -> set[str]:
    """Return those of the sessions (by key, with their user) that are over."""
    return await _apart(lambda: _ended(held))


def _admit(scope: dict[str, Any], topics: frozenset[str]) -> Visitor:
    request = ASGIRequest(scope, io.BytesIO())
    try:
        request.get_host()
    except DisallowedHost as error:
        raise TurnedAway(400, "This address is not served here.") from error
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    request.user = get_user(request)
    if not request.user.is_authenticated or not request.user.is_active or not key:
        raise TurnedAway(401, "Sign in first.")
    actor = actors.of(request)
    mine = frozenset(topic for topic in topics if may_watch(actor, topic))
    if not mine:
        raise TurnedAway(403, "None of these topics is yours to watch.")
    return Visitor(user_id=request.user.pk, session_key=key, topics=mine)


def _ended(held: Mapping[str, int]) -> set[str]:
    store = import_module(settings.SESSION_ENGINE).SessionStore
    sessions = store.get_model_class().objects.filter(session_key__in=list(held), expire_date__gt=timezone.now())
    alive = set(sessions.values_list("session_key", flat=True))
    active = set(
        get_user_model().objects.filter(pk__in=set(held.values()), is_active=True).values_list("pk", flat=True)
    )
    return {key for key, user_id in held.items() if key not in alive or user_id not in active}


async def _apart(ask: Callable[[], T]) -> T:
    def asked() -> T:
        close_old_connections()
        try:
            return ask()
        finally:
            connection.close()

    return await asyncio.get_running_loop().run_in_executor(_threads, asked)
