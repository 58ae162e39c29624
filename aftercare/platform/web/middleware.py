"""What happens around every request: its id, its language and zone, and the refusal of undeclared views."""

from __future__ import annotations

import re
import uuid
import zoneinfo
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from aftercare.platform import audit, clock
from aftercare.platform.refusal import Refused
from aftercare.platform.web import actors, door, fragments, preferences, refusals

GetResponse = Callable[[HttpRequest], HttpResponseBase]
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")


class RequestId:
    """Gives each request an id, taken from a trusted proxy's header when it is well formed."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with the id in `X-Request-Id`, so that a person can quote it."""
        given = request.headers.get("X-Request-Id", "")
        request.id = given if _REQUEST_ID.fullmatch(given) else uuid.uuid4().hex  # type: ignore[attr-defined]
        response = self.get_response(request)
        response["X-Request-Id"] = request.id  # type: ignore[attr-defined]
        return response


class LanguageAndZone:
    """Speaks the person's language and clock: the login's own, else the cookie's, else the company's."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Activate language and zone for the request and set them back after it."""
        language, zone = preferences.language_of(request), preferences.zone_of(request)
        with translation.override(language), timezone.override(zoneinfo.ZoneInfo(zone)):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Cookie",))
        return response


class SessionActivity:
    """Notes now and then that a session is alive, for the list of sessions, and ends one left idle too long."""

    NOTED_EVERY_SECONDS = 300
    IDLE_SECONDS = 12 * 3600

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Note the session at most once in five minutes: a write on every page would cost more than the page."""
        if request.user.is_authenticated:
            now, seen = int(clock.now().timestamp()), request.session.get("seen", 0)
            if seen and now - seen > self.IDLE_SECONDS:
                logout(request)
            elif now - seen > self.NOTED_EVERY_SECONDS:
                request.session["seen"] = now
                UserSession.objects.create_from_request(request)
        return self.get_response(request)


class DenyByDefault:
    """Refuses every view that does not say who may call it, and tells refusals in the product's look."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, turning words for the corner into a client event when htmx asked."""
        request.actor = SimpleLazyObject(lambda: actors.of(request))  # type: ignore[attr-defined]
        with ExitStack() as request.until_answered:  # type: ignore[attr-defined]
            response = self.get_response(request)
        if fragments.is_partial(request) and not response.headers.get("HX-Redirect"):
            _hand_over_messages(request, response)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Let a declared view run; a library's view runs behind the policy declared for it, as the one signed in."""
        name = request.resolver_match.view_name if request.resolver_match else None
        policy = door.policy_of(view, name)
        if policy is None:
            return refusals.answer(
                request, Refused("not_allowed", _("Nobody may open this page: no right is declared."))
            )
        if door.guards_itself(view):
            return None
        if stopped := door.stopped(request, policy):
            return stopped
        # Django calls the view itself: only then may a library answer what its view raised, such as "is it you?".
        if request.user.is_authenticated:
            request.until_answered.enter_context(audit.acting(actors.of(request)))  # type: ignore[attr-defined]
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn a `Refused` that left a view without a door into its page."""
        return refusals.answer(request, exception) if isinstance(exception, Refused) else None


def _hand_over_messages(request: HttpRequest, response: HttpResponseBase) -> None:
    """Move the waiting words into `HX-Trigger`, where the page shows them as toasts."""
    waiting = [{"text": str(m.message), "tone": m.level_tag} for m in messages.get_messages(request)]
    if waiting and isinstance(response, HttpResponse):
        fragments.trigger(response, "toast", waiting)
