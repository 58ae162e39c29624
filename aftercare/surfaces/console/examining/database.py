"""The database: does it keep what it was given, is it this version's, has it room."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from aftercare.platform import clock, database
from aftercare.surfaces.console.examining import Finding, bad, fine, poor

OLDEST_VERSION = 150000
MOST_DRIFT_SECONDS = 2
CROWDED = 0.8
# What must be on, so that an acknowledged write survives a power cut.
KEEPING = {"fsync": {"on"}, "full_page_writes": {"on"}, "synchronous_commit": {"on", "remote_write", "remote_apply"}}


def answers() -> Iterator[Finding]:
    """Look whether the server can be reached at all; gives nothing when it can."""
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        advice = (
            "Start the server, or correct DATABASE_URL." if database.external() else "Run `aftercare database start`."
        )
        yield bad("server", str(error).strip().splitlines()[0], advice)


def server() -> Iterator[Finding]:
    """Look at the server: where, which version, which encoding."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        number = int(cursor.fetchone()[0])
        cursor.execute(
            "SELECT current_setting('server_version'), current_database(), pg_encoding_to_char(encoding),"
            " datlocprovider::text FROM pg_database WHERE datname = current_database()"
        )
        version, name, encoding, provider = cursor.fetchone()
    where = "DATABASE_URL" if database.external() else str(database.server().data)
    if number < OLDEST_VERSION:
        yield bad("server", f"PostgreSQL {version}", "Move to PostgreSQL 15 or newer.")
    else:
        yield fine("server", f"PostgreSQL {version}, database {name}, {where}")
    if encoding != "UTF8":
        yield bad("encoding", encoding, "Make the database anew with ENCODING 'UTF8'.")
    if provider == "c":
        advice = "Make the database with LOCALE_PROVIDER builtin or icu: the system's rules change with its updates."
        yield poor("collation", "sorts by the operating system's rules", advice)


def keeping() -> Iterator[Finding]:
    """Look at the settings that decide whether an acknowledged write survives a power cut."""
    for name, wanted in KEEPING.items():
        value = _setting(name)
        if value in wanted:
            yield fine(name, value)
        else:
            yield bad(name, value, f"Set {name} = on: without it a power cut loses or breaks what was saved.")
    if _setting("data_checksums") != "on":
        yield poor("data_checksums", "off", "Turn them on with pg_checksums, to notice a failing disk early.")


def migrations() -> Iterator[Finding]:
    """Look for migrations that were not applied."""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        names = ", ".join(f"{step.app_label}.{step.name}" for step, _ in waiting[:3])
        yield bad("migrations", f"{len(waiting)} not applied ({names} …)", "Run `aftercare migrate`.")
    else:
        yield fine("migrations", f"all {len(executor.loader.applied_migrations)} applied")


def connections() -> Iterator[Finding]:
    """Look at how many of the connections are taken."""
    most = int(_setting("max_connections"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'")
        taken = cursor.fetchone()[0]
    if taken > most * CROWDED:
        yield poor("connections", f"{taken} of {most}", "Serve with fewer --workers or --threads, or raise it.")
    else:
        yield fine("connections", f"{taken} of {most}")


def drift() -> Iterator[Finding]:
    """Compare this machine's clock with the database's."""
    with connection.cursor() as cursor:
        before = clock.now()
        cursor.execute("SELECT clock_timestamp()")
        there = cursor.fetchone()[0]
    middle = before + (clock.now() - before) / 2
    apart = abs((there - middle).total_seconds())
    if apart > MOST_DRIFT_SECONDS:
        yield bad("clock", f"{apart:.1f} s from the database's", "Keep both machines' clocks by NTP.")
    elif middle < datetime(2025, 1, 1, tzinfo=UTC):
        yield bad("clock", f"{middle:%Y-%m-%d}", "Set this machine's date.")
    else:
        yield fine("clock", f"{apart:.3f} s from the database's, process zone {os.environ.get('TZ', 'of the system')}")


def _setting(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s)", [name])
        return str(cursor.fetchone()[0])
