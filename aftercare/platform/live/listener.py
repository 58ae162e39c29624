"""The one database connection of the process that hears what is told, and what keeps the watchers honest."""

from __future__ import annotations

import asyncio
import json
import random
from typing import Any

import psycopg
import structlog
from django.db import connection
from psycopg import sql

from aftercare.platform.live import CHANNEL, frames, visitors
from aftercare.platform.live.hub import Hub

log = structlog.get_logger(__name__)

LOOK_SECONDS = 10
LONGEST_PAUSE_SECONDS = 15
# What Django adds to the parameters for its own use.
NOT_FOR_LIBPQ = {"pool", "cursor_factory", "context", "prepare_threshold", "server_side_binding"}


async def listen(hub: Hub) -> None:
    """Pass notifications to the hub for ever; after a lost connection tell every watcher to fetch anew."""
    pause = 0.5
    missed = False
    while True:
        try:
            async with await psycopg.AsyncConnection.connect(**_parameters(), autocommit=True) as link:
                await link.execute(sql.SQL("LISTEN {}").format(sql.Identifier(CHANNEL)))
                if missed:
                    hub.tell_all(frames.RESYNC)
                missed, pause = False, 0.5
                hub.listening.set()
                await _hear(link, hub)
        except (psycopg.Error, OSError) as error:
            log.warning("live_listener_lost", error=str(error).strip()[:200])
        finally:
            hub.listening.clear()
        missed = True
        await asyncio.sleep(pause * random.uniform(0.7, 1.3))  # noqa: S311 - spreads reconnects, no secret
        pause = min(pause * 2, LONGEST_PAUSE_SECONDS)


async def watch_sessions(hub: Hub) -> None:
    """End the streams of people who signed out or lost their access, at the latest after ten seconds."""
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        held = {watcher.session_key: watcher.user_id for watcher in hub.watchers}
        if held:
            try:
                hub.let_go(await visitors.ended(held))
            except psycopg.Error as error:
                log.warning("live_sessions_unknown", error=str(error).strip()[:200])


async def _hear(link: psycopg.AsyncConnection[Any], hub: Hub) -> None:
    while True:
        async for notification in link.notifies(timeout=LOOK_SECONDS):
            try:
                topic = json.loads(notification.payload)["topic"]
            except (ValueError, KeyError, TypeError):
                log.warning("live_message_unreadable", length=len(notification.payload))
                continue
            hub.tell(topic, frames.message(notification.payload))
        # A server that vanished without a word is noticed by asking it something.
        await asyncio.wait_for(link.execute("SELECT 1"), LOOK_SECONDS)


def _parameters() -> dict[str, Any]:
    given = connection.get_connection_params()
    wanted = {name: value for name, value in given.items() if name not in NOT_FOR_LIBPQ}
    return wanted | {"application_name": "aftercare live listener", "connect_timeout": 5}
