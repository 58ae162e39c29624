"""Panels and verbs of record pages: drawn now or later, and only for those who may see them."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.http import HttpRequest
from django.template import Context, Template

from aftercare.platform.actor import Actor, Role
from aftercare.platform.refusal import allow, deny, not_found
from aftercare.platform.web import actions, panels
from aftercare.platform.web.actions import Verb
from aftercare.platform.web.tests.conftest import SignIn

AGENT = Actor(id=1, name="李静", roles=frozenset({Role.DESK_AGENT}))


def load(actor: Actor, pk: int) -> Any:
    """Return the one record there is."""
    if pk != 7:
        raise not_found()
    return SimpleNamespace(pk=7)


@pytest.fixture(autouse=True)
def registered(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Register four panels of a kind."""
    monkeypatch.setattr(panels, "_panels", {})
    monkeypatch.setattr(panels, "_loads", {})
    panels.record("lift", load)
    panels.panel("lift", "Later", lambda request, lift: f"later of {lift.pk}", 30, key="later")
    panels.panel("lift", "Now", lambda request, lift: f"now of {lift.pk}", 10, key="now", eager=True)
    panels.panel("lift", "Empty", lambda request, lift: "", 20, key="empty", eager=True)
    managers = (Role.SERVICE_MANAGER,)
    panels.panel("lift", "Cost", lambda request, lift: "cost", 40, key="cost", roles=managers, eager=True)
    yield


def drawn(actor: Actor) -> str:
    """Return the panels of the record as the page draws them."""
    request = HttpRequest()
    request.actor = actor  # type: ignore[attr-defined]
    page = Template('{% load web %}{% panels "lift" lift %}')
    return page.render(Context({"request": request, "lift": SimpleNamespace(pk=7)}))


class TestPanels:
    def test_draw_eager_ones_now_and_the_rest_when_seen(self) -> None:
        page = drawn(AGENT)
        assert page.index("now of 7") < page.index('hx-get="/-/panels/lift/7/later/"')
        assert "later of 7" not in page

    def test_leave_out_what_is_empty_or_not_for_the_person(self) -> None:
        page = drawn(AGENT)
        assert "panel-empty" not in page
        assert "cost" not in page

    def test_answer_a_later_one_through_its_door(self, sign_in: SignIn) -> None:
        browser = sign_in(Role.DESK_AGENT)
        assert "later of 7" in browser.get("/-/panels/lift/7/later/").content.decode()

    @pytest.mark.parametrize("path", ["lift/8/later", "lift/7/cost", "lift/7/nothing", "boat/7/later"])
    def test_answer_nothing_the_person_may_not_see(self, sign_in: SignIn, path: str) -> None:
        assert sign_in(Role.DESK_AGENT).get(f"/-/panels/{path}/").status_code == 404

    def test_refuse_two_of_the_same_name(self) -> None:
        with pytest.raises(ValueError, match="two panels"):
            panels.panel("lift", "Again", lambda request, lift: "x", key="now")


class TestVerbs:
    def test_put_the_first_allowed_primary_one_forward(self) -> None:
        plan = Verb(name="plan", label="Plan", url="/p/", may=deny("no parts"), primary=True)
        hold = Verb(name="hold", label="Hold", url="/h/", may=allow(), primary=True)
        cancel = Verb(name="cancel", label="Cancel", url="/c/", may=allow(), danger=True)
        menu = actions.menu([cancel, plan, hold])
        assert menu.primary is hold
        assert [verb.name for verb in menu.others] == ["plan", "cancel"]

    def test_say_why_a_greyed_one_cannot_be_used(self) -> None:
        every = [Verb(name="close", label="Close", url="/close/", may=deny("one order is open"))]
        page = Template("{% load web %}{% verbs every %}").render(Context({"every": every}))
        assert "one order is open" in page
        assert "/close/" not in page
