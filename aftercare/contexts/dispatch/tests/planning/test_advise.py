"""Whom to send, answered by the engine on the tours as they are booked."""

from __future__ import annotations

from datetime import datetime

import pytest

from aftercare.contexts.dispatch import commands
from aftercare.contexts.dispatch.models import Advice, Booking
from aftercare.contexts.dispatch.tests import builders
from aftercare.contexts.dispatch.tests.builders import BUILDER
from aftercare.contexts.dispatch.tests.planning.town import booked, town, tuesday
from aftercare.contexts.work_orders.models import WorkOrder
from aftercare.contexts.work_orders.tests.browsing import Program
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


class TestApi:
    def test_answers_a_program(self, place):
        program = Program("dispatcher", "orders:read", "orders:write")
        answer = program.post(f"/work-orders/{place.orders[1].pk}/advice", {})
        assert answer.status_code == 201 and answer.json()["places"]
