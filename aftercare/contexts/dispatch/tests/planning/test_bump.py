"""An urgent order that finds no place: who could make room, and both changes at once."""

from __future__ import annotations

import re

import pytest

from aftercare.contexts.dispatch import commands
from aftercare.contexts.dispatch.models import Advice, Booking
from aftercare.contexts.dispatch.planning import bumping
from aftercare.contexts.dispatch.tests import builders
from aftercare.contexts.dispatch.tests.planning.town import booked, town, tuesday
from aftercare.contexts.work_orders import public as work_orders
from aftercare.contexts.work_orders.models import WorkOrder
from aftercare.contexts.work_orders.tests.browsing import browser
from aftercare.platform import clock
from aftercare.platform.refusal import Refused

NOW = tuesday(7)


@pytest.fixture(scope="module")
def place(shared_db):
    """Give one engineer whose Tuesday is full of ordinary work, and an emergency."""
    made = town(engineers=1, waiting=0)
    for minutes, priority in ((180, 3), (240, 3), (180, 1)):
        made.order(0, minutes=minutes, priority=priority)
    return made


@pytest.fixture
def full(place):
    """Give that engineer's day as booked."""
    mine = place.engineers[0]
    return [booked(place.orders[0], mine, 9, hours=3), booked(place.orders[1], mine, 13, hours=4)]


def card(place):
    return work_orders.order_card(place.orders[2].pk)


def offer(place, full):
    room = bumping.make_room(card(place), now=NOW)
    assert room is not None
    return {
        "work_order_id": place.orders[2].pk, "order_version": card(place).version, "engineer_id": room.engineer.id,
        "start_at": room.start, "booking_id": room.bumped.booking_id, "seen_version": room.bumped.version,
        "to_engineer_id": room.to_engineer.id, "to_start_at": room.to_start, "accept_warnings": builders.WARNINGS,
    }  # fmt: skip


def bump(said, by, **other):
    return commands.bump(**{**said, **other}, by=by, at=NOW)


class TestMakeRoom:
    def test_puts_one_off_until_tomorrow_and_leaves_the_other(self, place, full):
        room = bumping.make_room(card(place), now=NOW)
        assert room.bumped.booking_id == full[1].pk
        assert room.start.date() == tuesday(9).date() < room.to_start.date()
        assert room.start >= full[0].during.upper

    def test_finds_none_where_all_is_as_urgent_or_fixed(self, place, full):
        commands.pin(booking_id=full[1].pk, lock="time", by=builders.BUILDER, at=NOW)
        WorkOrder.objects.filter(pk=place.orders[0].pk).update(priority=1)
        assert bumping.make_room(card(place), now=NOW) is None

    def test_reads_in_few_queries(self, place, full, django_assert_max_num_queries):
        order = card(place)
        with django_assert_max_num_queries(14):
            bumping.make_room(order, now=NOW)


class TestBump:
    def test_moves_and_books_at_once_and_tells_both(self, place, full, dispatcher, published):
        made = bump(offer(place, full), dispatcher)
        moved = Booking.objects.get(pk=full[1].pk)
        assert (made.work_order_id, made.status) == (place.orders[2].pk, "dispatched")
        assert moved.during.lower.date() > made.during.lower.date()
        assert published.names() == ["BookingMoved", "BookingScheduled", "BookingDispatched"]

    def test_keeps_who_made_room_for_whom(self, place, full, dispatcher):
        made = bump(offer(place, full), dispatcher)
        kept = Advice.objects.get(booking=made)
        assert (kept.inputs["bumped"]["booking_id"], kept.asked_by) == (full[1].pk, dispatcher.name)

    @pytest.mark.parametrize(("other", "code"), [({"seen_version": 99}, "stale"), ({"order_version": 99}, "stale")])
    def test_is_refused_when_either_changed(self, place, full, dispatcher, refused, other, code):
        said = offer(place, full)
        with refused(code):
            bump(said, dispatcher, **other)

    def test_is_refused_when_somebody_else_goes_already(self, place, full, dispatcher, refused):
        said = offer(place, full)
        booked(place.orders[2], place.engineers[0], 18, hours=1)
        with refused("wrong_state"):
            bump(said, dispatcher, order_version=card(place).version)

    def test_is_refused_where_the_other_is_as_urgent(self, place, full, dispatcher, refused):
        said = offer(place, full)
        WorkOrder.objects.filter(pk=place.orders[1].pk).update(priority=1)
        with refused("as_urgent"):
            bump(said, dispatcher)

    def test_leaves_all_as_it_is_when_the_second_half_fails(self, place, full, dispatcher, refused):
        said = offer(place, full)
        with refused("conflict"):
            bump(said, dispatcher, start_at=full[0].during.lower)
        assert not Advice.objects.exists()

    def test_is_refused_elsewhere(self, place, full, far_dispatcher):
        said = offer(place, full)
        with pytest.raises(Refused) as no:
            bump(said, far_dispatcher)
        assert (no.value.code, Booking.objects.get(pk=full[1].pk).version) == ("not_found", full[1].version)


class TestDoor:
    @pytest.fixture
    def desk(self, monkeypatch):
        monkeypatch.setattr(clock, "now", lambda: NOW)
        return browser("dispatcher")

    def test_offers_in_words_and_does_both_with_one_click(self, place, full, desk):
        address = f"/orders/{place.orders[2].pk}/make-room/"
        page = desk.get(address, headers={"HX-Request": "true"}).content.decode()
        assert place.orders[1].number in page and place.engineers[0].name in page
        assert desk.post(address, dict(re.findall(r'name="(\w+)" value="([^"]*)"', page))).status_code == 302
        assert Booking.objects.filter(work_order=place.orders[2]).exists()

    def test_says_why_not_and_offers_anew(self, place, full, desk):
        address = f"/orders/{place.orders[2].pk}/make-room/?board=1"
        said = dict(re.findall(r'name="(\w+)" value="([^"]*)"', desk.get(address).content.decode()))
        answer = desk.post(address, {**said, "seen_version": "99"}, headers={"HX-Request": "true"})
        assert answer.status_code == 409 and 'role="alert"' in answer.content.decode()

    def test_is_named_to_the_board_for_what_is_urgent_alone(self, place, full, desk):
        urgent = desk.get(f"/board/suggest/{place.orders[2].pk}/").json()
        assert urgent["bump"].endswith("/make-room/?board=1")
        WorkOrder.objects.filter(pk=place.orders[2].pk).update(priority=3)
        assert desk.get(f"/board/suggest/{place.orders[2].pk}/").json()["bump"] is None
