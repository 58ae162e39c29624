"""Work for two in plans: both go together or neither, whatever happens to one of them."""

from __future__ import annotations

import sys

import pytest
from django.db import IntegrityError, transaction

from aftercare.contexts.dispatch import commands
from aftercare.contexts.dispatch.models import Booking, PlannedVisit
from aftercare.contexts.dispatch.planning import bumping, working
from aftercare.contexts.dispatch.planning.crews import halves
from aftercare.contexts.dispatch.tests.builders import BUILDER, HOUR
from aftercare.contexts.dispatch.tests.planning.town import booked, planned, town, tuesday
from aftercare.contexts.work_orders import public as work_orders
from aftercare.contexts.work_orders.models import WorkOrder
from aftercare.platform.notify.models import Notice
from aftercare.platform.refusal import Refused
from aftercare.platform.testing.fixtures import MONDAY


@pytest.fixture(scope="module")
def shared_place(shared_db):
    """Give a town with three engineers, three orders for one and one for two."""
    made = town(engineers=3, waiting=3)
    made.order(6, minutes=90, crew_size=2)
    return made


@pytest.fixture
def place(shared_place):
    return shared_place


@pytest.fixture
def crew_order(place):
    return WorkOrder.objects.get(pk=place.orders[3].pk)


def lines(row, order):
    return list(row.visits.filter(work_order=order).select_related("engineer").order_by("nth", "pk"))


def publish(row, **fields):
    return commands.publish(plan_id=row.pk, **{"by": BUILDER, **fields}, at=MONDAY)


def going(order):
    return list(Booking.objects.coming().filter(work_order=order).order_by("pk"))


class TestTwoThatWait:
    def test_are_planned_together_on_a_round_time(self, place, crew_order):
        one, two = lines(planned(place), crew_order)
        assert [one.change, two.change] == ["gained", "gained"] and [one.nth, two.nth] == [1, 2]
        assert one.during == two.during and one.engineer_id != two.engineer_id
        assert one.during.lower.minute % 5 == 0

    def test_are_booked_together_and_both_are_told(self, place, crew_order, drain):
        publish(planned(place), send=True)
        drain()
        one, two = going(crew_order)
        assert one.during == two.during and one.engineer_id != two.engineer_id
        crew_order.refresh_from_db()
        assert (crew_order.status, crew_order.missing) == ("scheduled", 0)
        told = Notice.objects.filter(kind="visits.new", recipient_id__in=[one.engineer.user_id, two.engineer.user_id])
        mine = [notice for notice in told if crew_order.number in notice.body]
        assert len({notice.recipient_id for notice in mine}) == 2

    def test_are_left_out_together_when_only_one_could_go(self, place, crew_order):
        away = [engineer.pk for engineer in place.engineers[1:]]
        row = planned(place, without=away)
        found = lines(row, crew_order)
        assert [line.change for line in found] == ["left_out", "left_out"]
        assert {line.reasons["code"] for line in found} == {"nobody_fit"}
        publish(row)
        assert going(crew_order) == []

    def test_say_which_two_could_go_instead(self, place, crew_order):
        one, _two = lines(planned(place), crew_order)
        assert one.reasons["others"] and "、" in one.reasons["others"][0]["name"]


class TestOneBooked:
    def test_gets_a_partner_at_the_very_time(self, place, crew_order):
        first = booked(crew_order, place.engineers[0], 10, hours=1.5)
        row = planned(place)
        stays, gained = sorted(lines(row, crew_order), key=lambda line: line.change == "gained")
        assert (stays.change, gained.change, gained.nth) == ("kept", "gained", 2)
        assert gained.during == first.during and gained.engineer_id != first.engineer_id
        publish(row)
        assert [b.during.lower for b in going(crew_order)] == [tuesday(10)] * 2

    def test_gets_one_beside_somebody_who_was_told(self, place, crew_order):
        first = booked(crew_order, place.engineers[0], 10, hours=1.5, send=True)
        gained = next(line for line in lines(planned(place), crew_order) if line.change == "gained")
        assert gained.during == first.during and gained.inputs["mate"]["booking"] == first.pk

    def test_stays_booked_when_nobody_can_go_along(self, place, crew_order):
        booked(crew_order, place.engineers[0], 10, hours=1.5)
        for n in (1, 2):
            booked(place.order(n), place.engineers[n], 8.5, hours=9, send=True)
        assert sorted(line.change for line in lines(planned(place), crew_order)) == ["kept", "left_out"]


