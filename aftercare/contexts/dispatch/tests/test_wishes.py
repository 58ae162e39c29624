"""What customers wish about engineers: noting, ending, and what it changes when somebody books by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from aftercare.contexts.dispatch import commands, policies, queries
from aftercare.contexts.dispatch.models import EngineerWish
from aftercare.contexts.dispatch.tests.builders import HOUR, TEN
from aftercare.contexts.service_requests.tests import builders as requests
from aftercare.contexts.work_orders import public as work_orders
from aftercare.contexts.work_orders.models import WorkOrder
from aftercare.contexts.work_orders.tests import builders as orders
from aftercare.platform.actor import Role
from aftercare.platform.refusal import Refused
from aftercare.platform.testing.fixtures import MONDAY

TODAY = date(2026, 9, 7)


@pytest.fixture
def wish(place, engineer, dispatcher, at):
    """Give a way to note a wish of the place's customer about the engineer."""

    def note(kind="never", **fields):
        usual = {"customer_id": place.customer_id, "engineer_id": engineer.pk, "reason": "上次与机房主管争吵"}
        return commands.set_wish(**{**usual, "kind": kind, "by": dispatcher, "at": at, **fields})

    return note


@pytest.fixture
def no(published):
    """Give a check that something is refused with a code, and that wishes and events stay as they were."""

    def check(code, act):
        before, told = list(EngineerWish.objects.order_by("pk").values()), published.names()
        with pytest.raises(Refused) as refusal:
            act()
        assert refusal.value.code == code
        assert list(EngineerWish.objects.order_by("pk").values()) == before
        assert published.names() == told

    return check


@pytest.fixture
def other(place):
    """Give a colleague of the engineer."""
    return orders.engineer_of(place, name="周凯")


class TestSet:
    def test_keeps_who_said_it_and_tells_once(self, place, engineer, wish, dispatcher, published):
        row = wish(said_by="设备科 李科长")
        assert (row.kind, row.first_day, row.last_day) == ("never", TODAY, None)
        assert (row.said_by, row.noted_by_name) == ("设备科 李科长", dispatcher.name)
        told = published.only("EngineerWishSet")
        assert (told["customer_id"], told["engineer_id"]) == (place.customer_id, engineer.pk)

    def test_may_hold_at_one_project_for_some_days(self, place, wish):
        row = wish("only", project_id=place.project_id, first_day=TODAY, last_day=TODAY + timedelta(days=9))
        assert (row.project_id, row.last_day) == (place.project_id, TODAY + timedelta(days=9))

    @pytest.mark.parametrize("kind", ["never", "only"])
    def test_wants_a_reason_where_it_binds(self, wish, no, kind):
        no("missing", lambda: wish(kind, reason=" "))

    def test_needs_no_reason_for_a_preference(self, wish):
        assert wish("rather", reason="").reason == ""

    @pytest.mark.parametrize(
        ("fields", "code"),
        [
            ({"kind": "always"}, "unknown"),
            ({"engineer_id": 2**40}, "unknown"),
            ({"project_id": 2**40}, "unknown"),
            ({"customer_id": 2**40}, "not_found"),
            ({"first_day": TODAY, "last_day": TODAY - timedelta(days=1)}, "bad_time"),
            ({"first_day": TODAY - timedelta(days=9), "last_day": TODAY - timedelta(days=2)}, "bad_time"),
            ({"first_day": date(2035, 1, 1)}, "bad_time"),
            ({"last_day": date(2095, 1, 1)}, "bad_time"),
        ],
    )
    def test_is_refused_for_what_makes_no_sense(self, wish, no, fields, code):
        no(code, lambda: wish(**fields))

    def test_is_refused_for_a_project_of_somebody_else(self, place, wish, no):
        elsewhere = requests.scene(place.region_id)
        no("unknown", lambda: wish(project_id=elsewhere.project_id))

    def test_is_for_the_desk_and_dispatchers_of_the_region(self, wish, no, desk_agent, far_dispatcher, make_actor):
        no("not_found", lambda: wish(by=far_dispatcher))
        for role in (Role.STOREKEEPER, Role.QUALITY_MANAGER):
            no("not_allowed", lambda role=role: wish(by=make_actor(role)))
        assert wish(by=desk_agent).noted_by_name == desk_agent.name


