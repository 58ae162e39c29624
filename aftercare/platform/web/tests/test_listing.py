"""The list page: what it shows, narrows, sorts, refuses and costs."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from aftercare.platform.actor import Role
from aftercare.platform.web.listing import counting
from aftercare.platform.web.tests.conftest import SignIn


@pytest.fixture
def desk(sign_in: SignIn) -> Client:
    """Give a desk agent's browser and a few people to list."""
    browser = sign_in(Role.DESK_AGENT, username="agent")
    make = get_user_model().objects.create_user
    for number in range(1, 61):
        make(f"p{number:02}", name=f"工程师{number}", language="en" if number % 3 == 0 else "zh-hans")
    make("hidden1", name="看不见")
    return browser


def names(response: Any) -> list[str]:
    """Return the login names on the page, in order."""
    return [row.username for row, *_rest in response.context["rows"]]


class TestPage:
    def test_shows_the_first_page_in_the_lists_own_order(self, desk: Client) -> None:
        response = desk.get("/people/")
        assert response.status_code == 200
        assert names(response)[:3] == ["agent", "p01", "p02"]
        assert len(names(response)) == 50
        assert int(response.context["total"]) == 61

    def test_never_shows_what_the_person_may_not_see(self, desk: Client) -> None:
        assert names(desk.get("/people/?q=看不见")) == []

    def test_turns_to_the_next_page_without_repeating_a_row(self, desk: Client) -> None:
        first, second = desk.get("/people/?size=25"), desk.get("/people/?size=25&page=2")
        assert not set(names(first)) & set(names(second))
        assert second.context["first"] == 26

    def test_sorts_both_ways(self, desk: Client) -> None:

        assert names(desk.get("/people/?sort=-username"))[0] == "p60"

    def test_answers_htmx_with_the_body_of_the_list_alone(self, desk: Client) -> None:
        response = desk.get("/people/", headers={"HX-Request": "true", "HX-Target": "listing"})
        assert b"<html" not in response.content
        assert b'id="listing"' in response.content

    def test_costs_three_queries_however_many_rows(self, desk: Client, django_assert_num_queries: Any) -> None:
        desk.get("/people/")
        with django_assert_num_queries(5):  # the session, the login, and the list's three
            desk.get("/people/?size=25")
        with django_assert_num_queries(5):
            desk.get("/people/?size=100")


class TestNarrowing:
    def test_reads_choices_and_shows_them_as_a_chip(self, desk: Client) -> None:
        response = desk.get("/people/?language=en")
        assert int(response.context["total"]) == 20
        assert [chip.words for chip in response.context["state"].chips] == ["English"]

    def test_takes_a_chip_off_with_its_link(self, desk: Client) -> None:
        chip = desk.get("/people/?language=en&size=25").context["state"].chips[0]
        assert chip.remove == "?size=25"

    def test_counts_tabs_and_narrows_by_the_chosen_one(self, desk: Client) -> None:
        response = desk.get("/people/?tab=english")
        assert {tab.key: int(count) for tab, count, _link in response.context["tabs"]} == {"english": 20, "me": 1}
        assert int(response.context["total"]) == 20

    def test_searches(self, desk: Client) -> None:
        assert names(desk.get("/people/?q=工程师12")) == ["p12"]

    @pytest.mark.parametrize(
        "query",
        [
            "language=klingon",
            "since.from=2026-99-99",
            "since.from=2026-05-02&since.to=2026-05-01",
            "since.from=0001-01-01",
            "since=sometimes",
            "active=maybe",
            "person=1;drop",
            "person=99999999999999999999",
            "person=999999",
            "exact=" + "x" * 101,
            "page=0",
            "page=999999999999",
            "page=２",
            "size=100000",
            "sort=password",
            "cols=password",
            "tab=nothing",
            "q=" + "长" * 101,
            "strange=1",
        ],
    )
    def test_tells_junk_in_the_address_and_still_shows_the_list(self, desk: Client, query: str) -> None:
        response = desk.get(f"/people/?{query}")
        assert response.status_code == 422
        assert len(response.context["state"].errors) == 1
        assert len(response.context["rows"]) == 50

    @pytest.mark.parametrize("query", ["q=%00", "exact=%00", "language=%00", "tab=%00", "person=%ED%A0%80"])
    def test_never_fails_on_what_cannot_be_typed(self, desk: Client, query: str) -> None:
        assert desk.get(f"/people/?{query}").status_code in {200, 422}


class TestColumns:
    def test_shows_the_chosen_ones_in_the_chosen_order(self, desk: Client) -> None:
        response = desk.get("/people/?cols=name,username")
        assert [column.key for column, *_ in response.context["heads"]] == ["name", "username"]

    def test_hides_a_column_from_roles_it_is_not_for(self, desk: Client, sign_in: SignIn) -> None:
        assert desk.get("/people/?cols=phone").status_code == 422
        manager = sign_in(Role.SERVICE_MANAGER, username="boss")
        assert manager.get("/people/?cols=phone").status_code == 200


class TestCounts:
    def test_stop_at_the_cap(self, desk: Client) -> None:
        rows = get_user_model().objects.all()
        found = counting.counts({"all": rows, "none": rows.none()}, cap=10)
        assert (found["all"].n, found["none"].n) == (10, 0)

    def test_say_that_there_are_more(self) -> None:
        assert str(counting.Count(counting.CAP)) == "10,000+"
        assert str(counting.Count(7)) == "7"


class TestFilterForm:
    def test_offers_the_values_and_keeps_the_other_filters(self, desk: Client) -> None:
        response = desk.get("/people/?filter_form=language&active=1", headers={"HX-Request": "true"})
        assert b'name="language" value="en"' in response.content
        assert b'type="hidden" name="active" value="1"' in response.content

    def test_is_refused_for_a_filter_the_list_does_not_have(self, desk: Client) -> None:
        assert desk.get("/people/?filter_form=password").status_code == 404