class TestBothBooked:
    @pytest.fixture
    def both(self, place, crew_order):
        return [booked(crew_order, place.engineers[n], 13, hours=1.5, accept_warnings=["crew_apart"]) for n in (0, 1)]

    def test_move_together_or_not_at_all(self, place, crew_order, both):
        one, two = lines(planned(place, profile="fewest_km"), crew_order)
        assert one.during == two.during and one.engineer_id != two.engineer_id

    @pytest.mark.parametrize("send", [False, True])
    def test_somebody_takes_over_from_one_who_falls_ill(self, place, crew_order, both, send):
        if send:
            commands.send(booking_id=both[1].pk, by=BUILDER, at=MONDAY)
        ill = place.engineers[0]
        row = working.work_out(
            commands.drop_out(engineer_id=ill.pk, first_on=tuesday(0).date(), by=BUILDER, at=MONDAY).pk, at=MONDAY
        )
        found = {line.booking_id: line for line in lines(row, crew_order)}
        assert found[both[0].pk].engineer_id == place.engineers[2].pk
        assert found[both[0].pk].during.lower == found[both[1].pk].during.lower
        publish(row)
        assert len({b.engineer_id for b in going(crew_order)} - {ill.pk}) == 2

    def test_neither_goes_when_nobody_can_take_over(self, place, crew_order, both):
        gone = [place.engineers[0].pk, place.engineers[2].pk]
        row = planned(place, without=gone)
        assert {line.change for line in lines(row, crew_order)} == {"lost"}
        publish(row)
        assert going(crew_order) == []

    def test_keep_the_time_between_them_that_a_person_wanted(self, place, crew_order, both):
        later = {"start_at": tuesday(14), "end_at": tuesday(15.5), "accept_warnings": ["crew_apart"]}
        commands.move(booking_id=both[1].pk, **later, by=BUILDER, at=MONDAY)
        found = {line.booking_id: line for line in lines(planned(place), crew_order)}
        assert found[both[1].pk].during.lower - found[both[0].pk].during.lower == HOUR


class TestOtherwise:
    @pytest.fixture
    def both(self, place, crew_order):
        return [booked(crew_order, place.engineers[n], 13, hours=1.5, send=True) for n in (0, 1)]

    def test_nobody_on_site_takes_both_back_and_finds_two_again(self, place, crew_order, both):
        asked = commands.no_show(booking_id=both[0].pk, by=BUILDER, at=tuesday(13.2))
        assert going(crew_order) == []
        found = lines(working.work_out(asked.pk, at=tuesday(13.2)), crew_order)
        assert [line.change for line in found] == ["gained", "gained"] and found[0].during == found[1].during

    def test_work_that_takes_longer_keeps_both_there(self, place, crew_order, both):
        for row in both:
            for status in ("accepted", "traveling", "on_site"):
                commands.set_status(booking_id=row.pk, status=status, by=BUILDER, at=tuesday(13))
        asked = commands.overrun(booking_id=both[0].pk, until=tuesday(16), by=BUILDER, at=tuesday(13.5))
        found = lines(working.work_out(asked.pk, at=tuesday(13.5)), crew_order)
        assert {line.during.upper for line in found if line.change == "retimed"} == {tuesday(16)} and len(found) == 2


