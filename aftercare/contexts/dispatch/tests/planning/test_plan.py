from __future__ import annotations

import math
from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from aftercare.contexts.dispatch import commands, jobs
from aftercare.contexts.dispatch.models import Booking, Plan
from aftercare.contexts.dispatch.planning import process, working
from aftercare.contexts.dispatch.planning.process import PlannerDied
from aftercare.contexts.dispatch.reactions import have_plan_worked_out
from aftercare.contexts.dispatch.tests.builders import BUILDER
from aftercare.contexts.dispatch.tests.planning.town import TUESDAY, asked, booked, planned, spot, town
from aftercare.contexts.people import commands as people
from aftercare.contexts.people.tests import building
from aftercare.contexts.work_orders.models import WorkOrder
from aftercare.contexts.work_orders.tests import builders as orders
from aftercare.platform.refusal import Refused
from aftercare.platform.testing.fixtures import MONDAY
from aftercare.published.dispatch import PlanAsked


@pytest.fixture(scope="module")
def place(shared_db):
    """Give a town with three engineers and six orders that wait."""
    return town()


@pytest.fixture
def queue(db):
    """Give a count of the plans that wait for a worker."""

    def count() -> int:
        return ProcrastinateJob.objects.filter(task_name="dispatch.work_out", status="todo").count()

    return count


class TestPlan:
    def test_queues_the_planning_and_changes_nothing_live(self, place, queue, published, dispatcher):
        row = asked(place, by=dispatcher)
        have_plan_worked_out(PlanAsked(plan_id=row.pk, region_id=row.region_id, cause=row.cause, at=MONDAY), BUILDER)
        assert (row.status, queue(), Booking.objects.count()) == ("waiting", 1, 0)
        assert published.only("PlanAsked")["plan_id"] == row.pk

    @pytest.mark.parametrize(
        ("wrong", "code"),
        [
            ({"first_on": TUESDAY - timedelta(days=2)}, "bad_days"),
            ({"first_on": TUESDAY + timedelta(days=90)}, "bad_days"),
            ({"days": 0}, "bad_days"),
            ({"days": 8}, "bad_days"),
            ({"seconds": 0}, "bad_seconds"),
            ({"profile": "wishes"}, "unknown"),
            ({"overtime_minutes": 999}, "too_many"),
        ],
    )
    def test_is_refused_for_nonsense_and_leaves_nothing(self, place, published, wrong, code):
        with pytest.raises(Refused) as no:
            asked(place, **wrong)
        assert (no.value.code, Plan.objects.count(), published.names()) == (code, 0, [])

    def test_is_refused_to_who_plans_elsewhere(self, place, far_dispatcher, desk_agent):
        for actor in (far_dispatcher, desk_agent):
            with pytest.raises(Refused) as no:
                asked(place, by=actor)
            assert no.value.code == "not_allowed"


class TestWorkOut:
    def test_proposes_a_place_for_all_that_waits_and_books_nothing(self, place, published):
        row = planned(place)
        assert (row.status, Booking.objects.count()) == ("ready", 0)
        assert set(row.visits.values_list("change", flat=True)) == {"gained"}
        assert row.figures["after"]["left_out"] == 0 < row.figures["before"]["left_out"]
        assert published.only("PlanReady")["plan_id"] == row.pk

    def test_proposes_times_people_say(self, place):
        starts = [during.lower for during in planned(place).visits.values_list("during", flat=True)]
        assert all(start.minute % 5 == 0 and start.second == 0 for start in starts)

    def test_leaves_what_is_fixed_and_what_the_engineer_knows_of(self, place):
        one, two = place.engineers[:2]
        fixed = booked(place.orders[0], one, 10)
        commands.pin(booking_id=fixed.pk, lock="both", by=BUILDER, at=MONDAY)
        told = booked(place.orders[1], two, 14, send=True)
        kept = planned(place).visits.filter(change="kept")
        assert {visit.booking_id: visit.during for visit in kept} == {fixed.pk: fixed.during, told.pk: told.during}

    def test_plans_around_an_engineer_thought_away(self, place):
        gone = place.engineers[0]
        mine = booked(place.orders[0], gone, 10)
        row = planned(place, without=[gone.pk])
        moved = row.visits.get(booking=mine)
        assert (moved.change, moved.was_engineer_id) == ("moved", gone.pk)
        assert not row.visits.filter(engineer=gone).exists()

    def test_says_when_nobody_works(self, place):
        row = planned(place, without=[engineer.pk for engineer in place.engineers])
        assert row.status == "failed" and row.trouble

    def test_says_why_a_visit_finds_no_place(self, place):
        long = place.order(3, minutes=20 * 60)
        visit = planned(place).visits.get(work_order=long)
        assert (visit.change, visit.reasons["code"]) == ("left_out", "longer_than_any_shift")

    @pytest.mark.parametrize("nowhere", [(0.0, 0.0), (math.nan, 120.0), (95.0, 500.0), (None, None)])
    def test_takes_a_site_nobody_can_place_for_half_an_hour_away(self, place, nowhere):
        WorkOrder.objects.filter(pk=place.orders[0].pk).update(lat=nowhere[0], lon=nowhere[1])
        visit = planned(place).visits.get(work_order=place.orders[0])
        assert (visit.change, visit.reasons["travel_minutes"]) == ("gained", 30)

    def test_reckons_the_ways_while_the_map_service_is_down(self, place, settings):
        settings.OSRM_URL = "http://127.0.0.1:9"
        row = planned(place)
        assert row.status == "ready" and row.figures["after"]["km"] > 0


