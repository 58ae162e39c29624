"""The pages of plans, as a dispatcher goes through them."""

from __future__ import annotations

import pytest

from aftercare.contexts.dispatch.models import Booking, Plan
from aftercare.contexts.dispatch.tests.planning.town import TUESDAY, booked, planned, town
from aftercare.contexts.work_orders.tests.browsing import browser
from aftercare.platform.testing.fixtures import MONDAY

HTMX = {"HX-Request": "true"}


@pytest.fixture(scope="module")
def place(shared_db):
    """Give a town with three engineers, two bookings and orders that wait."""
    made = town(minutes=100)
    booked(made.orders[0], made.engineers[0], 10)
    return made


@pytest.fixture(scope="module")
def shared_plan(place):
    """Give a plan of Tuesday."""
    return planned(place)


@pytest.fixture
def plan(shared_plan):
    """Give the plan as nobody has decided on it yet."""
    return Plan.objects.get(pk=shared_plan.pk)


@pytest.fixture
def at_work(monkeypatch):
    """Let the pages' clock stand on Monday morning."""
    monkeypatch.setattr("aftercare.platform.clock.now", lambda: MONDAY)


@pytest.fixture
def desk(place, at_work):
    """Give a dispatcher's browser."""
    return browser("dispatcher")


class TestNew:
    def test_leads_to_the_plan_that_was_asked_for(self, desk, place):
        form = {"region_id": place.place.region_id, "first_on": TUESDAY.isoformat(), "days": 1, "profile": "fair_load",
                "seconds": 5, "overtime_minutes": 60}  # fmt: skip
        answer = desk.post("/plans/new/", form)
        row = Plan.objects.latest("pk")
        assert (answer.status_code, answer["Location"]) == (302, f"/plans/{row.pk}/")
        assert (row.profile, row.status) == ("fair_load", "waiting")

    def test_says_beside_the_field_what_is_wrong(self, desk, place):
        answer = desk.post("/plans/new/", {"region_id": place.place.region_id, "first_on": "2020-01-01"})
        assert answer.status_code == 422 and not Plan.objects.exists()


class TestDetail:
    def test_shows_the_difference_and_the_day(self, desk, plan):
        page = desk.get(f"/plans/{plan.pk}/").content.decode()
        for order in plan.visits.values_list("work_order__number", flat=True):
            assert order in page
        assert "plan-bar is-gained" in page and "plan-figures" in page

    def test_reads_a_plan_in_few_queries(self, desk, plan, django_assert_max_num_queries):
        desk.get(f"/plans/{plan.pk}/")
        with django_assert_max_num_queries(14):
            desk.get(f"/plans/{plan.pk}/")


class TestPublish:
    def test_books_from_the_dialog(self, desk, plan):
        answer = desk.post(f"/plans/{plan.pk}/publish/", {"send": "on"}, headers=HTMX)
        assert answer.status_code == 204 and Plan.objects.get(pk=plan.pk).status == "published"
        planned_ones = Booking.objects.filter(planned__isnull=False)
        assert set(planned_ones.values_list("status", flat=True)) == {"dispatched"}

    def test_shows_what_has_changed_and_then_publishes_the_rest(self, desk, place, plan):
        booked(place.orders[3], place.engineers[1], 16)
        asked = desk.post(f"/plans/{plan.pk}/publish/", {}, headers=HTMX)
        assert asked.status_code == 409 and place.orders[3].number in asked.content.decode()
        done = desk.post(f"/plans/{plan.pk}/publish/", {"leave_out_changed": "on"}, headers=HTMX)
        assert done.status_code == 204 and Plan.objects.get(pk=plan.pk).status == "published"


class TestCauses:
    def test_propose_from_an_engineers_page(self, desk, place):
        gone = place.engineers[0]
        assert f"/engineers/{gone.pk}/drops-out/" in desk.get(f"/people/{gone.pk}/").content.decode()
        desk.post(f"/engineers/{gone.pk}/drops-out/", {"first_on": TUESDAY.isoformat(), "days": 1}, headers=HTMX)
        row = Plan.objects.latest("pk")
        assert (row.cause, row.assumed["without"]) == ("illness", [gone.pk])

    def test_propose_from_an_orders_page(self, desk, place):
        order = place.orders[2]
        assert f"/orders/{order.pk}/fit-in/" in desk.get(f"/orders/{order.pk}/").content.decode()
        desk.post(f"/orders/{order.pk}/fit-in/", headers=HTMX)
        assert Plan.objects.latest("pk").about == {"order": order.pk}


class TestWhatIf:
    def test_is_looked_at_and_not_published(self, desk, place):
        row = planned(place, is_what_if=True)
        page = desk.get(f"/plans/{row.pk}/").content.decode()
        assert "disabled" in page
        assert desk.post(f"/plans/{row.pk}/publish/", {}, headers=HTMX).status_code == 422
        assert not Booking.objects.filter(planned__isnull=False).exists()
