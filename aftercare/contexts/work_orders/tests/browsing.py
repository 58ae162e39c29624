"""Browsers and programs of people with a role, for tests of the doors."""

from __future__ import annotations

from typing import Any

from django.test import Client

from aftercare.contexts.people.commands import create_user, grant_role
from aftercare.contexts.work_orders.tests.builders import BUILDER
from aftercare.platform import clock
from aftercare.platform.accounts.models import User
from aftercare.platform.api import tokens

NOW = clock.now()


def person(role: str, *, region_id: int | None = None) -> User:
    """Make a login with a role."""
    acting = {"by": BUILDER, "at": NOW}
    made = create_user(username=f"door{User.objects.count()}", name="王敏", password="Aftercare-2026", **acting)
    grant_role(user_id=made.pk, role=role, region_id=region_id, **acting)
    return User.objects.get(pk=made.pk)


def browser(role: str, *, region_id: int | None = None) -> Client:
    """Return a browser signed in as somebody with a role."""
    client = Client()
    client.force_login(person(role, region_id=region_id))
    return client


class Program:
    """A program with a token of somebody with a role."""

    def __init__(self, role: str, *scopes: str, region_id: int | None = None) -> None:
        _row, secret = tokens.issue(
            user_id=person(role, region_id=region_id).pk, name="ERP", scopes=scopes, expires_at=None, by=BUILDER, at=NOW
        )
        self.client = Client(headers={"Authorization": f"Bearer {secret}"})

    def get(self, path: str, **query: Any) -> Any:
        """Call for reading."""
        return self.client.get(f"/api/v1{path}", query)

    def post(self, path: str, payload: Any = None) -> Any:
        """Call for writing."""
        return self.client.post(f"/api/v1{path}", payload or {}, "application/json")