class TestKilled:
    def test_in_the_middle_leaves_the_live_plan_and_is_tried_again(self, place, monkeypatch):
        row, started = asked(place, seconds=30), []
        real, note = process.subprocess.Popen, commands.note_progress

        def shot(plan, news, **when):
            started[-1].kill()
            return note(plan, news, **when)

        monkeypatch.setattr(process.subprocess, "Popen", lambda *a, **k: started.append(real(*a, **k)) or started[-1])
        monkeypatch.setattr(commands, "note_progress", shot)
        for _ in range(2):
            with pytest.raises(PlannerDied):
                working.work_out(row.pk, at=MONDAY)
        assert (Plan.objects.get(pk=row.pk).status, Booking.objects.count()) == ("working", 0)
        assert working.work_out(row.pk, at=MONDAY).status == "failed"

    def test_worker_is_found_missing_and_the_plan_handed_out_again(self, place, queue):
        row = asked(place)
        Plan.objects.filter(pk=row.pk).update(status="working", attempts=1, beat_at=MONDAY)
        for _ in range(2):
            jobs.plans_left()
        assert queue() == 1


class TestDiscard:
    def test_throws_a_plan_away_and_calls_its_planner_off(self, place, published):
        row = asked(place)
        commands.discard(plan_id=row.pk, by=BUILDER, at=MONDAY)
        assert working.work_out(row.pk, at=MONDAY) is None
        assert published.only("PlanDiscarded")["plan_id"] == row.pk

    def test_while_being_worked_out_ends_the_process(self, place, monkeypatch):
        row = asked(place, seconds=60)
        note = commands.note_progress

        def thrown_away(plan, news, **when):
            Plan.objects.filter(pk=plan.pk).update(status="discarded")
            return note(plan, news, **when)

        monkeypatch.setattr(commands, "note_progress", thrown_away)
        assert working.work_out(row.pk, at=MONDAY) is None
        assert Plan.objects.get(pk=row.pk).status == "discarded"

    def test_is_refused_elsewhere(self, place, far_dispatcher):
        row = asked(place)
        with pytest.raises(Refused) as no:
            commands.discard(plan_id=row.pk, by=far_dispatcher, at=MONDAY)
        assert (no.value.code, Plan.objects.get(pk=row.pk).status) == ("not_found", "waiting")


class TestReasons:
    def test_name_who_else_could_go_and_how_much_dearer(self, place):
        gained = planned(place).visits.filter(change="gained")
        names = {engineer.name for engineer in place.engineers}
        for visit in gained:
            others = visit.reasons["others"]
            assert others and {other["name"] for other in others} <= names - {visit.engineer.name}
            assert all(other["dearer_minutes"] >= 0 for other in others)


class TestBorders:
    def test_name_who_next_door_could_do_what_finds_no_place_here(self, place):
        lat, lon = spot(3)
        skill = building.skill("只有邻区会的手艺")
        mate = building.engineer(building.region("邻区"), name="邻区师傅", lat=lat, lon=lon)
        people.set_skill(engineer_id=mate.pk, skill_id=skill.pk, level=3, by=BUILDER, at=MONDAY)
        rare = orders.planned(place.place, estimated_minutes=60, skills={skill.pk: 2})
        WorkOrder.objects.filter(pk=rare.pk).update(lat=lat, lon=lon)
        visit = planned(place).visits.get(work_order=rare)
        assert visit.change == "left_out"
        assert [next_door["engineer"] for next_door in visit.reasons["neighbours"]] == [mate.pk]

    def test_name_nobody_who_lives_far_away(self, place):
        building.engineer(building.region("远方"), name="远方师傅", lat=45.0, lon=126.0)
        long = place.order(3, minutes=20 * 60)
        assert "neighbours" not in planned(place).visits.get(work_order=long).reasons
