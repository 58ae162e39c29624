"""Bulk verbs: each row through its command, each refusal told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from aftercare.platform.actor import Role
from aftercare.platform.web.tests import sample
from aftercare.platform.web.tests.conftest import SignIn


@pytest.fixture
def boss(sign_in: SignIn) -> Iterator[Client]:
    """Give a manager's browser; forget afterwards what was renamed."""
    yield sign_in(Role.SERVICE_MANAGER, username="boss", name="赵敏")
    sample.renamed.clear()


def made(*usernames: str) -> list[int]:
    """Make logins and return their ids."""
    return [get_user_model().objects.create_user(username, name=username).pk for username in usernames]


def rename(browser: Client, *ids: Any) -> Any:
    """Rename the rows with these ids."""
    return browser.post("/people/", {"action": "rename", "ids": list(ids)}, headers={"HX-Request": "true"})


class TestBulk:
    def test_does_each_row_once_for_the_person_who_asked(self, boss: Client) -> None:
        one, two = made("one", "two")
        response = rename(boss, one, two, one)
        assert sample.renamed == [(one, "赵敏"), (two, "赵敏")]
        assert response.context["result"].done == 2
        assert "listing:changed" in response.headers["HX-Trigger"]

    def test_tells_each_refusal_and_does_the_others(self, boss: Client) -> None:
        one, fixed = made("one", "fixed1")
        response = rename(boss, one, fixed)
        assert sample.renamed == [(one, "赵敏")]
        assert response.context["told"] == [("fixed1", "its name is fixed")]

    def test_never_touches_a_row_the_person_may_not_see(self, boss: Client) -> None:
        (hidden,) = made("hidden1")
        response = rename(boss, hidden)
        assert sample.renamed == []
        assert response.context["told"][0][0] == f"#{hidden}"

    @pytest.mark.parametrize("ids", [[], ["x"], ["1;2"], ["９"], ["1" * 30], list(range(1, 202))])
    def test_is_refused_for_a_selection_nobody_can_mean(self, boss: Client, ids: list[Any]) -> None:
        assert rename(boss, *ids).status_code == 422
        assert sample.renamed == []

    def test_is_refused_for_another_role(self, sign_in: SignIn) -> None:
        assert rename(sign_in(Role.DESK_AGENT), 1).status_code == 403
        assert sample.renamed == []
