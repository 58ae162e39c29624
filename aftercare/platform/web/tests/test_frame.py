"""What is registered for the frame: navigation, first steps, search, cards; each shows only what one may use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from aftercare.platform.actor import Actor, Role
from aftercare.platform.web import cards, creating, navigation, palette
from aftercare.platform.web.navigation import Entry
from aftercare.platform.web.tests.conftest import SignIn

AGENT = Actor(id=1, name="李静", roles=frozenset({Role.DESK_AGENT}))
MANAGER = Actor(id=2, name="赵敏", roles=frozenset({Role.SERVICE_MANAGER}))


@pytest.fixture(autouse=True)
def registered(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[None]:
    """Register a small frame in place of the product's."""
    settings.ROOT_URLCONF = "aftercare.platform.web.tests.sample"
    for module, name in ((navigation, "_entries"), (navigation, "_counts"), (palette, "_sources")):
        monkeypatch.setattr(module, name, {})
    monkeypatch.setattr(creating, "_items", {})
    monkeypatch.setattr(cards, "_cards", {})
    both, one = (Role.DESK_AGENT, Role.SERVICE_MANAGER), (Role.SERVICE_MANAGER,)
    navigation.nav("intake", "People", "people", "users", both, badge=lambda actor: 3)
    navigation.nav("analysis", "Managers", "managers", "chart-bar", one, badge=lambda actor: 0)
    navigation.nav("home", "Open", "open", "home", both)
    creating.creatable("New person", "people", "plus", one)
    hit = palette.Hit("SR-1", "lift", "/x/")
    palette.searchable("person", "People", lambda actor, text, n: [hit] if text == "lift" else [], roles=both)
    palette.searchable("secret", "Secrets", lambda actor, text, n: [hit], roles=one)
    cards.card("late", "Late", lambda request: "x", roles=one)
    yield
    navigation._drawn.cache_clear()
    navigation._addresses.cache_clear()


def labels(entries: list[Entry]) -> list[str]:
    """Return the words of the entries."""
    return [str(entry.label) for entry in entries]


class TestNavigation:
    def test_shows_only_what_the_person_may_use_in_the_order_of_work(self) -> None:
        assert labels(navigation.entries(AGENT)) == ["Open", "People"]
        assert labels(navigation.entries(MANAGER)) == ["Open", "People", "Managers"]

    def test_marks_the_nearest_entry_of_the_path(self) -> None:
        marked = [entry.url_name for entry in navigation.entries(MANAGER, "/people/12/") if entry.is_current]
        assert marked == ["people"]

    def test_counts_what_waits_and_leaves_out_nothing_waiting(self) -> None:
        assert navigation.badges(MANAGER) == {"people": 3}

    def test_puts_four_at_most_into_the_phones_bar(self) -> None:
        assert len(navigation.favourites(MANAGER)) == 3

    def test_is_drawn_for_each_role_and_page_on_its_own(self) -> None:
        def drawn(actor: Actor, path: str) -> str:
            return navigation.drawn("desk/bottom.html", actor, path, language="en", company="东方机电")

        assert "Managers" in drawn(MANAGER, "/people/12/")
        assert "Managers" not in drawn(AGENT, "/people/12/")
        assert drawn(AGENT, "/people/12/").count('aria-current="page"') == 1
        assert "aria-current" not in drawn(AGENT, "/nowhere/")

    def test_refuses_a_section_that_does_not_exist(self) -> None:
        with pytest.raises(KeyError, match="unknown section"):
            navigation.nav("misc", "X", "people", "x", (Role.AUDITOR,))


class TestPalette:
    def test_finds_records_first_steps_and_pages(self) -> None:
        kinds = [group.kind for group in palette.find(MANAGER, "person")]
        assert kinds == ["secret", "create"]
        assert [group.kind for group in palette.find(AGENT, "peop")] == ["pages"]

    def test_never_asks_a_source_the_person_may_not_use(self) -> None:
        assert [group.kind for group in palette.find(AGENT, "lift")] == ["person"]

    def test_puts_what_bears_the_text_as_its_name_before_what_mentions_it(self) -> None:
        mention = palette.Hit("SR-2", "noise", "/m/")
        palette.searchable("matter", "Matters", lambda actor, text, n: [mention], roles=(Role.DESK_AGENT,), order=1)
        assert [group.kind for group in palette.find(AGENT, "lift")] == ["person", "matter"]

    def test_answers_through_its_door(self, sign_in: SignIn) -> None:
        browser = sign_in(Role.DESK_AGENT)
        answer = browser.get("/-/find/", {"q": "lift"}, headers={"HX-Request": "true"}).content.decode()
        assert "SR-1" in answer
        assert "<html" not in answer

    @pytest.mark.parametrize("text", ["", " ", "\0", "x" * 10_000, "'; DROP TABLE"])
    def test_answers_strange_questions_with_nothing(self, sign_in: SignIn, text: str) -> None:
        assert sign_in(Role.DESK_AGENT).get("/-/find/", {"q": text}).status_code == 200


class TestFirstSteps:
    def test_are_for_those_who_may_take_them(self) -> None:
        assert creating.items(AGENT.roles) == []
        assert [item.url for item in creating.items(MANAGER.roles)] == ["/people/"]


class TestCards:
    def test_are_for_those_whose_work_they_show(self) -> None:
        assert cards.cards(AGENT) == []
        assert [card.key for card in cards.cards(MANAGER)] == ["late"]


class TestBadges:
    def test_are_answered_apart_from_the_page(self, sign_in: SignIn) -> None:
        assert sign_in(Role.DESK_AGENT).get("/-/badges/").json() == {"people": 3}
