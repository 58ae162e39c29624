"""The one button that sends a job on: on pages and for programs."""

from __future__ import annotations

import pytest

from aftercare.contexts.dispatch import commands
from aftercare.contexts.dispatch.models import Booking
from aftercare.contexts.dispatch.tests import builders
from aftercare.contexts.dispatch.tests.test_board import HOUR, TOMORROW
from aftercare.contexts.people.tests import building
from aftercare.contexts.service_requests.tests import builders as requests
from aftercare.contexts.work_orders.tests import builders as orders
from aftercare.contexts.work_orders.tests.browsing import NOW, Program, browser


@pytest.fixture
def handed_back(place, order, engineer, drain):
    """Give a booking the engineer handed back, with a colleague who could go."""
    row = builders.booked(order, engineer, start=TOMORROW, at=NOW)
    commands.refuse(booking_id=row.pk, code="away", by=building.acting(engineer), at=NOW)
    drain()
    return row


@pytest.fixture
def mate(place):
    return orders.engineer_of(place, name="周涛")


def offer(mate):
    return {"engineer_id": mate.pk, "start_at": (TOMORROW + HOUR).isoformat()}


class TestButton:
    def test_is_offered_on_the_orders_page_and_the_home_page(self, handed_back, mate):
        desk = browser("dispatcher")
        url = f"/bookings/{handed_back.pk}/next/"
        assert url in desk.get(f"/orders/{handed_back.work_order_id}/").content.decode()
        assert url in desk.get("/").content.decode()
        assert "周涛" in desk.get(url).content.decode()

    def test_sends_to_whom_it_names(self, handed_back, mate):
        answer = browser("dispatcher").post(f"/bookings/{handed_back.pk}/send-on/", offer(mate))
        assert answer.status_code == 302
        assert Booking.objects.get(engineer_id=mate.pk).status == "dispatched"

    def test_says_why_when_somebody_was_quicker(self, handed_back, mate):
        desk = browser("dispatcher")
        desk.post(f"/bookings/{handed_back.pk}/send-on/", offer(mate))
        late = desk.post(f"/bookings/{handed_back.pk}/send-on/", offer(mate))
        assert (late.status_code, "周涛" in late.content.decode()) == (409, True)

    def test_is_not_for_the_desk(self, handed_back, mate):
        assert browser("desk_agent").post(f"/bookings/{handed_back.pk}/send-on/", offer(mate)).status_code == 403


class TestProgram:
    def test_asks_for_the_next_best_and_sends_it_on(self, handed_back, mate):
        program = Program("dispatcher", "orders:read", "orders:write")
        found = program.get(f"/bookings/{handed_back.pk}/next-best").json()
        assert (found["engineer_id"], found["warnings"]) == (mate.pk, [])
        chosen = {"engineer_id": mate.pk, "start_at": found["start_at"]}
        made = program.post(f"/bookings/{handed_back.pk}/send-on", chosen)
        assert (made.status_code, made.json()["engineer_id"]) == (201, mate.pk)

    def test_of_another_region_finds_nothing(self, handed_back, mate):
        far = Program("dispatcher", "orders:read", "orders:write", region_id=requests.region())
        assert far.get(f"/bookings/{handed_back.pk}/next-best").status_code == 404
        chosen = {"engineer_id": mate.pk, "start_at": TOMORROW.isoformat()}
        assert far.post(f"/bookings/{handed_back.pk}/send-on", chosen).status_code == 404
