"""Two for one order, booked by hand: together, or with a warning; one alone leaves it waiting for the other."""

from __future__ import annotations

import pytest
from django.urls import reverse

from aftercare.contexts.dispatch import commands, queries
from aftercare.contexts.dispatch.answers import resending
from aftercare.contexts.dispatch.models import Booking, Confirmation
from aftercare.contexts.dispatch.tests import builders
from aftercare.contexts.dispatch.tests.builders import HOUR, TEN
from aftercare.contexts.people.tests import building
from aftercare.contexts.work_orders import public as work_orders
from aftercare.contexts.work_orders.tests import builders as orders
from aftercare.contexts.work_orders.tests.browsing import browser


@pytest.fixture
def order(place):
    """Give an order for two that waits for dispatch."""
    return orders.planned(place, crew_size=2)


@pytest.fixture
def mate(place):
    return orders.engineer_of(place, name="周涛")


@pytest.fixture
def third(place):
    return orders.engineer_of(place, name="吴军")


def assign(order, engineer, by, at, *, start=TEN, **fields):
    return commands.assign(
        work_order_id=order.pk, engineer_id=engineer.pk, start_at=start, end_at=start + HOUR, **fields, by=by, at=at
    )


def codes(no):
    return [warning.code for warning in no.value.warnings]


class TestAssign:
    def test_takes_the_second_without_a_word_and_then_the_order_is_scheduled(
        self, order, booking, mate, dispatcher, at, drain
    ):
        drain()
        order.refresh_from_db()
        assert (order.status, order.missing) == ("unscheduled", 1)
        assert assign(order, mate, dispatcher, at).overridden == []
        drain()
        order.refresh_from_db()
        assert (order.status, order.missing, order.engineer_name) == ("scheduled", 0, "陈刚、周涛")

    def test_warns_of_a_third(self, order, booking, mate, third, dispatcher, at, refused):
        assign(order, mate, dispatcher, at)
        with refused("warnings") as no:
            assign(order, third, dispatcher, at)
        assert codes(no) == ["already_booked"]

    def test_warns_of_the_same_engineer_twice(self, order, booking, engineer, dispatcher, at, refused):
        with refused("warnings") as no:
            assign(order, engineer, dispatcher, at, start=TEN + 2 * HOUR)
        assert codes(no) == ["already_booked"]

    def test_warns_when_the_two_would_start_apart_and_keeps_that_one_went_over_it(
        self, order, booking, mate, dispatcher, at, refused
    ):
        with refused("warnings") as no:
            assign(order, mate, dispatcher, at, start=TEN + HOUR)
        assert codes(no) == ["crew_apart"] and "陈刚" in str(no.value.message) and "10:00" in str(no.value.message)
        row = assign(order, mate, dispatcher, at, start=TEN + HOUR, accept_warnings=["crew_apart"])
        assert row.overridden == ["crew_apart"]


class TestMove:
    def test_of_one_warns_and_the_other_may_follow(self, order, booking, mate, dispatcher, at, refused):
        other = assign(order, mate, dispatcher, at)
        later = {"start_at": TEN + HOUR, "end_at": TEN + 2 * HOUR, "by": dispatcher, "at": at}
        with refused("warnings") as no:
            commands.move(booking_id=booking.pk, **later)
        assert codes(no) == ["crew_apart"]
        commands.move(booking_id=booking.pk, **later, accept_warnings=["crew_apart"])
        assert commands.move(booking_id=other.pk, **later).overridden == []


