"""The API's door to bookings."""

from __future__ import annotations

import pytest

from aftercare.contexts.dispatch.models import Booking
from aftercare.contexts.dispatch.tests import builders
from aftercare.contexts.dispatch.tests.test_board import HOUR, TOMORROW
from aftercare.contexts.people.tests import building
from aftercare.contexts.service_requests.tests import builders as requests
from aftercare.contexts.work_orders.tests.browsing import NOW, Program

BOTH = ("orders:read", "orders:write")


@pytest.fixture
def program(place):
    return Program("dispatcher", *BOTH)


def payload(engineer, **fields):
    times = {"start_at": TOMORROW.isoformat(), "end_at": (TOMORROW + HOUR).isoformat()}
    return {"engineer_id": engineer.pk, **times, "accept_warnings": list(builders.WARNINGS), **fields}


class TestBookings:
    def test_are_made_and_listed_under_their_order(self, order, engineer, program):
        made = program.post(f"/work-orders/{order.pk}/bookings", payload(engineer))
        assert made.status_code == 201, made.content
        assert [row["id"] for row in program.get(f"/work-orders/{order.pk}/bookings").json()] == [made.json()["id"]]
        assert program.get(f"/bookings/{made.json()['id']}").json()["status"] == "dispatched"

    def test_name_the_warnings_a_program_may_accept(self, order, program):
        neighbour = building.engineer(building.region("邻区"))
        answer = program.post(
            f"/work-orders/{order.pk}/bookings", payload(neighbour, accept_warnings=["outside_shift"])
        )
        assert (answer.status_code, answer.json()["code"]) == (422, "warnings")
        assert "[other_region]" in answer.json()["errors"][0]["message"]

    def test_tell_conflicts(self, place, order, engineer, program):
        builders.booked_somewhere(place, engineer, start=TOMORROW, at=NOW)
        answer = program.post(f"/work-orders/{order.pk}/bookings", payload(engineer))
        assert (answer.status_code, answer.json()["code"]) == (409, "conflict")

    def test_are_moved_and_taken_back(self, order, engineer, program):
        booking = builders.booked(order, engineer, start=TOMORROW, at=NOW)
        later = {"start_at": (TOMORROW + HOUR).isoformat(), "end_at": (TOMORROW + 2 * HOUR).isoformat(),
                 "accept_warnings": list(builders.WARNINGS)}  # fmt: skip
        assert program.post(f"/bookings/{booking.pk}/move", later).status_code == 200
        assert program.post(f"/bookings/{booking.pk}/unassign", {}).json()["status"] == "canceled"

    def test_are_not_there_for_another_region(self, order, engineer):
        booking = builders.booked(order, engineer, start=TOMORROW, at=NOW)
        far = Program("dispatcher", *BOTH, region_id=requests.region())
        assert far.get(f"/bookings/{booking.pk}").status_code == 404
        assert far.post(f"/bookings/{booking.pk}/unassign", {}).status_code == 404
        assert Booking.objects.get().status == "dispatched"

    def test_refuse_times_without_a_zone(self, order, engineer, program):
        answer = program.post(f"/work-orders/{order.pk}/bookings", payload(engineer, start_at="2026-05-31T10:00:00"))
        assert answer.status_code == 422

    def test_suggest_engineers_to_dispatchers_alone(self, order, engineer, program):
        found = program.get(f"/work-orders/{order.pk}/engineers").json()
        assert [row["engineer_id"] for row in found] == [engineer.pk]
        assert Program("desk_agent", *BOTH).get(f"/work-orders/{order.pk}/engineers").status_code == 403