class TestMakingRoom:
    def test_is_not_done_for_two_at_once_nor_by_one_of_two(self, place, crew_order):
        card = work_orders.order_card(crew_order.pk)
        assert bumping.make_room(card, now=tuesday(8)) is None
        pair = [booked(crew_order, place.engineers[n], 9, hours=8) for n in (0, 1)]
        booked(place.order(3), place.engineers[2], 9, hours=8, send=True)
        urgent = place.order(2, priority=1)
        room = bumping.make_room(work_orders.order_card(urgent.pk), now=tuesday(8))
        assert room is None or room.bumped.booking_id not in [row.pk for row in pair]


class TestPublishing:
    """Half a crew is never published, whatever somebody did since."""

    def edited(self, place, line):
        """Book the engineer of a line for something else, so that the day is left out."""
        start = line.during.lower - HOUR if line.during.lower.hour > 2 else line.during.upper + HOUR
        return commands.assign(
            work_order_id=place.order(9).pk, engineer_id=line.engineer_id, start_at=start, end_at=start + HOUR / 2,
            accept_warnings=["travel_gap", "outside_shift"], send=False, by=BUILDER, at=MONDAY,
        )  # fmt: skip

    def test_leaves_out_both_when_the_day_of_one_was_changed(self, place, crew_order):
        row = planned(place)
        Booking.objects.all().delete()
        one, _two = lines(row, crew_order)
        type(row).objects.filter(pk=row.pk).update(seen_at=MONDAY - HOUR)
        self.edited(place, one)
        row.refresh_from_db()
        publish(row, leave_out_changed=True)
        assert going(crew_order) == []

    def test_without_that_rule_is_refused_and_changes_nothing(self, place, crew_order, published):
        row = planned(place)
        lines(row, crew_order)[1].delete()
        told = published.names()
        with pytest.raises(Refused) as no:
            publish(row)
        assert (no.value.code, Booking.objects.count(), published.names()) == ("half_crew", 0, told)

    def test_would_happen_without_the_guard(self, place, crew_order, monkeypatch):
        row = planned(place)
        lines(row, crew_order)[1].delete()
        monkeypatch.setattr(sys.modules[commands.publish.__module__], "half_crews", lambda changes: set())
        publish(row)
        assert len(going(crew_order)) == 1

    def test_is_stale_when_the_partner_was_taken_back(self, place, crew_order):
        first = booked(crew_order, place.engineers[0], 10, hours=1.5, send=True)
        row = planned(place)
        commands.unassign(booking_id=first.pk, by=BUILDER, at=MONDAY)
        with pytest.raises(Refused) as no:
            publish(row)
        assert no.value.code == "stale"
        publish(row, leave_out_changed=True)
        assert going(crew_order) == []

    def test_is_stale_when_somebody_was_booked_along_meanwhile(self, place, crew_order):
        booked(crew_order, place.engineers[0], 10, hours=1.5, send=True)
        row = planned(place)
        gained = next(line for line in lines(row, crew_order) if line.change == "gained")
        other = next(e for e in place.engineers[1:] if e.pk != gained.engineer_id)
        booked(crew_order, other, 10, hours=1.5, at=MONDAY + HOUR)
        publish(row, leave_out_changed=True)
        assert len(going(crew_order)) == 2


class TestTheDatabase:
    def test_keeps_a_plan_from_sending_more_than_the_crew(self, place, crew_order):
        line = lines(planned(place), crew_order)[0]
        for fields in ({"nth": 3}, {"nth": 2}, {"nth": 1}):
            more = PlannedVisit(
                plan=line.plan, work_order=crew_order, change="gained", engineer=line.engineer, during=line.during,
                seen_version=1, crew_size=2, **fields,
            )  # fmt: skip
            with pytest.raises(IntegrityError), transaction.atomic():
                more.save()


def test_half_crews_of_nothing_are_none():
    assert halves.half_crews([]) == set()
