"""What is proposed around a person's edit, and that a person is always quicker."""

from __future__ import annotations

import sys
from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from aftercare.contexts.dispatch import commands, jobs
from aftercare.contexts.dispatch.models import Booking, Plan
from aftercare.contexts.dispatch.planning import mending, working
from aftercare.contexts.dispatch.reactions import mend_around_edit
from aftercare.contexts.dispatch.tests import builders
from aftercare.contexts.dispatch.tests.planning.town import TUESDAY, booked, planned, town, tuesday
from aftercare.platform import clock
from aftercare.platform.testing.fixtures import MONDAY
from aftercare.published.dispatch import BookingScheduled


@pytest.fixture(scope="module")
def place(shared_db):
    """Give a town of three in which one engineer has to cross it for a visit next to another's home."""
    made = town(engineers=3, waiting=0)
    for n in (10, 0, 1):
        made.order(n)
    return made


@pytest.fixture
def crossing(place):
    """Give the bookings of that day, none of them told: one far away, one next door."""
    one = place.engineers[0]
    return [booked(place.orders[0], one, 10), booked(place.orders[1], one, 13)]


@pytest.fixture
def edit(place, crossing, dispatcher):
    """Give the dispatcher's edit: a visit near by for the same engineer."""
    return booked(place.orders[2], place.engineers[0], 15, by=dispatcher)


def noted(booking, by, **fields):
    return commands.mend(booking_id=booking.pk, **fields, by=by, at=MONDAY)


@pytest.fixture
def proposed(edit, dispatcher):
    """Give what is proposed around the edit."""
    (row,) = noted(edit, dispatcher)
    return working.work_out(row.pk, at=MONDAY)


def moved(row):
    return {visit.booking_id: visit.engineer_id for visit in row.visits.filter(change="moved")}


class TestMend:
    def test_makes_one_of_many_quick_edits(self, place, crossing, edit, dispatcher):
        rows = {row.pk for booking in (*crossing, edit) for row in noted(booking, dispatcher)}
        row = Plan.objects.get(pk__in=rows)
        assert (row.cause, row.status, row.first_on, row.asked_by) == ("mending", "waiting", TUESDAY, dispatcher.name)
        assert row.about["edited"] == sorted(booking.pk for booking in (*crossing, edit))

    def test_looks_at_the_day_a_booking_was_taken_from_too(self, place, edit, dispatcher):
        other = place.engineers[1]
        (row,) = noted(edit, dispatcher, was_engineer_id=other.pk, was_start_at=tuesday(9))
        assert row.about["engineers"] == sorted({other.pk, edit.engineer_id})

    def test_is_for_people_s_edits_alone(self, edit, dispatcher):
        assert noted(edit, builders.BUILDER) == []
        past = {"booking_id": edit.pk, "by": dispatcher, "at": tuesday(30)}
        assert commands.mend(**past) == [] and not Plan.objects.exists()

    def test_is_not_for_what_a_plan_put_there(self, place, dispatcher):
        row = planned(place)
        commands.publish(plan_id=row.pk, by=dispatcher, at=MONDAY)
        for booking in Booking.objects.all():
            assert noted(booking, dispatcher) == []
        person = Booking.objects.first()
        commands.unassign(booking_id=person.pk, by=dispatcher, at=MONDAY)
        assert noted(person, dispatcher)


class TestProposal:
    def test_gives_the_far_visit_to_who_lives_there(self, place, crossing, published, proposed):
        assert moved(proposed) == {crossing[0].pk: place.engineers[2].pk}
        before, after = (proposed.figures[when]["travel_minutes"] for when in ("before", "after"))
        assert (proposed.status, before - after >= 10) == ("ready", True)
        assert published.only("PlanReady")["cause"] == "mending"
        assert {booking.engineer_id for booking in Booking.objects.all()} == {place.engineers[0].pk}

    def test_searches_no_longer_than_a_second(self, proposed):
        assert proposed.inputs["searched_seconds"] <= 1

    def test_knows_its_own_tours_alone(self, place, proposed):
        assert not proposed.visits.filter(engineer=place.engineers[1]).exists()

    def test_becomes_what_is_booked(self, place, crossing, proposed, dispatcher):
        commands.publish(plan_id=proposed.pk, by=dispatcher, at=MONDAY)
        assert Booking.objects.get(pk=crossing[0].pk).engineer_id == place.engineers[2].pk

    @pytest.mark.parametrize("how", ["told", "fixed", "edited"])
    def test_leaves_what_must_stay(self, crossing, edit, dispatcher, how):
        for booking in crossing:
            if how == "told":
                commands.send(booking_id=booking.pk, by=dispatcher, at=MONDAY)
            elif how == "fixed":
                commands.pin(booking_id=booking.pk, lock="both", by=dispatcher, at=MONDAY)
            else:
                noted(booking, dispatcher)
        (row,) = noted(edit, dispatcher)
        assert working.work_out(row.pk, at=MONDAY) is None
        assert Plan.objects.get(pk=row.pk).status == "discarded"

    def test_does_not_move_again_what_somebody_said_no_to(self, crossing, edit, proposed, dispatcher):
        commands.discard(plan_id=proposed.pk, by=dispatcher, at=MONDAY)
        (row,) = noted(edit, dispatcher)
        assert crossing[0].pk in working.work_out(row.pk, at=MONDAY).visits.filter(change="kept").values_list(
            "booking_id", flat=True
        )

    def test_is_not_made_for_a_few_minutes(self, edit, dispatcher, monkeypatch):
        monkeypatch.setattr(mending, "WORTH_MINUTES", 600)
        (row,) = noted(edit, dispatcher)
        assert working.work_out(row.pk, at=MONDAY) is None

    def test_moves_no_more_than_may_be_moved(self, edit, dispatcher, monkeypatch):
        monkeypatch.setattr(mending, "MOST_MOVED", 0)
        (row,) = noted(edit, dispatcher)
        assert working.work_out(row.pk, at=MONDAY) is None


