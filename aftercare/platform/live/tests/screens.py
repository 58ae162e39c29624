"""Open streams for tests, spoken to over plain sockets."""

from __future__ import annotations

import asyncio
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from aftercare.platform.accounts.models import User


def session_of(user: User) -> str:
    """Sign the person in and return the session's key."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


class Screen:
    """One open stream, read word by word."""

    def __init__(self, port: int, session: str, *topics: str, origin: str = "") -> None:
        self.port = port
        query = "&".join(f"topic={topic}" for topic in topics)
        lines = [f"GET /live/?{query} HTTP/1.1", f"Host: 127.0.0.1:{port}"]
        lines += [f"Cookie: {settings.SESSION_COOKIE_NAME}={session}"] if session else []
        lines += [f"Origin: {origin}"] if origin else []
        self.request = "\r\n".join([*lines, "", ""]).encode()

    async def open(self) -> int:
        """Open the stream and return the status of the answer."""
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        self.writer.write(self.request)
        self.head = (await asyncio.wait_for(self.reader.readuntil(b"\r\n\r\n"), 20)).decode().lower()
        return int(self.head.split()[1])

    async def until(self, word: str, seconds: float = 15) -> str:
        """Read until the word comes."""
        return (await asyncio.wait_for(self.reader.readuntil(word.encode()), seconds)).decode()

    async def end(self, seconds: float) -> bytes:
        """Read until the server ends the stream."""
        return await asyncio.wait_for(self.reader.readuntil(b"\r\n0\r\n\r\n"), seconds)

    def close(self) -> None:
        """Leave."""
        self.writer.close()
