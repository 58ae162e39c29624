"""A job nobody takes: refused, unanswered, sent to somebody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError

from aftercare.contexts.dispatch import commands, jobs, queries
from aftercare.contexts.dispatch.answers import answering, automatic, resending
from aftercare.contexts.dispatch.models import AnswerTime, Booking
from aftercare.contexts.dispatch.tests import builders
from aftercare.contexts.dispatch.tests.builders import HOUR, TEN
from aftercare.contexts.people.tests import building
from aftercare.contexts.work_orders import public as work_orders
from aftercare.contexts.work_orders.tests import builders as orders
from aftercare.platform import clock
from aftercare.platform.actor import Role
from aftercare.platform.notify.models import Notice

MINUTE = timedelta(minutes=1)


@pytest.fixture
def mate(place):
    """Give a second engineer of the region."""
    return orders.engineer_of(place, name="周涛")


@pytest.fixture
def refused_one(booking, on_site, at):
    """Give a booking the engineer handed back."""
    return commands.refuse(booking_id=booking.pk, code="far", by=on_site, at=at)


@pytest.fixture
def times(booking):
    """Give the times to answer of the booking's priority: 30 and 60 minutes by the clock."""
    given = {"remind_minutes": 30, "tell_minutes": 60, "in_shift": False}
    return AnswerTime.objects.update_or_create(priority=booking.work_order.priority, defaults=given)[0]


def told(kind):
    return list(Notice.objects.filter(kind=kind).values_list("recipient_id", flat=True))


class TestRefuse:
    def test_takes_a_reason_of_the_list_without_words_and_tells_it_once(self, booking, on_site, at, published):
        done = commands.refuse(booking_id=booking.pk, code="far", by=on_site, at=at)
        assert (done.status, done.refused_code, done.refused_reason) == ("canceled", "far", "")
        published.only("BookingRefused")

    def test_is_refused_for_a_reason_nobody_knows_or_without_words(self, booking, on_site, at, refused):
        with refused("unknown"):
            commands.refuse(booking_id=booking.pk, code="lazy", by=on_site, at=at)
        with refused("missing"):
            commands.refuse(booking_id=booking.pk, code="other", by=on_site, at=at)

    def test_makes_the_order_wait_and_tells_the_dispatchers(self, place, refused_one, drain):
        user = building.granted(Role.DISPATCHER, building.Region.objects.get(pk=place.region_id))
        drain()
        assert work_orders.order_card(refused_one.work_order_id).status == "unscheduled"
        notice = Notice.objects.get(kind="booking_refused", recipient=user)
        assert notice.url == f"/orders/{refused_one.work_order_id}/"


class TestChase:
    def test_has_patience_then_reminds_once_then_tells_once(self, booking, times, system, at, published):
        def after(minutes):
            return commands.chase(booking_id=booking.pk, by=system, at=at + minutes * MINUTE)

        assert [after(n) for n in (29, 30, 31, 59, 60, 90)] == ["", "remind", "", "", "tell", ""]
        published.only("EngineerReminded")
        published.only("BookingUnanswered")

    def test_leaves_alone_what_was_answered(self, booking, times, on_site, system, at, published):
        commands.set_status(booking_id=booking.pk, status="accepted", by=on_site, at=at)
        assert commands.chase(booking_id=booking.pk, by=system, at=at + 5 * HOUR) == ""
        assert "BookingUnanswered" not in published.names()

    def test_counts_only_the_shift_where_it_is_said_so(self, booking, times, at):
        AnswerTime.objects.filter(pk=times.pk).update(in_shift=True)
        # Told Monday 09:00 in Shanghai; the shift ends at 17:30 and begins again at 08:30.
        Booking.objects.filter(pk=booking.pk).update(dispatched_at=at + 8 * HOUR)
        row = Booking.objects.select_related("work_order").get(pk=booking.pk)
        assert answering.due([row], now=at + 20 * HOUR) == {row.pk: "remind"}
        assert answering.due([row], now=at + 24.5 * HOUR) == {row.pk: "tell"}

    def test_begins_anew_with_a_new_engineer(self, booking, mate, times, dispatcher, system, at):
        commands.chase(booking_id=booking.pk, by=system, at=at + 60 * MINUTE)
        done = commands.move(booking_id=booking.pk, engineer_id=mate.pk, by=dispatcher, at=at + 61 * MINUTE)
        assert (done.unanswered_at, done.reminded_at, done.dispatched_at) == (None, None, at + 61 * MINUTE)

    def test_is_done_by_the_sweep_which_tells_engineer_and_dispatchers(self, place, booking, times, drain, monkeypatch):
        user = building.granted(Role.DISPATCHER, building.Region.objects.get(pk=place.region_id))
        for minutes in (30, 60):
            monkeypatch.setattr(clock, "now", lambda m=minutes: booking.dispatched_at + m * MINUTE)
            assert jobs.chase_answers() == 1
            drain()
        assert told("booking_reminder") == [booking.engineer.user_id]
        assert told("booking_unanswered") == [user.pk]
        assert jobs.chase_answers() == 0