class TestQuicker:
    """A dispatcher's edit while the engine works wins over what it finds."""

    def worked_out(self, edit, crossing, dispatcher, monkeypatch):
        (row,) = noted(edit, dispatcher)
        run = mending.process.run

        def while_it_runs(order):
            answer = run(order)
            later = {"start_at": tuesday(8.5), "end_at": tuesday(9.5)}
            commands.move(
                booking_id=crossing[0].pk, **later, accept_warnings=builders.WARNINGS, by=dispatcher, at=MONDAY
            )
            return answer

        monkeypatch.setattr(mending.process, "run", while_it_runs)
        return working.work_out(row.pk, at=MONDAY)

    def test_lets_the_result_fall(self, edit, crossing, dispatcher, monkeypatch):
        assert self.worked_out(edit, crossing, dispatcher, monkeypatch) is None
        assert not Plan.objects.filter(status="ready").exists()

    def test_without_looking_again_the_late_result_would_stand(self, edit, crossing, dispatcher, monkeypatch):
        """The control run."""
        module = sys.modules["aftercare.contexts.dispatch.commands.mend"]
        monkeypatch.setattr(module, "is_overtaken", lambda *a, **k: False)
        assert self.worked_out(edit, crossing, dispatcher, monkeypatch).status == "ready"


class TestFalls:
    def fell(self, booking, row):
        assert commands.let_fall(booking_id=booking.pk, by=builders.BUILDER, at=MONDAY) == 1
        row.refresh_from_db()
        return (row.status, row.ended_by) == ("discarded", "")

    def test_by_itself_when_one_of_its_bookings_changes(self, crossing, proposed, dispatcher, published):
        commands.unassign(booking_id=crossing[0].pk, by=dispatcher, at=MONDAY)
        assert self.fell(crossing[0], proposed)
        assert published.only("PlanDiscarded")["plan_id"] == proposed.pk

    def test_when_somebody_books_onto_one_of_its_tours(self, place, proposed, dispatcher):
        new = booked(place.order(4), place.engineers[2], 17, by=dispatcher)
        assert self.fell(new, proposed)

    def test_when_its_visit_is_told_to_the_engineer(self, crossing, proposed, dispatcher):
        commands.send(booking_id=crossing[0].pk, by=dispatcher, at=MONDAY)
        assert self.fell(crossing[0], proposed)

    def test_not_for_a_change_on_another_tour(self, place, proposed, dispatcher):
        new = booked(place.order(6), place.engineers[1], 10, by=dispatcher)
        assert commands.let_fall(booking_id=new.pk, by=dispatcher, at=MONDAY) == 0

    def test_when_its_time_has_come(self, proposed):
        assert commands.let_fall_if_overtaken(proposed.pk, by=builders.BUILDER, at=tuesday(20))

    def test_and_is_forgotten_a_day_later(self, proposed, monkeypatch):
        assert proposed.status == "ready"
        monkeypatch.setattr(jobs.clock, "now", lambda: tuesday(20))
        jobs.mendings_passed()
        assert Plan.objects.get().status == "discarded"
        monkeypatch.setattr(jobs.clock, "now", lambda: tuesday(50))
        jobs.mendings_passed()
        assert not Plan.objects.exists()


class TestQueue:
    def react(self, booking, by, at):
        event = BookingScheduled(
            booking_id=booking.pk, work_order_id=booking.work_order_id, engineer_id=booking.engineer_id,
            engineer_name="", start_at=booking.during.lower, end_at=booking.during.upper, at=at,
        )  # fmt: skip
        mend_around_edit(event, by)
        return ProcrastinateJob.objects.filter(task_name="dispatch.work_out", status="todo")

    def test_holds_one_run_for_ten_quick_edits(self, edit, dispatcher, monkeypatch):
        monkeypatch.setattr(clock, "now", lambda: MONDAY)
        for _ in range(10):
            queued = self.react(edit, dispatcher, MONDAY)
        row = Plan.objects.get()
        assert [job.lock for job in queued] == [f"dispatch.mending-{row.region_id}"]
        assert queued[0].scheduled_at

    def test_is_not_used_when_switched_off_or_long_after(self, edit, dispatcher, settings, monkeypatch):
        monkeypatch.setattr(clock, "now", lambda: MONDAY)
        assert not self.react(edit, dispatcher, MONDAY - timedelta(hours=1))
        settings.MENDING = False
        assert not self.react(edit, dispatcher, MONDAY)

    def test_waits_until_nobody_is_at_it(self, edit, dispatcher):
        (row,) = noted(edit, dispatcher)
        assert mending.patience(row, now=MONDAY + timedelta(seconds=2)) == timedelta(seconds=3)
        assert mending.patience(row, now=MONDAY + mending.QUIET) is None
        row.about["last_at"] = (MONDAY + timedelta(minutes=2)).isoformat()
        assert mending.patience(row, now=MONDAY + timedelta(minutes=2)) is None
