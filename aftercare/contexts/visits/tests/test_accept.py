from __future__ import annotations

import pytest

from aftercare.contexts.dispatch.models import Booking
from aftercare.contexts.visits import commands
from aftercare.contexts.visits.models import Visit
from aftercare.contexts.visits.tests import builders
from aftercare.platform.refusal import Refused


def refused(verb, job, by, at, **other):
    """Return the refusal of a verb that changed nothing."""
    before = builders.changed(job.visit)
    with pytest.raises(Refused) as refusal:
        getattr(commands, verb)(visit_id=job.id, by=by, at=at, **other)
    assert builders.changed(job.visit) == before
    return refusal.value


@pytest.mark.django_db
class TestAccept:
    def test_takes_the_job_and_tells_it_once(self, new_job, at, published):
        visit = commands.accept(visit_id=new_job.id, by=new_job.engineer, at=at)
        assert (visit.status, visit.accepted_at) == ("accepted", at)
        assert Booking.objects.get(pk=visit.booking_id).status == "accepted"
        told = published.only("VisitAccepted")
        assert told["engineer_name"] == "王师傅"
        assert told["request_id"] == new_job.request.pk

    def test_is_refused_to_the_office_and_changes_nothing(self, new_job, dispatcher, at, published):
        assert refused("accept", new_job, dispatcher, at).code == "not_allowed"
        assert published.names() == []

    def test_does_not_show_the_job_to_an_engineer_who_is_not_booked(self, new_job, mate, at):
        assert refused("accept", new_job, mate, at).code == "not_found"

    def test_does_not_show_the_job_to_the_customer(self, new_job, customer, at):
        assert refused("accept", new_job, customer, at).code == "not_found"

    def test_is_refused_a_second_time(self, new_job, at, published):
        builders.until("accept", new_job)
        assert refused("accept", new_job, new_job.engineer, at).code == "wrong_state"
        assert published.names().count("VisitAccepted") == 1


@pytest.mark.django_db
class TestRefuse:
    def test_hands_the_job_back_with_the_reason(self, new_job, at, published, drain):
        visit = commands.refuse(visit_id=new_job.id, reason="当天培训", by=new_job.engineer, at=at)
        drain()
        assert (visit.status, visit.refused_reason, visit.ended_at) == ("refused", "当天培训", at)
        assert published.only("BookingRefused")["reason"] == "当天培训"
        new_job.order.refresh_from_db()
        assert new_job.order.status == "unscheduled"

    def test_is_refused_without_a_reason_and_changes_nothing(self, new_job, at, published):
        refusal = refused("refuse", new_job, new_job.engineer, at, reason="  ")
        assert (refusal.code, refusal.field) == ("missing", "reason")
        assert published.names() == []

    def test_is_refused_with_a_reason_that_hides_characters(self, new_job, at):
        assert refused("refuse", new_job, new_job.engineer, at, reason="忙\u202e").code == "unseen_characters"

    def test_is_refused_once_on_the_way(self, new_job, at):
        builders.until("set_out", new_job)
        assert refused("refuse", new_job, new_job.engineer, at, reason="车坏了").code == "wrong_state"


@pytest.mark.django_db
class TestSetOut:
    def test_begins_the_order_and_tells_it_once(self, new_job, at, published):
        builders.until("accept", new_job)
        visit = commands.set_out(visit_id=new_job.id, by=new_job.engineer, at=at)
        assert (visit.status, visit.set_out_at) == ("traveling", at)
        new_job.order.refresh_from_db()
        assert new_job.order.status == "in_progress"
        assert published.only("EngineerSetOut")["visit_id"] == new_job.id

    def test_is_refused_before_the_job_is_accepted_and_changes_nothing(self, new_job, at, published):
        assert refused("set_out", new_job, new_job.engineer, at).code == "wrong_state"
        assert published.names() == []

    def test_is_refused_to_the_office(self, new_job, dispatcher, at):
        builders.until("accept", new_job)
        assert refused("set_out", new_job, dispatcher, at).code == "not_allowed"
        assert Visit.objects.get(pk=new_job.id).set_out_at is None
