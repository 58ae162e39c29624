"""Structured logs: one line per thing that happened, with the request and the actor, and never a secret."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, MutableMapping
from typing import Any

import structlog
from django.http import HttpRequest
from django.http.response import HttpResponseBase

SECRET = re.compile(r"password|passwd|secret|token|authorization|cookie|api_key|session_key|signature", re.IGNORECASE)
HIDDEN = "***"
# Asked every few seconds by machines, or for every picture: they would bury the rest.
QUIET = ("/livez", "/readyz", "/static/")

Event = MutableMapping[str, Any]


def configuration(style: str, level: str) -> dict[str, Any]:
    """
    Set up structlog and return Django's `LOGGING`.

    `style` is `json` for machines, `console` for people, or empty to decide by whether somebody is watching.
    """
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.ExtraAdder(),
        hide_secrets,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": shared,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    *_drawn(style or ("console" if sys.stderr.isatty() else "json")),
                ],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Our own request line says the same with the actor and the time it took.
            "django.request": {"level": "ERROR"},
            "django.server": {"level": "ERROR"},
            "procrastinate": {"level": "WARNING"},
            "pgtrigger": {"level": "WARNING"},
            "psycopg.pool": {"level": "WARNING"},
        },
    }


def hide_secrets(logger: Any, method: str, event: Event) -> Event:
    """Blank the values whose names say that nobody may read them, at any depth."""
    for name, value in event.items():
        event[name] = _hidden(name, value)
    return event


class RequestLog:
    """Middleware that writes one line per request: route, status, time, person; never the address's secrets."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.log = structlog.get_logger("aftercare.request")

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request and write its line."""
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=getattr(request, "id", ""))
        started = time.perf_counter()
        response = self.get_response(request)
        if not request.path_info.startswith(QUIET):
            write = self.log.error if response.status_code >= 500 else self.log.info
            write(
                "request",
                method=request.method,
                route=_route(request),
                status=response.status_code,
                ms=round((time.perf_counter() - started) * 1000, 1),
                actor_id=getattr(getattr(request, "_cached_user", None), "pk", None),
            )
        return response


def _route(request: HttpRequest) -> str:
    """Return the pattern of the address: links in mails carry tokens in their path."""
    match = request.resolver_match
    return f"/{match.route}" if match else "unknown"


def _hidden(name: str, value: Any) -> Any:
    if SECRET.search(name):
        return HIDDEN if value not in (None, "") else value
    if isinstance(value, dict):
        return {key: _hidden(str(key), inner) for key, inner in value.items()}
    return value


def _drawn(style: str) -> list[Any]:
    if style == "console":
        # The drawn tracebacks print local variables: secrets, and without end.
        plain = structlog.dev.plain_traceback
        return [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain)]
    return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
