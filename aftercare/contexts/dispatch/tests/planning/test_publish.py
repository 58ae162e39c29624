from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta

import pytest

from aftercare.contexts.dispatch import commands
from aftercare.contexts.dispatch.models import Booking, Plan
from aftercare.contexts.dispatch.tests.builders import BUILDER, HOUR
from aftercare.contexts.dispatch.tests.planning.town import booked, planned, town, tuesday
from aftercare.contexts.people import commands as people
from aftercare.contexts.people.tests import building
from aftercare.contexts.work_orders.models import WorkOrder
from aftercare.platform.refusal import Refused
from aftercare.platform.testing.fixtures import MONDAY


@pytest.fixture(scope="module")
def place(shared_db):
    """Give a town with three engineers and six orders that wait."""
    return town(minutes=120)


@pytest.fixture(scope="module")
def shared_plan(place):
    """Give a plan in which two visits are booked already, one of them to be moved, and five wait."""
    gone = place.engineers[0]
    mine = booked(place.orders[0], gone, 10)
    his = booked(place.orders[1], place.engineers[1], 9.5)
    commands.pin(booking_id=his.pk, lock="engineer", by=BUILDER, at=MONDAY)
    row = planned(place, without=[gone.pk])
    assert row.visits.get(booking=mine).change == "moved"
    return row


@pytest.fixture
def plan(shared_plan):
    """Give the plan, as nobody has decided on it yet."""
    return Plan.objects.get(pk=shared_plan.pk)


@pytest.fixture
def unchanged(published):
    """Give a check that a verb is refused, and that bookings, plan and events stay as they were."""

    @contextmanager
    def check(code):
        before, told = list(Booking.objects.order_by("pk").values()), published.names()
        with pytest.raises(Refused) as no:
            yield
        assert no.value.code == code
        assert (list(Booking.objects.order_by("pk").values()), published.names()) == (before, told)

    return check


def publish(plan, **fields):
    return commands.publish(plan_id=plan.pk, **{"by": BUILDER, **fields}, at=MONDAY)


class TestPublish:
    def test_books_and_moves_as_proposed(self, plan, published):
        publish(plan)
        now = {row.work_order_id: row for row in Booking.objects.exclude(status="canceled")}
        for visit in plan.visits.exclude(engineer=None):
            assert (now[visit.work_order_id].engineer_id, now[visit.work_order_id].during) == (
                visit.engineer_id,
                visit.during,
            )
        assert published.only("PlanPublished")["gained"] == 4
        assert len(published.of("BookingScheduled")) == 4 and len(published.of("BookingMoved")) >= 1

    def test_tells_the_orders(self, plan, drain):
        publish(plan)
        drain()
        assert set(WorkOrder.objects.values_list("status", flat=True)) == {"scheduled"}

    def test_sends_what_is_new_when_wished(self, plan, published):
        publish(plan, send=True)
        planned_ones = Booking.objects.filter(planned__isnull=False)
        assert set(planned_ones.values_list("status", flat=True)) == {"dispatched"}
        assert len(published.of("BookingDispatched")) >= 5

    def test_exchanges_two_engineers_times(self, plan, place):
        one, two = Booking.objects.order_by("pk")
        Booking.objects.filter(pk=two.pk).update(during=one.during)
        swap = {one.pk: two.engineer_id, two.pk: one.engineer_id}
        for visit in plan.visits.filter(booking__in=[one, two]):
            plan.visits.filter(pk=visit.pk).update(
                change="moved", engineer_id=swap[visit.booking_id], during=one.during, was_during=one.during
            )
        plan.visits.exclude(booking__in=[one, two]).delete()
        publish(plan)
        assert dict(Booking.objects.values_list("pk", "engineer_id")) == swap

    def test_twice_is_refused(self, plan, unchanged):
        publish(plan)
        with unchanged("wrong_state"):
            publish(plan)

    def test_of_a_what_if_is_refused(self, plan, unchanged):
        Plan.objects.filter(pk=plan.pk).update(is_what_if=True)
        with unchanged("what_if"):
            publish(plan)

    def test_is_refused_elsewhere(self, plan, far_dispatcher, unchanged):
        with unchanged("not_found"):
            publish(plan, by=far_dispatcher)


class TestOverride:
    def test_of_what_a_plan_booked_is_kept_with_who_and_when(self, plan, dispatcher):
        publish(plan)
        row = Booking.objects.filter(planned__change="gained").first()
        commands.move(booking_id=row.pk, end_at=row.during.upper + HOUR / 4, by=dispatcher, at=MONDAY)
        commands.unassign(booking_id=row.pk, reason="客户改期", by=dispatcher, at=MONDAY + HOUR)
        line = plan.visits.get(booking=row)
        assert (line.overridden_by, line.overridden_at) == (dispatcher.name, MONDAY)
        assert line.overridden_to["engineer"] == row.engineer_id


class TestClash:
    """A dispatcher's edit always wins over a plan made before it."""

    def edit(self, place):
        two = Booking.objects.get(work_order=place.orders[1])
        return commands.move(
            booking_id=two.pk, start_at=two.during.lower + HOUR, end_at=two.during.upper + HOUR, by=BUILDER, at=MONDAY
        )

    def test_is_told_before_anything_is_written(self, plan, place, unchanged):
        Booking.objects.filter(work_order=place.orders[1]).update(note="")
        self.edit(place)
        with unchanged("stale"):
            publish(plan)

    def test_leaves_the_days_it_touches_as_they_are(self, plan, place):
        edited = self.edit(place)
        publish(plan, leave_out_changed=True)
        edited.refresh_from_db()
        assert edited.during.lower == tuesday(10.5)
        assert not Booking.objects.filter(planned__isnull=False, engineer_id=edited.engineer_id).exists()
        assert Booking.objects.filter(planned__isnull=False).exists()

    def test_of_an_order_booked_meanwhile(self, plan, place, unchanged):
        booked(place.orders[4], place.engineers[2], 16)
        with unchanged("stale"):
            publish(plan)

    def test_of_an_engineer_on_leave_by_now(self, plan, place, unchanged):
        mate = place.engineers[2]
        span = {"start_at": tuesday(0), "end_at": tuesday(24)}
        away = people.request_leave(engineer_id=mate.pk, kind="annual", **span, by=building.acting(mate), at=MONDAY)
        people.approve_leave(leave_id=away.pk, by=BUILDER, at=MONDAY)
        with unchanged("stale"):
            publish(plan)

    def test_of_a_time_that_has_passed(self, plan, published):
        first = plan.visits.filter(change="gained").order_by("during").first()
        later = first.during.lower + timedelta(minutes=1)
        with pytest.raises(Refused) as no:
            commands.publish(plan_id=plan.pk, by=BUILDER, at=later)
        assert no.value.code == "stale" and "PlanPublished" not in published.names()

    def test_with_everything_is_refused(self, plan, place, unchanged):
        for n, order in enumerate(place.orders[2:]):
            booked(order, place.engineers[n % 3], 15 + n // 3)
        self.edit(place)
        mine = Booking.objects.get(work_order=place.orders[0])
        commands.move(booking_id=mine.pk, end_at=mine.during.upper + timedelta(minutes=5), by=BUILDER, at=MONDAY)
        with unchanged("nothing_left"):
            publish(plan, leave_out_changed=True)
