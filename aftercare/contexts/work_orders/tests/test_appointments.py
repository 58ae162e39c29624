"""The order's status follows its bookings, whatever order the news comes in."""

from __future__ import annotations

from copy import deepcopy

import pytest

from aftercare.contexts.work_orders import commands
from aftercare.contexts.work_orders.models import WorkOrder
from aftercare.contexts.work_orders.tests import builders


@pytest.fixture(scope="module")
def shared_order(place):
    return builders.planned(place)


@pytest.fixture
def order(shared_order):
    return deepcopy(shared_order)


class TestMarkScheduled:
    def test_shows_who_comes_and_when(self, order, engineer, at, published):
        builders.appointed(order, engineer)
        assert (order.status, order.engineer_name) == ("scheduled", "陈刚")
        assert order.scheduled_start_at == at + builders.HOUR
        published.only("WorkOrderScheduled")

    def test_shows_the_first_of_several(self, order, place, engineer, at):
        mate = builders.engineer_of(place, name="周涛")
        builders.appointed(order, engineer, start=at + 5 * builders.HOUR)
        builders.appointed(order, mate, start=at + 2 * builders.HOUR)
        assert order.engineer_name == "周涛、陈刚"
        assert order.scheduled_start_at == at + 2 * builders.HOUR

    def test_ignores_older_news_about_the_same_booking(self, order, engineer, system, at):
        booking = builders.appointed(order, engineer, start=at + 5 * builders.HOUR, at=at)
        commands.mark_scheduled(
            work_order_id=order.pk, booking_id=booking, engineer_id=engineer.pk, engineer_name=engineer.name,
            start_at=at + builders.HOUR, end_at=at + 2 * builders.HOUR, by=system, at=at - builders.HOUR,
        )  # fmt: skip
        assert WorkOrder.objects.get(pk=order.pk).scheduled_start_at == at + 5 * builders.HOUR

    def test_only_notes_it_while_work_is_underway(self, order, engineer, on_site, at, published):
        builders.appointed(order, engineer)
        commands.begin(work_order_id=order.pk, by=on_site, at=at)
        builders.appointed(order, engineer, start=at + 24 * builders.HOUR)
        assert order.status == "in_progress"
        published.only("WorkOrderScheduled")


class TestMarkUnscheduled:
    def drop(self, order, booking, system, at):
        return commands.mark_unscheduled(work_order_id=order.pk, booking_id=booking, by=system, at=at)

    def test_lets_the_order_wait_again_when_its_only_booking_falls_away(self, order, engineer, system, at, published):
        booking = builders.appointed(order, engineer)
        done = self.drop(order, booking, system, at)
        assert (done.status, done.engineer_name, done.scheduled_start_at) == ("unscheduled", "", None)
        published.only("WorkOrderUnscheduled")

    def test_keeps_the_other_appointment(self, order, place, engineer, system, at, published):
        first = builders.appointed(order, engineer)
        builders.appointed(order, builders.engineer_of(place, name="周涛"), start=at + 3 * builders.HOUR)
        done = self.drop(order, first, system, at)
        assert (done.status, done.engineer_name) == ("scheduled", "周涛")
        assert "WorkOrderUnscheduled" not in published.names()

    def test_is_heard_once(self, order, engineer, system, at, published):
        booking = builders.appointed(order, engineer)
        self.drop(order, booking, system, at)
        self.drop(order, booking, system, at)
        published.only("WorkOrderUnscheduled")


class TestNoteProgress:
    def test_counts_separate_visits_but_a_crew_once(self, order, place, engineer, at):
        mate = builders.engineer_of(place, name="周涛")
        today = [builders.appointed(order, engineer), builders.appointed(order, mate)]
        later = builders.appointed(order, engineer, start=at + 24 * builders.HOUR)
        for booking in (*today, later):
            commands.note_progress(booking_id=booking, state="underway", at=at)
        assert WorkOrder.objects.get(pk=order.pk).visit_count == 2

    def test_never_goes_back(self, order, engineer, at):
        booking = builders.appointed(order, engineer)
        commands.note_progress(booking_id=booking, state="over", at=at)
        commands.note_progress(booking_id=booking, state="underway", at=at)
        assert order.appointments.get().state == "over"


class TestNotePromise:
    def test_reaches_open_orders_of_the_request_only(self, place, engineer, system, at):
        from aftercare.contexts.service_requests.tests import builders as requests

        request = requests.request_of(place)
        waiting = commands.open(kind="repair", request_id=request.pk, by=system, at=at)
        assert commands.note_promise(request_id=request.pk, promise="resolve", due_at=at) == 1
        assert commands.note_promise(request_id=request.pk, promise="resolve", due_at=at) == 0
        assert WorkOrder.objects.get(pk=waiting.pk).resolve_by == at
        assert commands.note_promise(request_id=request.pk, promise="acknowledge", due_at=at) == 0