class TestAnswerTimes:
    def test_are_there_for_every_priority(self, db):
        AnswerTime.objects.all().delete()
        assert {p: row.tell_minutes for p, row in answering.answer_times().items()} == {1: 20, 2: 60, 3: 240, 4: 480}

    def test_are_kept_by_the_database(self, db):
        with pytest.raises(IntegrityError):
            AnswerTime.objects.update_or_create(priority=1, defaults={"remind_minutes": 30, "tell_minutes": 30})


class TestNextBest:
    def test_is_not_who_refused(self, refused_one, mate, dispatcher, at):
        found = resending.next_best(refused_one, by=dispatcher, now=at)
        assert (found.engineer_id, found.warnings) == (mate.pk, [])

    def test_is_nobody_when_everybody_passed_it_up(self, refused_one, dispatcher, at):
        assert resending.next_best(refused_one, by=dispatcher, now=at) is None

    def test_is_remembered_by_the_suggestions_and_warned_of(self, refused_one, mate, engineer, dispatcher, at, refused):
        order = work_orders.order_card(refused_one.work_order_id)
        found = queries.suggestions(order, by=dispatcher, now=at)
        assert [row.engineer.id for row in found] == [mate.pk, engineer.pk]
        with refused("warnings"):
            builders.booked(refused_one.work_order, engineer, by=dispatcher, accept_warnings=())


class TestSendOn:
    def test_books_another_after_a_refusal(self, refused_one, mate, dispatcher, at, published, drain):
        drain()
        done = commands.send_on(booking_id=refused_one.pk, engineer_id=mate.pk, start_at=TEN, by=dispatcher, at=at)
        assert (done.engineer_id, done.status, done.work_order_id) == (mate.pk, "dispatched", refused_one.work_order_id)
        published.only("BookingDispatched")

    def test_takes_an_unanswered_one_back(self, booking, mate, dispatcher, at, published):
        done = commands.send_on(booking_id=booking.pk, engineer_id=mate.pk, start_at=TEN, by=dispatcher, at=at)
        booking.refresh_from_db()
        assert (booking.status, done.status) == ("canceled", "dispatched")
        assert published.names().count("BookingCanceled") == 1

    def test_is_refused_once_accepted_or_given_away(self, booking, mate, on_site, dispatcher, at, refused):
        commands.set_status(booking_id=booking.pk, status="accepted", by=on_site, at=at)
        with refused("wrong_state"):
            commands.send_on(booking_id=booking.pk, engineer_id=mate.pk, start_at=TEN, by=dispatcher, at=at)

    def test_is_refused_to_the_same_engineer_and_to_a_second_one(
        self, refused_one, engineer, mate, dispatcher, at, refused
    ):
        with refused("passed"):
            commands.send_on(booking_id=refused_one.pk, engineer_id=engineer.pk, start_at=TEN, by=dispatcher, at=at)
        commands.send_on(booking_id=refused_one.pk, engineer_id=mate.pk, start_at=TEN, by=dispatcher, at=at)
        with refused("wrong_state"):
            commands.send_on(booking_id=refused_one.pk, engineer_id=mate.pk, start_at=TEN, by=dispatcher, at=at)

    def test_is_for_dispatchers_of_the_region(self, refused_one, mate, desk_agent, far_dispatcher, at, refused):
        for by, code in ((desk_agent, "not_allowed"), (far_dispatcher, "not_found")):
            with refused(code):
                commands.send_on(booking_id=refused_one.pk, engineer_id=mate.pk, start_at=TEN, by=by, at=at)


class TestAutomatic:
    def test_sends_nobody_unless_the_company_says_so(self, refused_one, mate, times, at):
        assert automatic.send_on(refused_one.pk, at=at) is None
        assert Booking.objects.filter(work_order_id=refused_one.work_order_id).count() == 1

    def test_sends_the_next_best_against_whom_nothing_speaks(self, refused_one, mate, times, at):
        AnswerTime.objects.update(sends_on=True)
        done = automatic.send_on(refused_one.pk, at=at)
        assert done.engineer_id == mate.pk
        assert automatic.send_on(refused_one.pk, at=at) is None

    def test_leaves_a_doubtful_one_to_the_dispatcher(self, refused_one, times, at):
        AnswerTime.objects.update(sends_on=True)
        building.engineer(name="远方的人")
        assert automatic.send_on(refused_one.pk, at=at) is None


class TestUnaccepted:
    def test_lists_what_was_handed_back_and_what_waits(self, place, refused_one, mate, dispatcher, drain):
        other = builders.booked_somewhere(place, mate)
        drain()
        assert [row.id for row in queries.unaccepted(dispatcher)] == [refused_one.pk, other.pk]

    def test_forgets_it_once_somebody_else_goes(self, refused_one, mate, dispatcher, at, drain):
        done = commands.send_on(booking_id=refused_one.pk, engineer_id=mate.pk, start_at=TEN, by=dispatcher, at=at)
        drain()
        assert [row.id for row in queries.unaccepted(dispatcher)] == [done.pk]
