"""The test database: the schema is migrated once per set of migrations, and every worker gets a fresh copy."""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from aftercare.platform import database

if TYPE_CHECKING:
    from pytest_django import DjangoDbBlocker

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_test_environment: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Give this worker its own copy of the migrated template, and drop the copy at the end."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    copy = f"aftercare_test_{worker}_{os.getpid()}"
    with django_db_blocker.unblock():
        with (database.home() / "template.gate").open("a") as gate:
            fcntl.flock(gate, fcntl.LOCK_EX)
            template = migrated()
            administer(f'CREATE DATABASE "{copy}" TEMPLATE "{template}" STRATEGY file_copy')
        use(copy)
    yield
    with django_db_blocker.unblock():
        use("postgres")
        administer(f'DROP DATABASE IF EXISTS "{copy}" WITH (FORCE)')


def schema_digest() -> str:
    """Return what stands for the schema: migrations, and the models, from which the audit triggers are made."""
    digest = hashlib.sha256((ROOT / "uv.lock").read_bytes())
    patterns = ("migrations/*.py", "models.py", "models/*.py")
    sources = {source for pattern in patterns for source in ROOT.glob(f"aftercare/**/{pattern}")}
    for source in sorted(sources):
        digest.update(str(source.relative_to(ROOT)).encode() + source.read_bytes())
    return digest.hexdigest()[:12]


def administer(statement: str) -> list[tuple[Any, ...]]:
    """Run one statement on the server's own database and return its rows."""
    import psycopg
    from django.conf import settings

    where = settings.DATABASES["default"]
    with psycopg.connect(
        host=where["HOST"],
        port=where["PORT"] or None,
        user=where["USER"] or None,
        password=where.get("PASSWORD") or None,
        dbname="postgres",
        autocommit=True,
    ) as link:
        done = link.execute(statement.encode())
        return done.fetchall() if done.description else []


def migrated() -> str:
    """Return the name of the migrated database, made now unless it is there; older ones are dropped."""
    from django.core.management import call_command

    name = f"aftercare_template_{schema_digest()}"
    databases = {row[0] for row in administer("SELECT datname FROM pg_database")}
    if name in databases:
        return name
    for stale in databases:
        if stale.startswith(("aftercare_template_", "aftercare_draft_")):
            administer(f'DROP DATABASE IF EXISTS "{stale}" WITH (FORCE)')
    draft = name.replace("_template_", "_draft_")
    administer(
        f"CREATE DATABASE \"{draft}\" TEMPLATE template0 ENCODING 'UTF8' "
        "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C'"
    )
    use(draft)
    call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)
    use("postgres")
    # Only a finished template bears the name, so that an interrupted one is never used.
    administer(f'ALTER DATABASE "{draft}" RENAME TO "{name}"')
    return name


def use(name: str) -> None:
    """Point Django at a database of the server."""
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = connection.settings_dict["TEST"]["NAME"] = name
