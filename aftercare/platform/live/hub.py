"""The hub of one process: from a topic to the open screens that watch it. Knows neither HTTP nor the database."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

QUEUE_LENGTH = 100


@dataclass(eq=False)
class Watcher:
    """One open screen: what it watches, what waits to be sent, and the session it was opened in."""

    topics: frozenset[str]
    user_id: int
    session_key: str
    queue: asyncio.Queue[str | None] = field(default_factory=lambda: asyncio.Queue(QUEUE_LENGTH))

    def offer(self, message: str) -> None:
        """Queue a message; a screen too slow to take it is let go, comes back and fetches everything anew."""
        try:
            self.queue.put_nowait(message)
        except asyncio.QueueFull:
            self.let_go()

    def let_go(self) -> None:
        """End the stream; what still waits is dropped."""
        while not self.queue.empty():
            self.queue.get_nowait()
        self.queue.put_nowait(None)


class Hub:
    """The watchers of this process by topic."""

    def __init__(self) -> None:
        self.watchers: set[Watcher] = set()
        # Set while something passes messages on to this hub.
        self.listening = asyncio.Event()
        self._by_topic: dict[str, set[Watcher]] = defaultdict(set)

    def join(self, watcher: Watcher) -> None:
        """Send the watcher what is said on its topics from now on."""
        self.watchers.add(watcher)
        for topic in watcher.topics:
            self._by_topic[topic].add(watcher)

    def leave(self, watcher: Watcher) -> None:
        """Forget the watcher."""
        self.watchers.discard(watcher)
        for topic in watcher.topics:
            self._by_topic[topic].discard(watcher)
            if not self._by_topic[topic]:
                del self._by_topic[topic]

    def tell(self, topic: str, message: str) -> None:
        """Pass a message to everyone who watches the topic."""
        for watcher in list(self._by_topic.get(topic, ())):
            watcher.offer(message)

    def tell_all(self, message: str) -> None:
        """Pass a message to every watcher."""
        for watcher in list(self.watchers):
            watcher.offer(message)

    def streams_of(self, user_id: int) -> int:
        """Return how many screens a person has open here."""
        return sum(watcher.user_id == user_id for watcher in self.watchers)

    def let_go(self, session_keys: Iterable[str]) -> None:
        """End the streams of these sessions."""
        ended = set(session_keys)
        for watcher in list(self.watchers):
            if watcher.session_key in ended:
                watcher.let_go()
