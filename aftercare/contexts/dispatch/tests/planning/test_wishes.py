"""A plan and its advice keep to what customers wish about engineers, and say so."""

from __future__ import annotations

import pytest

from aftercare.contexts.dispatch import commands
from aftercare.contexts.dispatch.desk.plans.saying import clash_words, reason_words
from aftercare.contexts.dispatch.models import Booking
from aftercare.contexts.dispatch.planning import advising
from aftercare.contexts.dispatch.planning.clashes import clashes
from aftercare.contexts.dispatch.queries import planned_visits
from aftercare.contexts.dispatch.tests.builders import BUILDER
from aftercare.contexts.dispatch.tests.planning.town import booked, planned, town
from aftercare.contexts.work_orders import public as work_orders
from aftercare.platform.refusal import Refused
from aftercare.platform.testing.fixtures import MONDAY


@pytest.fixture(scope="module")
def place(shared_db):
    """Give a town where one lives beside all the work, and two live far from it."""
    made = town(engineers=0, waiting=0)
    for home in (1, 14, 15):
        made.settle(home)
    for _turn in range(3):
        made.order(1)
    return made


@pytest.fixture
def near(place):
    """Give the engineer next door to the work."""
    return place.engineers[0]


@pytest.fixture
def wish(place):
    """Give a way to note a wish of the town's customer."""

    def note(engineer, kind="never", **fields):
        facts = {"customer_id": place.place.customer_id, "reason": "业主要求", **fields}
        return commands.set_wish(engineer_id=engineer.pk, kind=kind, **facts, by=BUILDER, at=MONDAY)

    return note


def sent(plan):
    return set(plan.visits.values_list("engineer__name", flat=True))


class TestPlan:
    def test_without_a_wish_sends_who_is_next_door(self, place, near):
        """The control run."""
        assert sent(planned(place, profile="fewest_km")) == {near.name}

    def test_never_sends_the_excluded(self, place, near, wish):
        wish(near)
        plan = planned(place, profile="fewest_km")
        assert near.name not in sent(plan) and None not in sent(plan)

    def test_sends_only_the_named(self, place, wish):
        wish(place.engineers[2], "only")
        assert sent(planned(place, profile="fewest_km")) == {place.engineers[2].name}

    def test_rather_sends_the_preferred(self, place, near, wish):
        """Minutes farther away, and still the one the customer knows."""
        wish(place.engineers[1], "rather")
        assert place.engineers[1].name in sent(planned(place))

    def test_leaves_out_whom_nobody_wanted_suits_and_says_why(self, place, wish):
        for engineer in place.engineers:
            wish(engineer)
        plan = planned(place)
        assert set(plan.visits.values_list("change", flat=True)) == {"left_out"}
        assert {row.reasons["code"] for row in planned_visits(plan)} == {"customer_wants_other"}
        assert reason_words(planned_visits(plan)[0]) not in ("", "customer_wants_other")

    def test_leaves_whom_a_person_sent_all_the_same(self, place, near, wish):
        wish(near)
        booking = booked(place.orders[0], near, 10)
        plan = planned(place, profile="few_changes")
        assert plan.visits.get(booking=booking).engineer_id == near.pk

    def test_is_refused_as_stale_when_the_wish_came_later(self, place, near, wish):
        plan = planned(place, profile="fewest_km")
        wish(near)
        found = clashes(plan, list(plan.visits.select_related("engineer", "work_order")), at=MONDAY)
        assert {clash.code for clash in found} == {"unwanted"} and near.name in clash_words(found[0])
        with pytest.raises(Refused) as no:
            commands.publish(plan_id=plan.pk, by=BUILDER, at=MONDAY)
        assert (no.value.code, Booking.objects.count()) == ("stale", 0)


class TestAdvice:
    def advice(self, place):
        return advising.advise(work_orders.order_card(place.orders[0].pk), by=BUILDER, now=MONDAY)

    def test_says_whom_the_customer_excludes(self, place, near, wish):
        assert near.pk in {found.engineer.id for found in self.advice(place).places}
        wish(near)
        advice = self.advice(place)
        assert advice.against[near.pk] == "customer_excludes"
        assert near.pk not in {found.engineer.id for found in advice.places}

    def test_says_whom_others_were_named_before(self, place, near, wish):
        wish(near, "only")
        assert [found.engineer.id for found in self.advice(place).places] == [near.pk]
        assert set(self.advice(place).against.values()) == {"customer_wants_other"}
