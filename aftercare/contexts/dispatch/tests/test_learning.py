"""What engineers' ways teach about the roads of a region, and what a map service said and is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest

from aftercare.contexts.dispatch import commands, ways
from aftercare.contexts.dispatch.models import Booking, KnownWay, RegionSpeeds, Trip
from aftercare.contexts.dispatch.tests import builders
from aftercare.contexts.dispatch.tests.builders import TEN
from aftercare.contexts.dispatch.travel import Band, Roads, Speeds, Way
from aftercare.contexts.dispatch.travel.osrm import Unreachable
from aftercare.contexts.people.models import Region
from aftercare.platform import clock

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
HERE, THERE = (31.23, 121.47), (31.30, 121.60)


@pytest.fixture
def go(on_site, drain):
    """Give a way to set out for a booking and arrive."""

    def move(booking, *, at=TEN, minutes=40):
        for status, moment in (("accepted", at), ("traveling", at), ("on_site", at + minutes * MINUTE)):
            commands.set_status(booking_id=booking.pk, status=status, by=on_site, at=moment)
        drain()
        return Trip.objects.filter(booking=booking).first()

    return move


def place_at(engineer, **where):
    """Let the engineer set out from there."""
    type(engineer).objects.filter(pk=engineer.pk).update(**where)


def learn(booking, count, slowness, *, at, region_id):
    """Note as many trips by day that took so much longer than on a quiet day."""
    columns = {name: getattr(booking, name) for name in ("work_order_id", "engineer_id", "during", "booked_by")}
    others = [Booking(**columns, status="canceled", booked_at=at) for _ in range(count)]
    slow = Speeds(tuple((band, slowness) for band in Band))
    usual = {"region_id": region_id, "straight_m": 8_000, "seconds": slow.way(8_000).seconds, "band": "day", "at": at}
    Trip.objects.bulk_create(Trip(booking=other, **usual) for other in Booking.objects.bulk_create(others))


class TestNoteTrip:
    def test_keeps_how_long_the_way_took_and_not_from_where(self, booking, engineer, go):
        place_at(engineer, lat=30.25, lon=120.2)
        trip = go(booking, minutes=40)
        assert (trip.seconds, trip.band, trip.region_id) == (2400, "day", booking.work_order.region_id)
        assert trip.straight_m == pytest.approx(5_560, abs=10)
        assert not {"lat", "lon"} & {column.name for column in Trip._meta.get_fields()}

    def test_begins_at_the_job_before(self, place, engineer, go, on_site):
        place_at(engineer, lat=31.0, lon=121.0)
        first = builders.booked_somewhere(place, engineer)
        go(first)
        commands.set_status(booking_id=first.pk, status="done", by=on_site, at=TEN + 60 * MINUTE)
        second = builders.booked_somewhere(place, engineer, start=TEN + 120 * MINUTE)
        assert go(second, at=TEN + 90 * MINUTE, minutes=3).straight_m == 0

    def test_tells_nothing_without_a_place_to_come_from(self, booking, go):
        assert go(booking) is None


class TestFitSpeeds:
    def test_learns_the_region_and_what_lies_above_it(self, booking, at):
        region = booking.work_order.region
        above = Region.objects.create(code="above", name="华东")
        Region.objects.filter(pk=region.pk).update(parent=above)
        beside = Region.objects.create(code="beside", name="邻区", parent=above)
        learn(booking, 60, 2.0, at=at, region_id=region.pk)
        assert commands.fit_speeds(at=at + DAY) == 2
        own, next_door = ways.speeds_of(region.pk), ways.speeds_of(beside.pk)
        assert (own.version, next_door.version) == (1, 1)
        assert 1.0 < next_door.factor(Band.DAY) < own.factor(Band.DAY) < 2.0
        assert ways.speeds_of(None) == Speeds()

    def test_makes_a_version_only_of_something_new_and_changes_none(self, booking, at):
        region_id = booking.work_order.region_id
        learn(booking, 30, 2.0, at=at, region_id=region_id)
        assert [commands.fit_speeds(at=at + day * DAY) for day in (1, 2)] == [1, 0]
        learn(booking, 90, 1.0, at=at + 2 * DAY, region_id=region_id)
        assert commands.fit_speeds(at=at + 3 * DAY) == 1
        first, second = RegionSpeeds.objects.order_by("version")
        assert (first.version, first.trips, second.version, second.trips) == (1, 30, 2, 120)
        assert second.slowness["day"] < first.slowness["day"]

    def test_forgets_what_is_old(self, booking, at):
        learn(booking, 3, 2.0, at=at - 500 * DAY, region_id=booking.work_order.region_id)
        assert commands.fit_speeds(at=at) == 0
        assert not Trip.objects.exists()


class Counted:
    """A map service that says the same for every way, and counts how often it is asked."""

    name = "counted"

    def __init__(self):
        self.asked = 0

    def table(self, origins, goals):
        self.asked += 1
        return [[Way(600, 9_000) if origin != goal else Way(0, 0) for goal in goals] for origin in origins]


class TestMemory:
    def test_asks_once_and_again_when_the_answer_is_old(self, db):
        service = Counted()
        roads = Roads(Speeds(), service, memory=ways._Kept())
        assert roads.to(THERE, [HERE]) == roads.to(THERE, [HERE]) == [Way(600, 9_000)]
        assert service.asked == 1
        KnownWay.objects.update(at=clock.now() - 91 * DAY)
        roads.to(THERE, [HERE])
        assert service.asked == 2
        assert KnownWay.objects.filter(at__gt=clock.now() - DAY).count() == 1

    def test_makes_the_rush_of_the_quiet_day_it_keeps(self, db):
        roads = Roads(Speeds(), Counted(), memory=ways._Kept())
        assert [way.seconds for way in roads.to(THERE, [HERE], Band.EVENING)] == [810]
        assert KnownWay.objects.get().seconds == 600

    def test_reckons_as_long_as_nobody_answers(self, db):
        class Silent(Counted):
            def table(self, origins, goals):
                raise Unreachable("down")

        roads = Roads(Speeds(), Silent(), memory=ways._Kept())
        assert roads.to(THERE, [HERE]) == Roads(Speeds()).to(THERE, [HERE])
        assert not KnownWay.objects.exists()
