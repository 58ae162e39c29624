"""The door for event streams, and nothing else: pages and the API are served by `aftercare.config.wsgi`."""

from __future__ import annotations

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aftercare.config.settings")

from django.urls import get_resolver

from aftercare.platform.live.stream import PATH, EventStream, Receive, Scope, Send

django.setup()
# The doors say who may watch their topics.
assert get_resolver().url_patterns
streams = EventStream()


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer event streams and the question whether this process is alive."""
    if scope["type"] == "http" and scope["path"] == PATH:
        await streams(scope, receive, send)
        return
    alive = scope["path"] == "/livez"
    headers = [(b"content-type", b"text/plain"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": 200 if alive else 404, "headers": headers})
    await send({"type": "http.response.body", "body": b"alive\n" if alive else b"Only event streams live here.\n"})
