"""Two answers for machines: is this process alive, and may it be sent requests."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable
from functools import cache
from typing import Any

import psycopg
import structlog
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase

log = structlog.get_logger(__name__)

REMEMBER_SECONDS = 2.0
PATIENCE_SECONDS = 2
LEAST_FREE_BYTES = 200 * 1024 * 1024

Troubles = dict[str, str]


class Probes:
    """
    Middleware that answers `/livez` and `/readyz` before anything else of the product is touched.

    `/livez` never asks the database; `/readyz` asks database, migrations and disk, at most every two seconds.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self._gate = threading.Lock()
        self._known: tuple[float, Troubles] = (-REMEMBER_SECONDS, {})

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a probe, or pass the request on."""
        if request.path_info == "/livez":
            return _plain(HttpResponse("alive\n", content_type="text/plain"))
        if request.path_info == "/readyz":
            found = self._troubles()
            return _plain(JsonResponse({"ready": not found, "troubles": found}, status=503 if found else 200))
        return self.get_response(request)

    def _troubles(self) -> Troubles:
        with self._gate:
            asked, found = self._known
            if time.monotonic() - asked >= REMEMBER_SECONDS:
                found = troubles()
                self._known = (time.monotonic(), found)
                if found:
                    log.warning("not_ready", troubles=found)
            return found


def troubles() -> Troubles:
    """Return what keeps the product from serving, by name; empty when nothing does."""
    found: Troubles = {}
    try:
        # A connection of its own: a pool under pressure must not make the answer wait.
        with psycopg.connect(**_parameters(), autocommit=True) as link:
            rows = link.execute("SELECT app, name FROM django_migrations").fetchall()
    except psycopg.errors.UndefinedTable:
        found["migrations"] = "nothing is migrated"
    except psycopg.Error as error:
        found["database"] = type(error).__name__
    else:
        missing = migrations_on_disk() - set(rows)
        if missing:
            found["migrations"] = f"{len(missing)} not applied"
    if free_bytes() < LEAST_FREE_BYTES:
        found["disk"] = f"{free_bytes() // 1024 // 1024} MB free"
    return found


@cache
def migrations_on_disk() -> frozenset[tuple[str, str]]:
    """Return the migrations this version of the product brings."""
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations or ())


def free_bytes() -> int:
    """Return the space left where files are kept."""
    home = settings.HOME
    while not home.exists():
        home = home.parent
    return shutil.disk_usage(home).free


def _parameters() -> dict[str, Any]:
    given = connection.get_connection_params()
    wanted = {name: given[name] for name in ("dbname", "user", "password", "host", "port") if given.get(name)}
    timeout = f"-c statement_timeout={PATIENCE_SECONDS * 1000}"
    return wanted | {"connect_timeout": PATIENCE_SECONDS, "options": timeout, "application_name": "aftercare health"}


def _plain(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
