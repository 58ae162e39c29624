"""Saved views: keeping, sharing, deleting, and what stays private."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from aftercare.platform.actor import Role
from aftercare.platform.web.listing import saved_views
from aftercare.platform.web.models import SavedView
from aftercare.platform.web.tests.conftest import SignIn

URL = "/-/views/tests.people/"


@pytest.fixture
def desk(sign_in: SignIn) -> Client:
    """Give a desk agent's browser."""
    return sign_in(Role.DESK_AGENT, username="agent")


def titles(browser: Client) -> list[str]:
    """Return the titles of the views a person sees beside the list's own tabs."""
    return [view.title for view, _count, _link in browser.get("/people/").context["views"]]


def save(browser: Client, **fields: Any) -> Any:
    """Save a view through its form."""
    return browser.post(URL, {"title": "英语", "query": "language=en&page=3&export=csv", **fields})


class TestSave:
    def test_keeps_the_state_without_the_page(self, desk: Client) -> None:
        assert save(desk).status_code == 302
        view = SavedView.objects.get()
        assert (view.title, view.query, view.owner.username) == ("英语", "language=en", "agent")
        assert titles(desk) == ["英语"]

    def test_counts_its_rows_on_the_page(self, desk: Client, sign_in: SignIn) -> None:
        sign_in(username="mary", language="en")
        save(desk)
        views = desk.get("/people/").context["views"]
        assert [(int(count), link) for _view, count, link in views] == [
            (1, f"?language=en&view={SavedView.objects.get().pk}")
        ]

    def test_is_refused_under_a_name_already_taken(self, desk: Client) -> None:
        save(desk)
        assert save(desk).status_code == 422
        assert SavedView.objects.count() == 1

    @pytest.mark.parametrize(
        "fields", [{"title": ""}, {"title": "x" * 61}, {"title": "a\u202eb"}, {"query": "language=klingon"}]
    )
    def test_is_refused_with_a_strange_name_or_filter(self, desk: Client, fields: dict[str, str]) -> None:
        assert save(desk, **fields).status_code == 422
        assert not SavedView.objects.exists()

    def test_is_refused_for_a_list_the_person_may_not_open(self, sign_in: SignIn) -> None:
        assert save(sign_in(Role.CUSTOMER, username="customer")).status_code == 404
        assert not SavedView.objects.exists()

    def test_is_refused_when_there_are_enough(self, desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(saved_views, "MOST_PER_LIST", 1)
        save(desk)
        assert save(desk, title="二").status_code == 422


class TestShare:
    def test_stays_private_unless_shared(self, desk: Client, sign_in: SignIn) -> None:
        save(desk)
        save(desk, title="大家", is_shared="on")
        colleague = sign_in(Role.DESK_AGENT, username="colleague")
        assert titles(colleague) == ["大家"]


class TestDelete:
    def test_removes_the_persons_own_view(self, desk: Client) -> None:
        save(desk)
        desk.post(f"/-/views/{SavedView.objects.get().pk}/delete/")
        assert not SavedView.objects.exists()

    def test_is_refused_for_a_colleagues_view_as_if_it_were_not_there(self, desk: Client, sign_in: SignIn) -> None:
        save(desk, is_shared="on")
        colleague = sign_in(Role.DESK_AGENT, username="colleague")
        assert colleague.post(f"/-/views/{SavedView.objects.get().pk}/delete/").status_code == 404
        assert SavedView.objects.count() == 1
