"""The map's own questions: regions as outlines, and where engineers were last known to be."""

from __future__ import annotations

from datetime import timedelta

import pytest

from aftercare.contexts.dispatch import commands, queries
from aftercare.contexts.dispatch.outlines import outline
from aftercare.contexts.dispatch.tests import builders
from aftercare.contexts.dispatch.tests.builders import HOUR, TEN
from aftercare.contexts.service_requests.tests import builders as requests
from aftercare.contexts.work_orders.tests.browsing import browser


class TestOutline:
    def test_goes_around_the_outermost_places(self):
        square = [(0.0, 0.0), (0.0, 4.0), (4.0, 4.0), (4.0, 0.0)]
        assert set(outline([*square, (1.0, 2.0), (3.0, 1.0), (2.0, 0.0)])) == set(square)

    @pytest.mark.parametrize("few", [[], [(1.0, 2.0)], [(1.0, 2.0), (3.0, 4.0)], [(1.0, 2.0)] * 5])
    def test_of_fewer_than_three_is_those(self, few):
        assert outline(few) == sorted(set(few))

    def test_of_places_in_a_line_has_two_ends(self):
        assert outline([(0.0, 0.0), (1.0, 1.0), (2.0, 2.0)]) == [(0.0, 0.0), (2.0, 2.0)]


@pytest.fixture
def known_place(booking):
    """Give the booking's order a place."""
    booking.work_order.__class__.objects.filter(pk=booking.work_order_id).update(lat=31.2, lon=121.5)
    return booking


class TestLastSeen:
    def test_is_the_site_an_engineer_came_to(self, known_place, engineer, dispatcher, on_site):
        for status in ("accepted", "traveling", "on_site"):
            commands.set_status(booking_id=known_place.pk, status=status, by=on_site, at=TEN)
        (seen,) = queries.last_seen(dispatcher, now=TEN + HOUR)
        assert (seen.engineer_id, seen.lat, seen.lon) == (engineer.pk, 31.2, 121.5)

    def test_is_nothing_while_somebody_is_on_the_way(self, known_place, dispatcher, on_site):
        for status in ("accepted", "traveling"):
            commands.set_status(booking_id=known_place.pk, status=status, by=on_site, at=TEN)
        assert queries.last_seen(dispatcher, now=TEN) == []

    def test_says_nothing_of_yesterday_and_of_other_regions(self, known_place, dispatcher, far_dispatcher, on_site):
        for status in ("accepted", "traveling", "on_site"):
            commands.set_status(booking_id=known_place.pk, status=status, by=on_site, at=TEN)
        assert queries.last_seen(dispatcher, now=TEN + timedelta(days=1)) == []
        assert queries.last_seen(far_dispatcher, now=TEN + HOUR) == []

    def test_costs_two_queries_for_any_number(self, known_place, dispatcher, on_site, django_assert_num_queries):
        for status in ("accepted", "traveling", "on_site"):
            commands.set_status(booking_id=known_place.pk, status=status, by=on_site, at=TEN)
        with django_assert_num_queries(2):
            queries.last_seen(dispatcher, now=TEN)


class TestPage:
    def test_answers_outlines_and_no_ground(self, place, dispatcher):
        found = browser("dispatcher").get("/board/places/").json()
        assert found["tiles"] is None
        assert all(set(row) == {"id", "name", "corners"} for row in found["regions"])

    def test_shows_other_regions_nothing(self, place):
        far = browser("dispatcher", region_id=requests.region())
        assert far.get("/board/places/").json()["regions"] == []

    def test_is_closed_to_engineers_and_administrators(self, place):
        assert browser("system_admin").get("/board/places/").status_code == 403


class TestDays:
    @pytest.mark.parametrize(("span", "count"), [("1", 1), ("3", 3), ("7", 7)])
    def test_are_as_many_as_asked_for(self, place, span, count):
        found = browser("dispatcher").get("/board/data/", {"day": "2026-11-23", "span": span}).json()
        assert [minute for _on, minute in found["days"]] == [1440 * n for n in range(count)]
        assert found["minutes"] == 1440 * count

    def test_hold_what_is_booked_on_the_last_of_them(self, place, engineer):
        later = builders.booked_somewhere(place, engineer, start=TEN + timedelta(days=6))
        asked = {"day": TEN.date().isoformat(), "span": "7"}
        assert [row["id"] for row in browser("dispatcher").get("/board/data/", asked).json()["bookings"]] == [later.pk]

    def test_are_not_any_number(self, place):
        assert browser("dispatcher").get("/board/data/", {"span": "31"}).status_code == 422
