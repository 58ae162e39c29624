"""What of engineers' days is settled before a plan is made."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from aftercare.contexts.dispatch import commands
from aftercare.contexts.dispatch.models import Booking
from aftercare.contexts.dispatch.planning import advising, scene
from aftercare.contexts.dispatch.planning.workdays import workdays
from aftercare.contexts.dispatch.tests.builders import BUILDER
from aftercare.contexts.dispatch.tests.planning.town import TUESDAY, booked, planned, town, tuesday
from aftercare.contexts.work_orders import public as work_orders
from aftercare.platform.testing.fixtures import MONDAY

WEDNESDAY = date(2026, 9, 9)
HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def place(shared_db):
    """Give a town of one with a job from Tuesday afternoon to Wednesday noon, and two orders that wait."""
    made = town(engineers=1, waiting=3)
    booked(made.orders[0], made.engineers[0], 14, hours=22)
    return made


class TestOverNight:
    def test_is_never_taken_off_as_too_long_for_a_shift(self, place):
        long = Booking.objects.get()
        assert planned(place, days=2).visits.get(booking=long).change == "kept"

    def test_takes_the_next_morning_too(self, place):
        starts = planned(place, first_on=WEDNESDAY).visits.filter(change="gained").values_list("during", flat=True)
        assert starts and all(during.lower >= tuesday(36) for during in starts)

    def test_is_heeded_when_somebody_asks_whom_to_send(self, place):
        order = work_orders.order_card(place.orders[1].pk)
        (found,) = advising.advise(order, by=BUILDER, now=tuesday(20)).places
        assert found.start >= tuesday(36)

    def test_leaves_a_plan_that_can_be_published(self, place):
        commands.publish(plan_id=planned(place, first_on=WEDNESDAY).pk, by=BUILDER, at=MONDAY)
        assert Booking.objects.count() == 3


class TestNightShift:
    def test_owns_what_is_booked_after_midnight(self, place):
        owl = place.settle(4, shifts=[(1, 20 * 60, 24 * 60), (2, 0, 8 * 60)])
        late = booked(place.order(5), owl, 26)
        seen = scene.read(place.place.region_id, TUESDAY, 2, now=MONDAY)
        (night,) = (day for day in workdays(seen, overtime=HOUR) if day.engineer.id == owl.pk)
        assert [job.booking_id for job in night.loose] == [late.pk]


class TestTooMuch:
    def test_is_said_and_not_cut_off(self, place, monkeypatch):
        monkeypatch.setattr(scene, "MOST_BOOKINGS", 0)
        row = planned(place)
        assert row.status == "failed" and row.trouble
