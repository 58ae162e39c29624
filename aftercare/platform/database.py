"""Where the database is: the embedded PostgreSQL unless `DATABASE_URL` names a server."""

from __future__ import annotations

import atexit
import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from aftercare.platform.embedded import SUPERUSER, Server

EMBEDDED_DATABASE = "aftercare"

_server: Server | None = None


def home() -> Path:
    """Return the folder of the embedded database and the files (`AFTERCARE_HOME`, default `.data`)."""
    return Path(os.environ.get("AFTERCARE_HOME", ".data")).expanduser().resolve()


def name() -> str:
    """Return the database's name in the embedded server (`AFTERCARE_DATABASE`, default `aftercare`)."""
    return os.environ.get("AFTERCARE_DATABASE", EMBEDDED_DATABASE)


def external() -> bool:
    """Return whether `DATABASE_URL` names a server of somebody else's."""
    return bool(os.environ.get("DATABASE_URL"))


def connection(*, pooled: bool) -> dict[str, Any]:
    """
    Return Django's settings for the one database.

    :raises ValueError: when `DATABASE_URL` is not a `postgresql://` address.
    """
    where = _from_url(os.environ["DATABASE_URL"]) if external() else _embedded()
    options: dict[str, Any] = {"application_name": os.environ.get("AFTERCARE_PROCESS", "aftercare")}
    options["connect_timeout"] = 5
    if limits := _limits():
        options["options"] = limits
    options.update(where.pop("OPTIONS", {}))
    if pooled:
        options["pool"] = {"min_size": 1, "max_size": int(os.environ.get("AFTERCARE_POOL", "8")), "timeout": 10}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
        **where,
    }


def ensure(*, keep: bool = False, throwaway: bool = False) -> None:
    """
    Start the embedded server and make its database, unless `DATABASE_URL` names another server.

    The server is shared by all processes of one home; the last to end stops it, unless it was started to be kept.

    :raises ServerTrouble: when it cannot be made or started.
    :raises ValueError: when `DATABASE_URL` is not a `postgresql://` address.
    """
    global _server
    if external():
        _from_url(os.environ["DATABASE_URL"])
        return
    if _server is None:
        _server = Server(home(), throwaway=throwaway)
        atexit.register(_server.release)
    _server.start(keep=keep)
    if not throwaway:
        _make_database(_server)


def tend() -> bool:
    """Start the embedded server again when its process is gone; return whether it had to be started."""
    return not external() and not server().alive and server().start()


def server() -> Server:
    """Return the embedded server of this home, running or not."""
    return _server or Server(home())


def _limits() -> str:
    """Return how long a statement and a wait for a lock may take, where the process says so."""
    limits = {
        "statement_timeout": os.environ.get("AFTERCARE_STATEMENT_TIMEOUT", ""),
        "lock_timeout": os.environ.get("AFTERCARE_LOCK_TIMEOUT", ""),
    }
    return " ".join(f"-c {name}={value}" for name, value in limits.items() if value)


def _make_database(server: Server) -> None:
    import psycopg
    from psycopg import sql

    with psycopg.connect(host=str(server.socket), user=SUPERUSER, dbname="postgres", autocommit=True) as link:
        if link.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name()]).fetchone():
            return
        try:
            link.execute(
                sql.SQL(
                    "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' "
                    "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C'"
                ).format(sql.Identifier(name()))
            )
        except (psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
            return  # Another process of this home made it first.


def _embedded() -> dict[str, Any]:
    """Return the socket of the embedded server, which `aftercare` starts before Django needs it."""
    return {"NAME": name(), "USER": SUPERUSER, "HOST": str(Server(home()).socket), "PORT": ""}


def _from_url(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ValueError("DATABASE_URL must look like postgresql://user:password@host:5432/name")
    return {
        "NAME": os.environ.get("AFTERCARE_DATABASE") or unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
    }
