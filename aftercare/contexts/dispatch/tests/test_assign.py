from __future__ import annotations

from datetime import date, timedelta

import pytest

from aftercare.contexts.dispatch import commands
from aftercare.contexts.dispatch.models import Booking
from aftercare.contexts.dispatch.tests import builders
from aftercare.contexts.dispatch.tests.builders import HOUR, TEN
from aftercare.contexts.people.commands import approve_leave, request_leave, set_skill
from aftercare.contexts.people.tests import building
from aftercare.contexts.work_orders import commands as order_commands
from aftercare.contexts.work_orders.models import WorkOrder
from aftercare.contexts.work_orders.tests import builders as orders
from aftercare.platform.actor import Role


def assign(order, engineer, by, at, **fields):
    usual = {"start_at": TEN, "end_at": TEN + HOUR}
    return commands.assign(work_order_id=order.pk, engineer_id=engineer.pk, **{**usual, **fields}, by=by, at=at)


class TestAssign:
    def test_books_the_engineer_and_tells_them(self, order, engineer, dispatcher, at, published):
        booking = assign(order, engineer, dispatcher, at, note="找保安登记")
        assert (booking.status, booking.note, booking.overridden) == ("dispatched", "找保安登记", [])
        assert (booking.during.lower, booking.during.upper) == (TEN, TEN + HOUR)
        assert published.only("BookingScheduled")["engineer_name"] == "陈刚"
        published.only("BookingDispatched")

    def test_gives_the_order_its_appointment(self, order, engineer, dispatcher, at, drain):
        assign(order, engineer, dispatcher, at)
        drain()
        order.refresh_from_db()
        assert (order.status, order.engineer_name, order.scheduled_start_at) == ("scheduled", "陈刚", TEN)

    def test_only_plans_when_it_is_not_to_be_sent(self, order, engineer, dispatcher, at, published):
        assert assign(order, engineer, dispatcher, at, send=False).status == "scheduled"
        assert "BookingDispatched" not in published.names()

    def test_refuses_time_that_is_taken_and_says_by_what(self, place, order, engineer, dispatcher, at, refused):
        other = builders.booked_somewhere(place, engineer).work_order
        with refused("conflict") as no:
            assign(order, engineer, dispatcher, at, start_at=TEN + HOUR / 2, end_at=TEN + 2 * HOUR)
        assert other.number in str(no.value.message)

    def test_lets_jobs_follow_each_other(self, place, order, engineer, dispatcher, at):
        builders.booked_somewhere(place, engineer)
        assign(order, engineer, dispatcher, at, start_at=TEN + HOUR, end_at=TEN + 2 * HOUR)
        assert Booking.objects.count() == 2

    @pytest.mark.parametrize(
        ("start", "end"),
        [
            (TEN + HOUR, TEN),
            (TEN, TEN + timedelta(minutes=5)),
            (TEN, TEN + timedelta(days=20)),
            (TEN - timedelta(days=3), TEN - timedelta(days=2)),
            (TEN + timedelta(days=900), TEN + timedelta(days=900, hours=1)),
            (TEN.replace(tzinfo=None), TEN.replace(tzinfo=None) + HOUR),
        ],
    )
    def test_refuses_times_nobody_can_mean(self, order, engineer, dispatcher, at, refused, start, end):
        with refused("bad_time"):
            assign(order, engineer, dispatcher, at, start_at=start, end_at=end)

    def test_refuses_an_order_on_hold(self, order, engineer, dispatcher, at, refused):
        order_commands.hold(work_order_id=order.pk, reason="weather", party="nobody", by=dispatcher, at=at)
        with refused("wrong_state"):
            assign(order, engineer, dispatcher, at)

    def test_refuses_desk_agents_and_hides_other_regions(
        self, order, engineer, desk_agent, far_dispatcher, at, refused
    ):
        with refused("not_allowed"):
            assign(order, engineer, desk_agent, at)
        with refused("not_found"):
            assign(order, engineer, far_dispatcher, at)

    def test_does_not_know_engineers_of_other_regions(self, place, order, make_actor, at, refused):
        local, far = make_actor(Role.DISPATCHER, regions={place.region_id}), building.engineer(building.region("远方"))
        with refused("unknown"):
            assign(order, far, local, at)


