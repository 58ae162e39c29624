"""The day board: its page, its data, and what it does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from aftercare.contexts.dispatch import queries
from aftercare.contexts.dispatch.models import Booking
from aftercare.contexts.dispatch.tests import builders
from aftercare.contexts.people.tests import building
from aftercare.contexts.service_requests.tests import builders as requests
from aftercare.contexts.work_orders import public as work_orders
from aftercare.contexts.work_orders.tests import builders as orders
from aftercare.contexts.work_orders.tests.browsing import NOW, browser
from aftercare.platform.testing.fixtures import MONDAY

TOMORROW = (timezone.localtime(NOW) + timedelta(days=1)).replace(hour=10, minute=0, second=0, microsecond=0)
HOUR = timedelta(hours=1)


@pytest.fixture
def desk(place):
    return browser("dispatcher")


def sent(order, engineer, **fields):
    times = {"start_at": TOMORROW.isoformat(), "end_at": (TOMORROW + HOUR).isoformat()}
    return {"work_order_id": order.pk, "engineer_id": engineer.pk, **times,
            "accept_warnings": " ".join(builders.WARNINGS), **fields}  # fmt: skip


class TestData:
    def test_holds_engineers_bookings_and_what_waits(self, place, order, engineer, desk):
        booked = builders.booked_somewhere(place, engineer, start=TOMORROW, at=NOW)
        day = desk.get("/board/data/", {"day": TOMORROW.date().isoformat()}).json()
        assert [row["id"] for row in day["engineers"]] == [engineer.pk]
        assert [row["id"] for row in day["bookings"]] == [booked.pk]
        assert [row["id"] for row in day["orders"]] == [order.pk]

    def test_leaves_out_an_order_the_moment_it_is_booked(self, order, engineer, desk):
        builders.booked(order, engineer, start=TOMORROW, at=NOW)
        assert desk.get("/board/data/").json()["orders"] == []

    def test_costs_the_same_for_one_engineer_and_for_many(self, place, dispatcher, django_assert_num_queries):
        for n in range(5):
            hired = orders.engineer_of(place, name=f"工程师{n}")
            builders.booked_somewhere(place, hired, start=TOMORROW, at=NOW)
        start = TOMORROW.replace(hour=0)
        with django_assert_num_queries(8):
            found = queries.board(dispatcher, start=start, end=start + 24 * HOUR, region_id=place.region_id)
        assert (len(found.engineers), len(found.bookings)) == (5, 5)

    def test_shows_other_regions_nothing(self, place, order, engineer):
        builders.booked(order, engineer, start=TOMORROW, at=NOW)
        far = browser("dispatcher", region_id=requests.region())
        day = far.get("/board/data/", {"day": TOMORROW.date().isoformat()}).json()
        assert (day["engineers"], day["bookings"], day["orders"]) == ([], [], [])

    @pytest.mark.parametrize("query", [{"day": "x"}, {"day": "1900-01-01"}, {"region": "999999"}, {"region": "x"}])
    def test_refuses_days_and_regions_nobody_can_mean(self, desk, query):
        assert desk.get("/board/data/", query).status_code == 422

    def test_is_closed_to_engineers_and_administrators(self, place):
        assert browser("system_admin").get("/board/").status_code == 403
        assert browser("storekeeper").get("/board/").status_code == 200


class TestActs:
    def test_book_move_and_take_back(self, order, engineer, desk):
        made = desk.post("/board/assign/", sent(order, engineer)).json()["booking"]
        later = {"start_at": (TOMORROW + HOUR).isoformat(), "end_at": (TOMORROW + 2 * HOUR).isoformat()}
        url = f"/board/bookings/{made['id']}/move/"
        moved = desk.post(
            url, {**later, "seen_version": made["version"], "accept_warnings": " ".join(builders.WARNINGS)}
        )
        assert moved.json()["booking"]["version"] == made["version"] + 1
        assert desk.post(f"/board/bookings/{made['id']}/unassign/").json()["booking"]["status"] == "canceled"

    def test_name_the_warnings_to_be_accepted(self, place, order, desk):
        neighbour = building.engineer(building.region("邻区"))
        answer = desk.post("/board/assign/", sent(order, neighbour, accept_warnings="outside_shift"))
        assert answer.status_code == 422
        assert [warning["code"] for warning in answer.json()["warnings"]] == ["other_region"]
        assert not Booking.objects.exists()

    def test_tell_a_conflict_in_words(self, place, order, engineer, desk):
        builders.booked_somewhere(place, engineer, start=TOMORROW, at=NOW)
        answer = desk.post("/board/assign/", sent(order, engineer))
        assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
        assert "陈刚" in answer.json()["message"]

    @pytest.mark.parametrize(
        "wrong", [{"start_at": "x"}, {"start_at": "2026-05-31T10:00"}, {"engineer_id": "-1"}, {"note": "a\0b"},
                  {"engineer_id": "9" * 30}, {"work_order_id": ""}]
    )  # fmt: skip
    def test_refuse_bad_input_and_book_nothing(self, order, engineer, desk, wrong):
        assert desk.post("/board/assign/", sent(order, engineer, **wrong)).status_code == 422
        assert not Booking.objects.exists()

    def test_are_closed_to_those_who_only_read(self, order, engineer):
        assert browser("storekeeper").post("/board/assign/", sent(order, engineer)).status_code == 403


class TestSuggestions:
    def test_put_who_fits_first_and_say_why_not_the_other(self, place, engineer, dispatcher):
        paper = building.certificate_kind("低压电工证")
        fit = orders.engineer_of(place, name="周涛")
        building.certificate(fit, paper, TOMORROW.date() + timedelta(days=99))
        order = orders.planned(place, certificate_kind_ids=[paper.pk])
        found = queries.suggestions(work_orders.order_card(order.pk), by=dispatcher, now=NOW)
        assert [row.engineer.id for row in found] == [fit.pk, engineer.pk]
        assert "低压电工证" in found[1].reasons[0]

    def test_find_the_first_free_time(self, place, order, engineer, dispatcher):
        card = work_orders.order_card(order.pk)
        first = queries.suggestions(card, by=dispatcher, now=MONDAY)[0].start_at
        assert first is not None
        builders.booked_somewhere(place, engineer, start=first, hours=1.5, at=MONDAY)
        again = queries.suggestions(card, by=dispatcher, now=MONDAY)[0].start_at
        assert again is not None
        assert again >= first + 1.5 * HOUR

    def test_cost_the_same_for_many(self, place, order, dispatcher, django_assert_num_queries):
        for n in range(4):
            orders.engineer_of(place, name=f"工程师{n}")
        card = work_orders.order_card(order.pk)
        with django_assert_num_queries(15):
            queries.suggestions(card, by=dispatcher, now=NOW)


class TestOrderPage:
    def asked(self, engineer, *, accepted_for):
        return {
            "engineer_id": engineer.pk,
            "start_at": TOMORROW.strftime("%Y-%m-%dT%H:%M"),
            "minutes": "60",
            "accept_warnings": " ".join(builders.WARNINGS),
            "accepted_for": f"{accepted_for.pk}@{TOMORROW.isoformat()}+60",
        }

    def test_offers_to_assign_and_books_from_the_dialog(self, order, engineer, desk):
        url = reverse("dispatch:assign", args=[order.pk])
        assert url in desk.get(order.get_absolute_url()).content.decode()
        assert desk.get(url).status_code == 200
        assert desk.post(url, self.asked(engineer, accepted_for=engineer)).status_code == 302
        assert Booking.objects.get().during.lower == TOMORROW

    def test_takes_no_yes_that_was_given_for_another_engineer(self, place, order, engineer, desk):
        neighbour = building.engineer(building.region("邻区"))
        url = reverse("dispatch:assign", args=[order.pk])
        assert desk.post(url, self.asked(neighbour, accepted_for=engineer)).status_code == 422
        assert not Booking.objects.exists()
        assert desk.post(url, self.asked(neighbour, accepted_for=neighbour)).status_code == 302

    def test_takes_a_booking_back(self, order, engineer, desk):
        booking = builders.booked(order, engineer, start=TOMORROW, at=NOW)
        assert desk.post(reverse("dispatch:unassign", args=[booking.pk]), {"reason": "改期"}).status_code == 302
        assert Booking.objects.get().canceled_reason == "改期"
