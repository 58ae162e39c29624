"""Whom to send together, answered while somebody waits."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from aftercare.contexts.dispatch import commands
from aftercare.contexts.dispatch.models import Advice, Booking
from aftercare.contexts.dispatch.planning import advising
from aftercare.contexts.dispatch.tests.builders import BUILDER
from aftercare.contexts.dispatch.tests.planning.town import booked, town, tuesday
from aftercare.contexts.work_orders import public as work_orders
from aftercare.contexts.work_orders.tests.browsing import Program


@pytest.fixture(scope="module")
def place(shared_db):
    """Give a town of three with an order for two; the first engineer's Tuesday is full."""
    made = town(engineers=3, waiting=2)
    booked(made.orders[0], made.engineers[0], 8.5, hours=9)
    made.order(5, crew_size=2)
    return made


@pytest.fixture
def order(place):
    return place.orders[2]


def advise(order, at=8.0):
    return commands.advise(work_order_id=order.pk, by=BUILDER, at=tuesday(at))


class TestTwo:
    def test_are_named_together_and_can_be_booked_as_they_are(self, place, order):
        best = advise(order).places[0]
        two = [best["engineer_id"], best["mate"]["engineer_id"]]
        assert set(two) == {engineer.pk for engineer in place.engineers[1:]}
        times = {name: datetime.fromisoformat(best[name]) for name in ("start_at", "end_at")}
        for pk in two:
            row = commands.assign(work_order_id=order.pk, engineer_id=pk, **times, by=BUILDER, at=tuesday(8))
            assert row.overridden == []
        assert Advice.objects.get().is_overridden is False

    def test_say_why_not_the_others(self, place, order):
        row = commands.advise(work_order_id=order.pk, by=BUILDER, at=tuesday(8))
        assert {found["engineer_id"] for found in row.places} and row.against.get(str(place.engineers[0].pk)) != "off"

    def test_are_nobody_where_only_one_is_free(self, place, order):
        booked(place.order(1), place.engineers[1], 8.5, hours=9)
        for n in (0, 1):
            for day in (1, 2, 3):
                start = tuesday(8.5) + timedelta(days=day)
                commands.assign(
                    work_order_id=place.order(1).pk, engineer_id=place.engineers[n].pk, start_at=start,
                    end_at=start + timedelta(hours=9), accept_warnings=["travel_gap"], by=BUILDER, at=tuesday(0),
                )  # fmt: skip
        assert advise(order).places == []

    def test_answer_a_program(self, order):
        answer = Program("dispatcher", "orders:read", "orders:write").post(f"/work-orders/{order.pk}/advice", {})
        assert answer.status_code == 201 and answer.json()["places"][0]["mate"]["engineer_name"]

    def test_move_nothing(self, order):
        before = list(Booking.objects.values())
        advise(order)
        assert list(Booking.objects.values()) == before


class TestOneBooked:
    def test_gets_the_best_partner_at_that_time(self, place, order):
        booked(order, place.engineers[1], 10.25)
        found = advise(order).places
        assert [(one["engineer_id"], one["mate"]) for one in found] == [(place.engineers[2].pk, None)]
        assert datetime.fromisoformat(found[0]["start_at"]) == tuesday(10.25)

    def test_has_one_time_to_offer(self, place, order):
        booked(order, place.engineers[1], 10.25)
        card = work_orders.order_card(order.pk)
        (only,) = advising.appointments(card, by=BUILDER, now=tuesday(7))
        assert (only.opens, only.place.start) == (tuesday(10), tuesday(10.25))


class TestTimesToOffer:
    def test_are_windows_in_which_two_could_come(self, place, order):
        found = advising.appointments(work_orders.order_card(order.pk), by=BUILDER, now=tuesday(7))
        assert 3 <= len(found) <= 5
        assert all(one.place.mate and one.opens <= one.place.start < one.closes for one in found)
