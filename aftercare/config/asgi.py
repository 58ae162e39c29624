"""The door for event streams; everything else goes to the pages, so that one ASGI server may carry all."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aftercare.config.settings")

from django.core.asgi import get_asgi_application

from aftercare.platform.live.stream import PATH, EventStream, Receive, Scope, Send

pages = get_asgi_application()
streams = EventStream()


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Pass event streams to their own application and the rest to Django."""
    if scope["type"] == "http" and scope["path"] == PATH:
        await streams(scope, receive, send)
    else:
        await pages(scope, receive, send)
