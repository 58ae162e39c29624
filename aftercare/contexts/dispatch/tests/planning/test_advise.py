"""Whom to send, answered by the engine on the tours as they are booked."""

from __future__ import annotations

import re
import sys
from datetime import datetime
from html import unescape

import pytest

from aftercare.contexts.dispatch import commands, queries
from aftercare.contexts.dispatch.models import Advice, Booking
from aftercare.contexts.dispatch.planning import advising, warming
from aftercare.contexts.dispatch.tests import builders
from aftercare.contexts.dispatch.tests.builders import BUILDER
from aftercare.contexts.dispatch.tests.planning.town import booked, town, tuesday
from aftercare.contexts.work_orders import public as work_orders
from aftercare.contexts.work_orders.models import WorkOrder
from aftercare.contexts.work_orders.tests.browsing import Program, browser
from aftercare.platform.refusal import Refused
from aftercare.platform.testing.fixtures import MONDAY


@pytest.fixture(scope="module")
def place(shared_db):
    """Give a town of three with orders that wait; the first engineer's Tuesday is full."""
    made = town(engineers=3, waiting=4)
    booked(made.orders[0], made.engineers[0], 8.5, hours=9)
    return made


def starts(row):
    return [datetime.fromisoformat(found["start_at"]) for found in row.places]


class TestAdvise:
    def test_answers_the_best_place_of_each_engineer(self, place):
        row = commands.advise(work_order_id=place.orders[1].pk, by=BUILDER, at=tuesday(8))
        assert len({found["engineer_id"] for found in row.places}) == 3
        extra = [found["extra_minutes"] for found in row.places]
        assert extra == sorted(extra) and min(starts(row)) >= tuesday(8.5)

    def test_can_be_booked_as_it_is(self, place):
        order = place.orders[2]
        best = commands.advise(work_order_id=order.pk, by=BUILDER, at=tuesday(8)).places[0]
        times = {name: datetime.fromisoformat(best[name]) for name in ("start_at", "end_at")}
        commands.assign(work_order_id=order.pk, engineer_id=best["engineer_id"], **times, by=BUILDER, at=tuesday(8))

    def test_says_why_not_the_others(self, place):
        order = place.order(2, minutes=60)
        WorkOrder.objects.filter(pk=order.pk).update(estimated_minutes=20 * 60)
        row = commands.advise(work_order_id=order.pk, by=BUILDER, at=tuesday(8))
        assert row.places == [] and set(row.against.values()) == {"tour_full"}

    def test_moves_nothing(self, place):
        before = list(Booking.objects.values())
        commands.advise(work_order_id=place.orders[1].pk, by=BUILDER, at=MONDAY)
        assert list(Booking.objects.values()) == before

    def test_reads_in_few_queries(self, place, django_assert_max_num_queries):
        with django_assert_max_num_queries(14):
            commands.advise(work_order_id=place.orders[1].pk, by=BUILDER, at=MONDAY)

    def test_is_refused_elsewhere_and_keeps_nothing(self, place, far_dispatcher):
        with pytest.raises(Refused) as no:
            commands.advise(work_order_id=place.orders[1].pk, by=far_dispatcher, at=MONDAY)
        assert (no.value.code, Advice.objects.count()) == ("not_found", 0)


class TestOverridden:
    @pytest.mark.parametrize(("nth", "overridden"), [(0, False), (1, True)])
    def test_is_kept_with_who_was_sent_instead(self, place, dispatcher, nth, overridden):
        order = place.orders[3]
        found = commands.advise(work_order_id=order.pk, by=dispatcher, at=tuesday(8)).places[nth]
        times = {name: datetime.fromisoformat(found[name]) for name in ("start_at", "end_at")}
        row = commands.assign(
            work_order_id=order.pk, engineer_id=found["engineer_id"], **times, accept_warnings=builders.WARNINGS,
            by=dispatcher, at=tuesday(8),
        )  # fmt: skip
        kept = Advice.objects.get(booking=row)
        assert kept.is_overridden is overridden


class TestSuggestions:
    def test_begin_with_the_engine_s_places(self, place):
        order = work_orders.order_card(place.orders[1].pk)
        best = advising.advise(order, by=BUILDER, now=tuesday(8)).places
        found = queries.suggestions(order, by=BUILDER, now=tuesday(8))
        assert [(one.engineer.id, one.start_at, one.extra_minutes) for one in found[:3]] == [
            (one.engineer.id, one.start, one.extra_minutes) for one in best[:3]
        ]
        assert all(one.detour_minutes is not None and one.keeps_promise for one in found[:3])

    def test_put_who_has_no_place_on_the_tour_behind_with_a_free_time(self, place):
        long = work_orders.order_card(place.order(2, minutes=60, estimated_minutes=20 * 60).pk)
        found = queries.suggestions(long, by=BUILDER, now=tuesday(8))
        assert [one.extra_minutes for one in found] == [None] * 3 and any(one.start_at for one in found)

    def test_say_times_on_five_minutes(self, place):
        found = advising.advise(work_orders.order_card(place.orders[1].pk), by=BUILDER, now=tuesday(8)).places
        assert all(one.start.minute % 5 == 0 for one in found)

    def test_are_drawn_with_what_the_place_costs(self, place):
        desk = browser("dispatcher")
        rows = desk.get(f"/board/suggest/{place.orders[1].pk}/").json()["suggestions"]
        assert rows[0]["extra_minutes"] <= rows[1]["extra_minutes"]
        dialog = desk.get(f"/orders/{place.orders[1].pk}/dispatch/", headers={"HX-Request": "true"}).content.decode()
        assert rows[0]["name"] in dialog and "绕路" in dialog


class TestWarmingUp:
    def test_loads_all_that_answers(self):
        warming.warm_up()
        assert "aftercare.contexts.dispatch.solver.live" in sys.modules


class TestApi:
    def test_answers_a_program(self, place):
        program = Program("dispatcher", "orders:read", "orders:write")
        answer = program.post(f"/work-orders/{place.orders[1].pk}/advice", {})
        assert answer.status_code == 201 and answer.json()["places"]


class TestTimesToOffer:
    def test_are_the_cheapest_windows_by_time_each_with_somebody_free(self, place):
        order = work_orders.order_card(place.orders[1].pk)
        found = advising.appointments(order, by=BUILDER, now=tuesday(7))
        assert 3 <= len(found) <= 5 and found == sorted(found, key=lambda one: one.opens)
        assert all(one.opens <= one.place.start < one.closes for one in found)

    def test_are_shown_in_the_dialog_and_lead_back_to_it_filled_in(self, place):
        desk = browser("dispatcher")
        page = desk.get(f"/orders/{place.orders[1].pk}/times/", headers={"HX-Request": "true"}).content.decode()
        filled = unescape(re.search(r'hx-get="([^"]+engineer=[^"]+)"', page)[1])
        assert "selected" in desk.get(filled, headers={"HX-Request": "true"}).content.decode()
