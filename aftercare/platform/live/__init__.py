"""
Tell open screens that something changed: NOTIFY on commit, ids only.

A topic is `kind:key` such as `work_order:12`. Who may watch a kind is said once, with `@watchable("work_order")`;
everybody may watch `user:<own id>`; a kind nobody spoke for cannot be watched.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from django.db import connection

from aftercare.platform.actor import Actor

CHANNEL = "aftercare_live"
# PostgreSQL refuses a notification of 8000 bytes.
LARGEST_BYTES = 7000

MayWatch = Callable[[Actor, str], bool]

_kinds: dict[str, MayWatch] = {}


def tell(topic: str, payload: dict[str, Any]) -> None:
    """
    Say on a topic such as `work_order:12` that something changed; heard after the caller's commit.

    :raises ValueError: when the payload is more than ids and versions.
    """
    tell_all([(topic, payload)])


def tell_all(told: Iterable[tuple[str, dict[str, Any]]]) -> None:
    """
    Say many things in one statement; each pair is a topic and its payload.

    :raises ValueError: when a payload is more than ids and versions.
    """
    messages = [_message(topic, payload) for topic, payload in told]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_notify(%s, message) FROM jsonb_array_elements_text(%s::jsonb) AS message",
            [CHANNEL, json.dumps(messages)],
        )


def _message(topic: str, payload: dict[str, Any]) -> str:
    message = json.dumps({"topic": topic, **payload}, ensure_ascii=False, separators=(",", ":"))
    if len(message.encode()) > LARGEST_BYTES:
        raise ValueError(f"a message on {topic} carries more than ids")
    return message


def watchable(kind: str) -> Callable[[MayWatch], MayWatch]:
    """Let the function decide who may watch the topics of a kind: `may_watch(actor, key) -> bool`."""

    def register(may_watch: MayWatch) -> MayWatch:
        known = _kinds.get(kind)
        if known is not None and known.__qualname__ != may_watch.__qualname__:
            raise ValueError(f"two functions decide who may watch {kind}")
        _kinds[kind] = may_watch
        return may_watch

    return register


def may_watch(actor: Actor, topic: str) -> bool:
    """Tell whether the actor may listen to the topic."""
    kind, _, key = topic.partition(":")
    if kind == "user":
        return actor.id is not None and key == str(actor.id)
    decide = _kinds.get(kind)
    return decide is not None and decide(actor, key)
