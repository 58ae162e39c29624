from __future__ import annotations

import pytest

from aftercare.contexts.dispatch import commands
from aftercare.contexts.dispatch.models import Booking
from aftercare.contexts.dispatch.tests import builders
from aftercare.contexts.dispatch.tests.builders import HOUR, TEN
from aftercare.contexts.people.tests import building
from aftercare.contexts.work_orders import commands as order_commands
from aftercare.contexts.work_orders.models import WorkOrder
from aftercare.contexts.work_orders.tests import builders as orders


class TestMove:
    def test_changes_the_time_and_tells_it_once(self, booking, dispatcher, at, published, drain):
        done = commands.move(booking_id=booking.pk, start_at=TEN + HOUR, end_at=TEN + 3 * HOUR, by=dispatcher, at=at)
        assert (done.status, done.during.upper, done.version) == ("dispatched", TEN + 3 * HOUR, booking.version + 1)
        published.only("BookingMoved")
        drain()
        assert WorkOrder.objects.get(pk=booking.work_order_id).scheduled_start_at == TEN + HOUR

    def test_asks_a_new_engineer_to_accept_anew(self, place, booking, on_site, dispatcher, at):
        commands.set_status(booking_id=booking.pk, status="accepted", by=on_site, at=at)
        mate = orders.engineer_of(place, name="周涛")
        done = commands.move(booking_id=booking.pk, engineer_id=mate.pk, by=dispatcher, at=at)
        assert (done.status, done.engineer_id) == ("dispatched", mate.pk)

    def test_to_where_it_is_changes_and_tells_nothing(self, booking, dispatcher, at, published):
        before = builders.columns(booking)
        commands.move(booking_id=booking.pk, start_at=TEN, end_at=TEN + HOUR, by=dispatcher, at=at)
        assert builders.columns(booking) == before
        assert "BookingMoved" not in published.names()

    def test_is_refused_onto_taken_time(self, place, booking, engineer, dispatcher, at, refused):
        builders.booked_somewhere(place, engineer, start=TEN + 2 * HOUR)
        with refused("conflict"):
            commands.move(booking_id=booking.pk, start_at=TEN + 2 * HOUR, end_at=TEN + 3 * HOUR, by=dispatcher, at=at)

    def test_is_refused_on_an_old_view(self, booking, dispatcher, at, refused):
        with refused("stale"):
            commands.move(booking_id=booking.pk, start_at=TEN + HOUR, seen_version=1, by=dispatcher, at=at)

    def test_is_refused_once_the_engineer_set_out(self, booking, on_site, dispatcher, at, refused):
        commands.set_status(booking_id=booking.pk, status="traveling", by=on_site, at=at)
        with refused("wrong_state"):
            commands.move(booking_id=booking.pk, start_at=TEN + HOUR, end_at=TEN + 2 * HOUR, by=dispatcher, at=at)

    def test_is_refused_for_the_desk_and_other_regions(self, booking, desk_agent, far_dispatcher, at, refused):
        with refused("not_allowed"):
            commands.move(booking_id=booking.pk, end_at=TEN + 2 * HOUR, by=desk_agent, at=at)
        with refused("not_found"):
            commands.move(booking_id=booking.pk, end_at=TEN + 2 * HOUR, by=far_dispatcher, at=at)


class TestSend:
    def test_tells_the_engineer_of_a_plan_once(self, order, engineer, dispatcher, at, published, refused):
        booking = builders.booked(order, engineer, send=False)
        assert commands.send(booking_id=booking.pk, by=dispatcher, at=at).dispatched_at == at
        published.only("BookingDispatched")
        with refused("wrong_state"):
            commands.send(booking_id=booking.pk, by=dispatcher, at=at)


class TestUnassign:
    def test_frees_the_time_and_lets_the_order_wait(self, booking, engineer, dispatcher, at, published, drain):
        drain()
        done = commands.unassign(booking_id=booking.pk, reason="客户改期", by=dispatcher, at=at)
        assert (done.status, done.canceled_reason) == ("canceled", "客户改期")
        assert published.only("BookingCanceled")["reason"] == "客户改期"
        drain()
        order = WorkOrder.objects.get(pk=booking.work_order_id)
        assert order.status == "unscheduled"
        builders.booked(order, engineer)

    def test_is_refused_once_on_site(self, booking, on_site, dispatcher, at, refused):
        for status in ("traveling", "on_site"):
            commands.set_status(booking_id=booking.pk, status=status, by=on_site, at=at)
        with refused("wrong_state"):
            commands.unassign(booking_id=booking.pk, by=dispatcher, at=at)


