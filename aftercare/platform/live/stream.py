"""The event stream `GET /live/?topic=user:3&topic=work_order:12`: an ASGI application without Django's views."""

from __future__ import annotations

import asyncio
import json
import random
import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

import psycopg
import structlog
from django.db import Error as DatabaseError

from aftercare.platform.live import frames, listener, visitors
from aftercare.platform.live.hub import Hub, Watcher
from aftercare.platform.live.visitors import TurnedAway

log = structlog.get_logger(__name__)

PATH = "/live/"
PING_SECONDS = 15
LISTENER_SECONDS = 5
MOST_STREAMS = 2000
MOST_STREAMS_EACH = 24
MOST_TOPICS = 50
TOPIC = re.compile(r"[a-z][a-z_]{0,39}:[A-Za-z0-9_-]{1,64}")

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class EventStream:
    """The ASGI application; it starts its listener with the first stream of the process."""

    def __init__(self) -> None:
        self.hub = Hub()
        self._tasks: list[asyncio.Task[None]] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request: a stream that lasts until the visitor leaves or may no longer listen."""
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        try:
            origin = _origin(headers)
        except TurnedAway as refusal:
            await _refuse(send, refusal, None)
            return
        try:
            watcher = await self._admit(scope)
        except TurnedAway as refusal:
            await _refuse(send, refusal, origin)
            return
        except (DatabaseError, psycopg.Error) as error:
            log.warning("live_database_away", error=str(error).strip()[:200])
            await _refuse(send, TurnedAway(503, "The database does not answer; try again soon."), origin)
            return
        self.hub.join(watcher)
        try:
            await _serve(watcher, receive, send, origin)
        finally:
            self.hub.leave(watcher)

    async def _admit(self, scope: Scope) -> Watcher:
        if scope["method"] != "GET":
            raise TurnedAway(405, "Only GET.")
        if len(self.hub.watchers) >= MOST_STREAMS:
            raise TurnedAway(503, "Too many open screens; try again soon.")
        topics = _topics(scope)
        visitor = await visitors.admit(dict(scope), topics)
        if self.hub.streams_of(visitor.user_id) >= MOST_STREAMS_EACH:
            raise TurnedAway(429, "Too many open screens of yours; close some.")
        self._start()
        try:
            # Opened before the listener hears, a stream would silently miss what is told meanwhile.
            await asyncio.wait_for(self.hub.listening.wait(), LISTENER_SECONDS)
        except TimeoutError as late:
            raise TurnedAway(503, "The database does not answer; try again soon.") from late
        return Watcher(topics=visitor.topics, user_id=visitor.user_id, session_key=visitor.session_key)

    def _start(self) -> None:
        if not self._tasks or any(task.done() for task in self._tasks):
            for task in self._tasks:
                task.cancel()
            work = (listener.listen(self.hub), listener.watch_sessions(self.hub))
            self._tasks = [asyncio.get_running_loop().create_task(one) for one in work]


async def _serve(watcher: Watcher, receive: Receive, send: Send, origin: str | None) -> None:
    headers = [
        (b"content-type", b"text/event-stream; charset=utf-8"),
        (b"cache-control", b"no-store, no-transform"),
        (b"x-accel-buffering", b"no"),
        *_common_headers(origin),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    retry_ms = random.randint(2000, 5000)  # noqa: S311 - spreads reconnects, no secret
    await _write(send, frames.hello(watcher.topics, retry_ms))
    gone = asyncio.ensure_future(_disconnected(receive))
    try:
        while not gone.done():
            following = asyncio.ensure_future(watcher.queue.get())
            await asyncio.wait({gone, following}, timeout=PING_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            if not following.done():
                following.cancel()
                if not gone.done():
                    await _write(send, frames.PING)
            elif (message := following.result()) is None:
                break
            else:
                await _write(send, message)
    finally:
        gone.cancel()
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        continue


async def _write(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def _refuse(send: Send, refusal: TurnedAway, origin: str | None) -> None:
    body = json.dumps({"type": "about:blank", "title": refusal.reason, "status": refusal.status}).encode()
    headers = [
        (b"content-type", b"application/problem+json"),
        (b"cache-control", b"no-store"),
        (b"content-length", str(len(body)).encode()),
        *_common_headers(origin),
    ]
    await send({"type": "http.response.start", "status": refusal.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _topics(scope: Scope) -> frozenset[str]:
    asked = parse_qs(scope["query_string"].decode("latin-1"), max_num_fields=MOST_TOPICS + 10).get("topic", [])
    if not asked or len(asked) > MOST_TOPICS:
        raise TurnedAway(422, f"topic: name between 1 and {MOST_TOPICS} topics.")
    for topic in asked:
        if not TOPIC.fullmatch(topic):
            raise TurnedAway(422, "topic: must look like work_order:12.")
    return frozenset(asked)


def _origin(headers: dict[str, str]) -> str | None:
    """Return the page's origin when another port of this host opened the stream; other hosts are refused."""
    origin = headers.get("origin")
    if origin is None:
        return None
    if urlsplit(origin).hostname != urlsplit(f"//{headers.get('host', '')}").hostname:
        raise TurnedAway(403, "A page of another host may not listen here.")
    return origin


def _common_headers(origin: str | None) -> list[tuple[bytes, bytes]]:
    headers = [(b"x-content-type-options", b"nosniff"), (b"vary", b"Origin, Cookie")]
    if origin is not None:
        headers.append((b"access-control-allow-origin", origin.encode("latin-1")))
        headers.append((b"access-control-allow-credentials", b"true"))
    return headers
