"""Who may watch what, and what may be said."""

import pytest

from aftercare.platform import live
from aftercare.platform.actor import Actor, Role

AGENT = Actor(id=7, name="李静", roles=frozenset({Role.DESK_AGENT}), region_ids=None)


class TestMayWatch:
    def test_grants_everybody_their_own_topic_and_nobody_elses(self):
        assert live.may_watch(AGENT, "user:7")
        assert not live.may_watch(AGENT, "user:8")
        assert not live.may_watch(Actor(), "user:None")

    def test_refuses_a_kind_nobody_spoke_for(self):
        assert not live.may_watch(AGENT, "secret_plan:1")

    def test_asks_the_owner_of_the_kind(self, monkeypatch):
        monkeypatch.setattr(live, "_kinds", {})
        live.watchable("crate")(lambda actor, key: key == "1")
        assert live.may_watch(AGENT, "crate:1")
        assert not live.may_watch(AGENT, "crate:2")

    def test_refuses_a_second_owner_of_a_kind(self, monkeypatch):
        monkeypatch.setattr(live, "_kinds", {})

        def first(actor, key):
            return True

        def second(actor, key):
            return True

        live.watchable("crate")(first)
        with pytest.raises(ValueError, match="crate"):
            live.watchable("crate")(second)


class TestTell:
    def test_refuses_more_than_ids(self):
        with pytest.raises(ValueError, match="work_order:1"):
            live.tell("work_order:1", {"text": "长" * 4000})