class TestOneFallsAway:
    @pytest.fixture
    def both(self, order, booking, mate, dispatcher, at, drain):
        other = assign(order, mate, dispatcher, at)
        drain()
        return booking, other

    @pytest.mark.parametrize("way", ["refuse", "unassign"])
    def test_keeps_the_other_and_the_order_waits_for_one(self, order, both, mate, dispatcher, at, drain, way):
        kept, gone = both
        fields = {"code": "busy", "by": building.acting(mate)} if way == "refuse" else {"by": dispatcher}
        getattr(commands, way)(booking_id=gone.pk, **fields, at=at)
        drain()
        order.refresh_from_db()
        assert (order.status, order.missing, order.engineer_name) == ("unscheduled", 1, "陈刚")
        assert Booking.objects.get(pk=kept.pk).status == "dispatched"

    def test_offers_the_next_best_for_the_time_of_who_stays(self, place, order, both, mate, third, dispatcher, at):
        kept, gone = both
        commands.refuse(booking_id=gone.pk, code="busy", by=building.acting(mate), at=at)
        assert queries.handed_back(order.pk) == gone.pk
        found = resending.next_best(gone, by=dispatcher, now=at)
        assert (found.name, found.start_at) == ("吴军", kept.during.lower)
        sent = commands.send_on(
            booking_id=gone.pk, engineer_id=found.engineer_id, start_at=found.start_at, by=dispatcher, at=at
        )
        assert sent.during == kept.during.__class__(TEN, TEN + 1.5 * HOUR)

    def test_is_no_reason_to_send_a_third(self, order, both, third, dispatcher, at):
        assert queries.handed_back(order.pk) is None

    def test_is_among_what_nobody_accepts(self, order, both, mate, dispatcher, at, drain):
        commands.refuse(booking_id=both[1].pk, code="busy", by=building.acting(mate), at=at)
        drain()
        assert both[1].pk in [row.id for row in queries.unaccepted(dispatcher)]


class TestCustomer:
    def test_hears_once_when_both_are_booked(self, order, booking, mate, dispatcher, at, drain, published):
        drain()
        assert not Confirmation.objects.exists()
        assign(order, mate, dispatcher, at)
        drain()
        row = Confirmation.objects.get()
        assert (row.booking_id, row.engineer_name) == (booking.pk, "陈刚、周涛")
        published.only("AppointmentAnnounced")

    def test_hears_once_of_another_time(self, order, booking, mate, dispatcher, at, drain, published):
        other = assign(order, mate, dispatcher, at)
        drain()
        for row in (other, booking):
            later = {"start_at": TEN + 2 * HOUR, "end_at": TEN + 3 * HOUR, "accept_warnings": ["crew_apart"]}
            commands.move(booking_id=row.pk, **later, by=dispatcher, at=at)
            drain()
        assert Confirmation.objects.get().window_start == TEN + 2 * HOUR
        assert len(published.of("AppointmentAnnounced")) == 2


class TestSuggestions:
    def test_are_for_the_time_of_who_is_booked_and_without_them(
        self, place, order, booking, mate, third, dispatcher, at
    ):
        builders.booked_somewhere(place, third)
        found = queries.suggestions(work_orders.order_card(order.pk), by=dispatcher, now=at)
        times = {row.engineer.name: (row.start_at, row.is_fit) for row in found}
        assert times["周涛"] == (TEN, True) and "陈刚" not in times
        assert times["吴军"] == (None, False)


class TestDialog:
    def test_offers_the_second_at_the_time_of_the_first(self, order, booking, mate):
        page = (
            browser("dispatcher")
            .get(reverse("dispatch:assign", args=[order.pk]), headers={"HX-Request": "true"})
            .content.decode()
        )
        assert "陈刚" in page and "2026-09-07T10:00" in page

    def test_the_orders_page_says_that_one_is_missing(self, order, booking, drain):
        drain()
        page = browser("dispatcher").get(f"/orders/{order.pk}/").content.decode()
        assert page.count("#user-plus") >= 2


class TestBoard:
    def board(self, at):
        return queries.board(builders.BUILDER, start=at - 2 * HOUR, end=at + 20 * HOUR)

    def test_keeps_what_waits_for_the_second(self, order, booking, at, drain):
        assert order.pk in [card.id for card in self.board(at).waiting]
        drain()
        card = next(card for card in self.board(at).waiting if card.id == order.pk)
        assert (card.missing, card.engineer_name, card.scheduled_start_at) == (1, "陈刚", TEN)

    def test_names_who_goes_along(self, order, booking, mate, dispatcher, at):
        other = assign(order, mate, dispatcher, at)
        found = self.board(at)
        assert found.mates == {booking.pk: ["周涛"], other.pk: ["陈刚"]}
        assert order.pk not in [card.id for card in found.waiting]