class TestRefuse:
    def test_hands_the_job_back_and_tells_the_dispatchers(self, booking, on_site, at, published, drain):
        drain()
        commands.refuse(booking_id=booking.pk, reason="车坏了", by=on_site, at=at)
        assert published.only("BookingRefused")["reason"] == "车坏了"
        drain()
        assert WorkOrder.objects.get(pk=booking.work_order_id).status == "unscheduled"

    def test_asks_for_the_reason_and_for_the_engineer(self, place, booking, on_site, dispatcher, at, refused):
        mate = building.acting(orders.engineer_of(place, name="周涛"))
        with refused("missing"):
            commands.refuse(booking_id=booking.pk, reason=" ", by=on_site, at=at)
        with refused("not_allowed"):
            commands.refuse(booking_id=booking.pk, reason="车坏了", by=dispatcher, at=at)
        with refused("not_found"):
            commands.refuse(booking_id=booking.pk, reason="车坏了", by=mate, at=at)


class TestSetStatus:
    def test_goes_the_whole_way(self, booking, on_site, at, published):
        steps = ("accepted", "traveling", "on_site", "on_break", "on_site", "done")
        for status in steps:
            assert commands.set_status(booking_id=booking.pk, status=status, by=on_site, at=at).status == status
        assert published.names().count("BookingProgressed") == len(steps)

    def test_frees_the_rest_of_the_time_when_done_early(self, place, booking, engineer, on_site, at):
        for status in ("accepted", "on_site"):
            commands.set_status(booking_id=booking.pk, status=status, by=on_site, at=at)
        half = TEN + HOUR / 2
        commands.set_status(booking_id=booking.pk, status="done", by=on_site, at=half)
        assert Booking.objects.get(pk=booking.pk).during.upper == half
        builders.booked_somewhere(place, engineer, start=half)

    @pytest.mark.parametrize(
        ("status", "code"), [("done", "wrong_state"), ("on_break", "wrong_state"), ("x", "unknown")]
    )
    def test_refuses_leaps_and_unknown_states(self, booking, on_site, at, refused, status, code):
        with refused(code):
            commands.set_status(booking_id=booking.pk, status=status, by=on_site, at=at)


class TestCallOff:
    def test_follows_an_order_that_was_cancelled(self, booking, dispatcher, at, drain):
        drain()
        order_commands.cancel(work_order_id=booking.work_order_id, reason="撤单", by=dispatcher, at=at)
        drain()
        assert Booking.objects.get(pk=booking.pk).status == "canceled"

    def test_takes_back_further_visits_of_an_accepted_order(self, booking, engineer, on_site, at, drain):
        order = booking.work_order
        extra = builders.booked(order, engineer, start=TEN + 24 * HOUR)
        drain()
        for status in ("accepted", "traveling", "on_site"):
            commands.set_status(booking_id=booking.pk, status=status, by=on_site, at=at)
        order_commands.begin(work_order_id=order.pk, by=on_site, at=at)
        orders.diagnosed(order)
        commands.set_status(booking_id=booking.pk, status="done", by=on_site, at=TEN + HOUR)
        order_commands.report_done(work_order_id=order.pk, result="好了", by=on_site, at=TEN + HOUR)
        order_commands.accept(work_order_id=order.pk, by=on_site, at=TEN + HOUR)
        drain()
        assert Booking.objects.get(pk=extra.pk).status == "canceled"
        assert Booking.objects.get(pk=booking.pk).status == "done"


class TestPin:
    def test_fixes_the_engineer_for_plans_and_tells_it_once(self, booking, dispatcher, at, published):
        done = commands.pin(booking_id=booking.pk, lock="engineer", by=dispatcher, at=at)
        assert (done.lock, done.version) == ("engineer", booking.version + 1)
        published.only("BookingPinned")

    def test_again_changes_and_tells_nothing(self, booking, dispatcher, at, published):
        commands.pin(booking_id=booking.pk, lock="none", by=dispatcher, at=at)
        assert "BookingPinned" not in published.names()

    def test_is_refused_for_a_lock_nobody_knows(self, booking, dispatcher, at, refused):
        with refused("unknown"):
            commands.pin(booking_id=booking.pk, lock="chained", by=dispatcher, at=at)

    def test_is_refused_once_the_engineer_is_on_the_way(self, booking, on_site, dispatcher, at, refused):
        commands.set_status(booking_id=booking.pk, status="traveling", by=on_site, at=at)
        with refused("wrong_state"):
            commands.pin(booking_id=booking.pk, lock="both", by=dispatcher, at=at)

    def test_is_refused_to_who_does_not_dispatch(self, booking, on_site, at, refused):
        with refused("not_allowed"):
            commands.pin(booking_id=booking.pk, lock="both", by=on_site, at=at)
