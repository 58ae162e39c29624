"""Signed-in browsers for tests of the desk's pages, with the rights that grants give."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from aftercare.contexts.people.models import Engineer, Region
from aftercare.contexts.people.tests.building import granted
from aftercare.platform.actor import Role


def browser(role: Role, of: Region | None = None) -> Client:
    """Sign somebody with the role in."""
    client = Client()
    user = granted(role, of)
    client.force_login(user)
    client.user = user  # type: ignore[attr-defined]
    return client


def engineers_browser(engineer: Engineer) -> Client:
    """Sign an engineer in."""
    client = Client()
    client.force_login(engineer.user)
    return client


def queries_of(call: Callable[[], object]) -> int:
    """Return how many queries a call costs."""
    with CaptureQueriesContext(
        connection,
    ) as caught:
        call()
    return len(caught)
