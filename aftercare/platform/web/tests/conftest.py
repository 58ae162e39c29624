"""What the toolkit's tests share: signed-in browsers whose rights are given by the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from aftercare.platform.actor import Actor, Role
from aftercare.platform.web import actors, context

SignIn = Callable[..., Client]


@pytest.fixture
def granted() -> Iterator[dict[int, frozenset[Role]]]:
    """Give the roles of the logins, and build actors from them while the test runs."""
    roles: dict[int, frozenset[Role]] = {}
    before = list(actors._provider)

    def provide(request: Any) -> Actor:
        user = request.user
        mine = roles.get(user.pk, frozenset())
        return Actor(id=user.pk, name=getattr(user, "name", ""), roles=mine, region_ids=None, via="desk")

    actors.provided_by(provide)
    yield roles
    actors._provider[:] = before


@pytest.fixture
def sign_in(db: None, granted: dict[int, frozenset[Role]], settings: Any, monkeypatch: pytest.MonkeyPatch) -> SignIn:
    """Give a maker of signed-in browsers: `sign_in(Role.DESK_AGENT, name="李静")`; pages have no frame around them."""
    settings.ROOT_URLCONF = "aftercare.platform.web.tests.sample"
    for surface in ("desk", "entry"):
        monkeypatch.setitem(context._layouts, surface, "web/bare.html")

    def make(*roles: Role, username: str = "someone", name: str = "李静", **fields: Any) -> Client:
        user = get_user_model().objects.create_user(username, name=name, **fields)
        granted[user.pk] = frozenset(roles)
        client = Client()
        client.force_login(user)
        client.user = user  # type: ignore[attr-defined]
        return client

    return make
