"""Fixtures shared by all tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count
from typing import Any, Protocol

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import connection, transaction
from django.template import Template
from django.test import TransactionTestCase, override_settings

from aftercare.platform import outbox
from aftercare.platform.actor import Actor, Role
from aftercare.platform.outbox.models import Event

MONDAY = datetime(2026, 9, 7, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai
_logins = count(1)


class Published:
    """The events recorded since the test began."""

    def __init__(self) -> None:
        self.since = Event.objects.order_by("-id").values_list("id", flat=True).first() or 0

    def names(self) -> list[str]:
        """Return the names of the events, in order."""
        return list(Event.objects.filter(id__gt=self.since).order_by("id").values_list("name", flat=True))

    def of(self, name: str, **said: Any) -> list[dict[str, Any]]:
        """Return the payloads of the events of that name that say this, in order."""
        rows = Event.objects.filter(id__gt=self.since, name=name).order_by("id")
        return [row.payload for row in rows if said.items() <= row.payload.items()]

    def only(self, name: str) -> dict[str, Any]:
        """Return the payload of the one event of that name; fails unless there is exactly one."""
        rows = list(Event.objects.filter(id__gt=self.since, name=name))
        assert len(rows) == 1, f"{name} published {len(rows)} times, events were {self.names()}"
        return rows[0].payload


class MakeActor(Protocol):
    """Make an actor with a login of its own."""

    def __call__(self, *roles: Role, regions: set[int] | None = None, **fields: Any) -> Actor: ...


@pytest.fixture
def published(db: None) -> Published:
    """Watch what gets published."""
    return Published()


# Filled once by migrating, the same for every test.
KEPT = {"django_migrations", "django_content_type", "auth_permission"}


@pytest.fixture(scope="session", autouse=True)
def _quick_flush() -> Iterator[None]:
    """
    Empty, after a test that committed, the tables that hold something, the queue's too.

    Django empties all of its own and then makes content types, permissions and audit triggers anew, which takes longer
    than most tests.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda self: _flush())
        yield


@transaction.atomic
def _flush() -> None:
    tables = connection.introspection.table_names()
    asked = [f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")" for name in tables if name not in KEPT]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked))
        full = [name for (name,) in cursor.fetchall()]
        # Neither the order of the foreign keys nor the triggers that keep ledgers count here.
        cursor.execute("SET LOCAL session_replication_role = replica")
        for name in full:
            cursor.execute(f'DELETE FROM "{name}"')


class QuickHasher(PBKDF2PasswordHasher):
    """The product's own way to hash, without what is slow on purpose and would be half the time of the tests."""

    iterations = 1


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> Iterator[None]:
    """Hash passwords fast."""
    with override_settings(PASSWORD_HASHERS=[f"{__name__}.QuickHasher"]):
        yield


@pytest.fixture
def as_served(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw templates as the product does, keeping no copy of what each drew: for tests of thousands of pages."""
    monkeypatch.setattr(Template, "_render", lambda template, context: template.nodelist.render(context))


@pytest.fixture(scope="module")
def shared_db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """
    Let fixtures of the scope `module` use the database: what they make is made once, each test finds it as it was
    made, and it is gone after the module's last test. Not for modules whose tests commit.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _own_changes(request: pytest.FixtureRequest) -> None:
    """Take back what a test changes in what its module shares."""
    if "shared_db" in request.fixturenames:
        request.getfixturevalue("db")


@pytest.fixture
def drain(db: None) -> Callable[[], int]:
    """Run the waiting jobs to the end."""
    return outbox.drain


@pytest.fixture(scope="session")
def at() -> datetime:
    """Give the moment at which tests act: a Monday morning, 09:00 in Shanghai."""
    return MONDAY


@pytest.fixture
def make_actor(db: None) -> MakeActor:
    """Give a maker of actors; `regions=None` means everywhere."""
    from aftercare.platform.accounts.models import User

    def make(*roles: Role, regions: set[int] | None = None, **fields: Any) -> Actor:
        user = User.objects.create_user(f"person{next(_logins)}", name=fields.pop("name", "张伟"))
        region_ids = None if regions is None else frozenset(regions)
        return Actor(id=user.pk, name=user.name, roles=frozenset(roles), region_ids=region_ids, via="desk", **fields)

    return make


@pytest.fixture
def desk_agent(make_actor: MakeActor) -> Actor:
    """Give a service desk agent for all regions."""
    return make_actor(Role.DESK_AGENT, name="李静")


@pytest.fixture
def dispatcher(make_actor: MakeActor) -> Actor:
    """Give a dispatcher for all regions."""
    return make_actor(Role.DISPATCHER, name="王磊")


@pytest.fixture
def service_manager(make_actor: MakeActor) -> Actor:
    """Give a service manager for all regions."""
    return make_actor(Role.SERVICE_MANAGER, name="赵敏")


@pytest.fixture
def security_admin(make_actor: MakeActor) -> Actor:
    """Give a security administrator."""
    return make_actor(Role.SECURITY_ADMIN, name="孙强")


@pytest.fixture
def system_admin(make_actor: MakeActor) -> Actor:
    """Give a system administrator."""
    return make_actor(Role.SYSTEM_ADMIN, name="周洋")


@pytest.fixture(scope="session")
def system() -> Actor:
    """Give the product itself as the actor."""
    return Actor.system("test")
