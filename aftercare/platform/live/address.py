"""Where a page finds the event stream."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase


def address(request: HttpRequest) -> str:
    """
    Return the origin of the event stream for this page; empty when it is the page's own.

    `AFTERCARE_LIVE_URL` names it; else `AFTERCARE_LIVE_PORT` is a port of the host the visitor typed; else a proxy
    in front passes `/live/` on.
    """
    if settings.LIVE_URL:
        return str(settings.LIVE_URL)
    if settings.LIVE_PORT:
        host = urlsplit(f"//{request.get_host()}").hostname or ""
        return f"{request.scheme}://{f'[{host}]' if ':' in host else host}:{settings.LIVE_PORT}"
    return ""


class AllowStream:
    """Middleware that lets pages connect to the event stream on its other port."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Widen the content policy of the answer by that one origin."""
        response = self.get_response(request)
        if response.get("Content-Type", "").startswith("text/html") and (origin := address(request)):
            update = dict(getattr(response, "_csp_update", None) or {})
            update["connect-src"] = [*update.get("connect-src", []), origin]
            response._csp_update = update  # type: ignore[attr-defined]
        return response