class TestMisfits:
    def test_without_the_certificate_nobody_goes(self, place, engineer, dispatcher, at, refused):
        paper = building.certificate_kind()
        order = orders.planned(place, certificate_kind_ids=[paper.pk])
        with refused("no_certificate"):
            assign(order, engineer, dispatcher, at, accept_warnings=["no_certificate"])
        building.certificate(engineer, paper, date(2026, 9, 6))
        with refused("certificate_expired"):
            assign(order, engineer, dispatcher, at)
        building.certificate(engineer, paper, date(2026, 9, 7))
        assert assign(order, engineer, dispatcher, at).pk

    def test_nobody_is_called_from_leave(self, order, engineer, dispatcher, system, at, refused):
        leave = request_leave(
            engineer_id=engineer.pk, kind="annual", start_at=TEN, end_at=TEN + 8 * HOUR, by=system, at=at
        )
        approve_leave(leave_id=leave.pk, by=system, at=at)
        with refused("on_leave"):
            assign(order, engineer, dispatcher, at)

    def test_a_low_skill_asks_and_is_written_down(self, place, engineer, dispatcher, system, at, refused):
        skill = building.skill("变频器调试")
        set_skill(engineer_id=engineer.pk, skill_id=skill.pk, level=1, by=system, at=at)
        order = orders.planned(place, skills={skill.pk: 3})
        with refused("warnings") as no:
            assign(order, engineer, dispatcher, at)
        assert [warning.code for warning in no.value.warnings] == ["skill_level"]
        assert assign(order, engineer, dispatcher, at, accept_warnings=["skill_level"]).overridden == ["skill_level"]

    def test_outside_the_shift_asks(self, order, engineer, dispatcher, at, refused):
        night = TEN + 12 * HOUR
        with refused("warnings") as no:
            assign(order, engineer, dispatcher, at, start_at=night, end_at=night + HOUR)
        assert "outside_shift" in {warning.code for warning in no.value.warnings}

    def test_a_second_engineer_for_one_order_asks(self, place, order, booking, dispatcher, at, refused):
        mate = orders.engineer_of(place, name="周涛")
        with refused("warnings") as no:
            assign(order, mate, dispatcher, at)
        assert [warning.code for warning in no.value.warnings] == ["already_booked"]

    @pytest.mark.parametrize(
        ("fields", "code"),
        [
            ({"arrive_by": TEN - HOUR}, "late_arrival"),
            ({"resolve_by": TEN + HOUR / 2}, "late_finish"),
            ({"earliest_at": TEN + HOUR}, "too_early"),
        ],
    )
    def test_a_broken_promise_asks(self, order, engineer, dispatcher, at, refused, fields, code):
        WorkOrder.objects.filter(pk=order.pk).update(**fields)
        with refused("warnings") as no:
            assign(order, engineer, dispatcher, at)
        assert [warning.code for warning in no.value.warnings] == [code]

    def test_a_way_longer_than_the_gap_asks(self, place, order, engineer, dispatcher, at, refused):
        before = builders.booked_somewhere(place, engineer, start=TEN - HOUR).work_order
        WorkOrder.objects.filter(pk=before.pk).update(lat=31.2, lon=121.5)
        with refused("warnings") as no:
            assign(order, engineer, dispatcher, at)
        assert [warning.code for warning in no.value.warnings] == ["travel_gap"]

    def test_another_region_asks(self, order, dispatcher, at, refused):
        neighbour = building.engineer(building.region("邻区"))
        with refused("warnings") as no:
            assign(order, neighbour, dispatcher, at)
        assert [warning.code for warning in no.value.warnings] == ["other_region"]
