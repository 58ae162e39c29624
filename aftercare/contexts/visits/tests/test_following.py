from __future__ import annotations

from datetime import timedelta

import pytest

from aftercare.contexts.dispatch.commands import move, unassign
from aftercare.contexts.people.tests import building as people
from aftercare.contexts.visits.models import Visit
from aftercare.contexts.visits.tests import builders
from aftercare.platform.notify.models import Notice

WARNINGS = ["skill_missing", "outside_shift", "short_travel", "late_arrival", "late"]


def moved(job, by, at, engineer_id=None, minutes=60):
    move(
        booking_id=job.visit.booking_id,
        engineer_id=engineer_id or job.engineer.engineer_id,
        start_at=at + timedelta(minutes=60 + minutes),
        end_at=at + timedelta(minutes=150 + minutes),
        accept_warnings=WARNINGS,
        by=by,
        at=at,
    )


def told(user_id):
    return list(Notice.objects.filter(recipient_id=user_id).order_by("id").values_list("kind", flat=True))


@pytest.mark.django_db
class TestPutOnPhone:
    def test_makes_a_new_job_and_tells_its_engineer_once(self, new_job, drain):
        assert new_job.now().status == "assigned"
        assert told(new_job.engineer.id) == ["visits.new"]
        drain()
        assert Visit.objects.count() == 1


@pytest.mark.django_db
class TestFollowMove:
    def test_keeps_the_same_engineers_answer_and_tells_the_new_time(self, new_job, dispatcher, at, drain):
        builders.until("accept", new_job)
        moved(new_job, dispatcher, at)
        drain()
        visit = new_job.now()
        assert (visit.status, visit.promised_by) == ("accepted", at + timedelta(minutes=210))
        assert told(new_job.engineer.id) == ["visits.new", "visits.moved"]

    def test_gives_another_engineer_a_new_job_and_tells_both(self, new_job, dispatcher, at, drain):
        builders.until("accept", new_job)
        other = people.acting(people.engineer(people.Region.objects.get(pk=new_job.place.region_id), name="李师傅"))
        moved(new_job, dispatcher, at, engineer_id=other.engineer_id)
        drain()
        visit = new_job.now()
        assert (visit.status, visit.engineer_id, visit.accepted_at) == ("assigned", other.engineer_id, None)
        assert told(other.id)[-1] == "visits.new"
        assert told(new_job.engineer.id) == ["visits.new", "visits.gone"]


@pytest.mark.django_db
class TestTakeOffPhone:
    def test_cancels_the_visit_and_tells_its_engineer(self, new_job, dispatcher, at, drain):
        unassign(booking_id=new_job.visit.booking_id, reason="客户改期", by=dispatcher, at=at)
        drain()
        assert (new_job.now().status, new_job.now().ended_at) == ("canceled", at)
        assert told(new_job.engineer.id) == ["visits.new", "visits.gone"]

    def test_leaves_a_signed_visit_alone(self, new_job, drain):
        from aftercare.contexts.visits.commands import follow_booking

        builders.until("sign", new_job)
        drain()
        assert (
            follow_booking.cancel(booking_id=new_job.visit.booking_id, by=builders.BUILDER, at=builders.MONDAY) is None
        )
        assert new_job.now().status == "signed"


@pytest.mark.django_db
class TestForgetPlaces:
    def test_forgets_places_after_ninety_days_and_keeps_the_distance(self, new_job, monkeypatch):
        from aftercare.contexts.visits import jobs

        builders.until("arrive", new_job)
        for days, kept in ((89, True), (91, False)):
            monkeypatch.setattr(jobs.clock, "now", lambda days=days: builders.MONDAY + timedelta(days=days))
            jobs.forget_places()
            assert (new_job.now().arrival_lat is not None) is kept
        assert new_job.now().arrival_distance_m is not None


@pytest.mark.django_db
class TestPrintMissing:
    def test_prints_what_the_reaction_could_not(self, new_job, monkeypatch):
        from aftercare.contexts.visits import jobs

        builders.until("sign", new_job)
        monkeypatch.setattr(jobs.clock, "now", lambda: builders.MONDAY + timedelta(hours=3))
        assert jobs.print_missing() == 2
        assert jobs.print_missing() == 0
        assert new_job.visit.reports.count() == 2