class TestTogether:
    def test_one_wish_stands_at_a_place(self, place, wish, no):
        wish("rather")
        no("conflict", lambda: wish("never"))
        assert wish("never", project_id=place.project_id).pk

    @pytest.mark.parametrize(("first", "second"), [("never", "only"), ("only", "never")])
    def test_never_and_only_do_not_meet(self, place, wish, no, first, second):
        wish(first)
        no("contradiction", lambda: wish(second, project_id=place.project_id))

    def test_one_follows_the_other(self, wish):
        wish("never", last_day=TODAY + timedelta(days=6))
        assert wish("only", first_day=TODAY + timedelta(days=7)).kind == "only"


class TestEnd:
    def test_lets_it_stand_no_longer_and_tells_once(self, wish, dispatcher, at, published):
        row = commands.end_wish(wish_id=wish().pk, by=dispatcher, at=at)
        assert (row.ended_at, row.ended_by_name) == (at, dispatcher.name)
        published.only("EngineerWishEnded")
        assert wish("only").pk

    def test_is_refused_twice_and_to_others(self, wish, no, dispatcher, far_dispatcher, make_actor, at):
        row = wish()
        for by in (far_dispatcher, make_actor(Role.QUALITY_MANAGER), make_actor(Role.CUSTOMER)):
            no("not_found", lambda by=by: commands.end_wish(wish_id=row.pk, by=by, at=at))
        commands.end_wish(wish_id=row.pk, by=dispatcher, at=at)
        no("wrong_state", lambda: commands.end_wish(wish_id=row.pk, by=dispatcher, at=at))


class TestVisible:
    def test_to_who_hears_it_and_who_sends(self, wish, on_site, make_actor, desk_agent, far_dispatcher):
        wish()
        unseen = (on_site, far_dispatcher, make_actor(Role.CUSTOMER), make_actor(Role.STOREKEEPER))
        assert [policies.wishes_visible_to(actor).count() for actor in unseen] == [0, 0, 0, 0]
        assert policies.wishes_visible_to(desk_agent).count() == 1


class TestByHand:
    def book(self, order, engineer, dispatcher, **fields):
        usual = {"start_at": TEN, "end_at": TEN + HOUR, "by": dispatcher, "at": MONDAY}
        return commands.assign(work_order_id=order.pk, engineer_id=engineer.pk, **{**usual, **fields})

    def test_warns_of_who_is_not_wanted_and_keeps_that_somebody_went_over_it(
        self, order, engineer, dispatcher, wish, refused
    ):
        wish()
        with refused("warnings") as no:
            self.book(order, engineer, dispatcher)
        assert "上次与机房主管争吵" in str(no.value.message)
        booking = self.book(order, engineer, dispatcher, accept_warnings=["customer_excludes"])
        assert booking.overridden == ["customer_excludes"]

    def test_warns_of_others_than_the_named(self, order, engineer, other, dispatcher, wish, refused):
        wish("only")
        with refused("warnings") as no:
            self.book(order, other, dispatcher)
        assert [warning.code for warning in no.value.warnings] == ["customer_wants_other"]
        assert engineer.name in str(no.value.message)
        assert self.book(order, engineer, dispatcher).overridden == []

    def test_says_nothing_elsewhere_on_other_days_or_afterwards(self, place, order, engineer, dispatcher, wish, at):
        there = requests.scene(place.region_id)
        wish(customer_id=there.customer_id)
        wish(first_day=TODAY + timedelta(days=1))
        commands.end_wish(wish_id=wish("never", last_day=TODAY).pk, by=dispatcher, at=at)
        assert self.book(order, engineer, dispatcher).overridden == []

    def test_the_very_place_has_the_last_word_on_who_alone_comes(self, place, order, engineer, other, dispatcher, wish):
        wish("only")
        wish("only", engineer_id=other.pk, project_id=place.project_id)
        assert WorkOrder.objects.get(pk=order.pk).project_id == place.project_id
        assert self.book(order, other, dispatcher).overridden == []


class TestSuggestions:
    def names(self, order, by):
        found = queries.suggestions(work_orders.order_card(order.pk), by=by, now=MONDAY)
        return {row.engineer.name: row for row in found}

    def test_put_the_customers_choice_first(self, order, engineer, other, dispatcher, wish):
        wish("rather", engineer_id=other.pk)
        found = self.names(order, dispatcher)
        assert next(iter(found)) == other.name
        assert (found[other.name].is_preferred, found[engineer.name].is_preferred) == (True, False)

    def test_put_the_unwanted_last_and_say_why(self, order, engineer, other, dispatcher, wish):
        wish()
        found = self.names(order, dispatcher)
        assert list(found)[-1] == engineer.name
        assert any("争吵" in warning for warning in found[engineer.name].warnings)
        assert found[other.name].warnings == []
