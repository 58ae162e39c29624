"""The strip on the board."""

from __future__ import annotations

from datetime import timedelta

import pytest

from aftercare.contexts.dispatch import commands
from aftercare.contexts.dispatch.models import Booking, Plan
from aftercare.contexts.dispatch.planning import working
from aftercare.contexts.dispatch.tests import builders
from aftercare.contexts.dispatch.tests.planning.town import town
from aftercare.contexts.people.tests import building
from aftercare.contexts.work_orders.tests.browsing import NOW, browser

HOUR = timedelta(hours=1)
# The next day on which people work, at 10:00 in Shanghai.
DAY = next(day for n in range(1, 8) if (day := NOW + timedelta(days=n)).isoweekday() in (2, 3, 4))
TEN = DAY.replace(hour=2, minute=0, second=0, microsecond=0)


@pytest.fixture(scope="module")
def place(shared_db):
    """Give a town in which one engineer has to cross it for a visit next to another's home."""
    made = town(engineers=3, waiting=0)
    for n in (10, 1):
        made.order(n)
    return made


@pytest.fixture
def row(place, dispatcher):
    """Give what is proposed after the dispatcher booked the engineer for the visit near by."""
    usual = {"send": False, "at": NOW}
    builders.booked(place.orders[0], place.engineers[0], start=TEN, **usual)
    near = builders.booked(place.orders[1], place.engineers[0], start=TEN + 5 * HOUR, by=dispatcher, **usual)
    (noted,) = commands.mend(booking_id=near.pk, by=dispatcher, at=NOW)
    return working.work_out(noted.pk, at=NOW)


def strip(desk):
    return desk.get("/board/data/", {"day": TEN.date().isoformat()}).json()["mendings"]


class TestStrip:
    def test_says_what_would_move_and_what_it_is_worth(self, place, row):
        (shown,) = strip(browser("dispatcher"))
        assert (shown["id"], [line["number"] for line in shown["lines"]]) == (row.pk, [place.orders[0].number])
        assert place.engineers[2].name in shown["lines"][0]["now"] and "少开" in shown["title"]

    def test_is_hidden_from_who_does_not_dispatch_here(self, row):
        elsewhere = browser("dispatcher", region_id=building.region("邻区").pk)
        assert strip(browser("storekeeper")) == strip(elsewhere) == []

    def test_is_taken_with_one_click(self, place, row):
        desk = browser("dispatcher")
        assert desk.post(f"/board/mendings/{row.pk}/take/").json() == {"plan": row.pk}
        assert Booking.objects.get(work_order=place.orders[0]).engineer_id == place.engineers[2].pk
        assert strip(desk) == []

    def test_is_left_with_one_click(self, row):
        desk = browser("dispatcher")
        assert desk.post(f"/board/mendings/{row.pk}/leave/").status_code == 200
        assert (Plan.objects.get().status, strip(desk)) == ("discarded", [])

    def test_says_why_when_somebody_was_quicker(self, place, row, dispatcher):
        booking = Booking.objects.get(work_order=place.orders[0])
        commands.send(booking_id=booking.pk, by=dispatcher, at=NOW)
        answer = browser("dispatcher").post(f"/board/mendings/{row.pk}/take/")
        assert (answer.status_code, answer.json()["code"]) == (409, "stale")
        assert Booking.objects.get(pk=booking.pk).engineer_id == place.engineers[0].pk

    def test_asks_for_no_decision_in_the_frame(self, row):
        page = browser("dispatcher").get("/plans/").content.decode()
        assert f"#{row.pk}" in page
        Plan.objects.update(status="discarded")
        assert f"#{row.pk}" not in browser("dispatcher").get("/plans/").content.decode()
