from __future__ import annotations

from copy import deepcopy
from datetime import timedelta

import pytest

from aftercare.contexts.clocks.models import Clock
from aftercare.contexts.visits import commands
from aftercare.contexts.visits.tests import builders
from aftercare.contexts.visits.tests.test_accept import refused

NEAR = {"lat": 30.2001, "lon": 120.2001}
FAR = {"lat": 30.3, "lon": 120.2}


@pytest.fixture(scope="module")
def shared_on_the_way(place):
    return builders.until("set_out", builders.job(place))


@pytest.fixture
def on_the_way(shared_on_the_way):
    return deepcopy(shared_on_the_way)


@pytest.mark.django_db
class TestArrive:
    def test_keeps_place_and_distance_and_tells_it_once(self, on_the_way, at, published):
        later = at + timedelta(minutes=40)
        visit = commands.arrive(visit_id=on_the_way.id, by=on_the_way.engineer, at=later, **NEAR)
        assert (visit.status, visit.arrived_at, visit.arrival_lat) == ("on_site", later, 30.2001)
        assert 10 < visit.arrival_distance_m < 20
        assert published.only("EngineerArrived")["distance_m"] == visit.arrival_distance_m

    def test_stops_the_promise_to_arrive(self, on_the_way, at, drain):
        commands.arrive(visit_id=on_the_way.id, by=on_the_way.engineer, at=at + timedelta(minutes=40), **NEAR)
        drain()
        clock = Clock.objects.get(subject=on_the_way.request.key, promise="arrive")
        assert (clock.state, clock.stopped_at) == ("met", at + timedelta(minutes=40))

    def test_promises_the_end_of_the_appointment_when_that_comes_before_the_contract(self, on_the_way, at):
        visit = commands.arrive(visit_id=on_the_way.id, by=on_the_way.engineer, at=at, **NEAR)
        assert visit.promised_by == at + timedelta(minutes=150)

    def test_wants_a_word_far_from_the_site_and_changes_nothing(self, on_the_way, at, published):
        refusal = refused("arrive", on_the_way, on_the_way.engineer, at, **FAR)
        assert (refusal.code, refusal.field) == ("missing", "note")
        assert "11" in str(refusal.message)
        assert published.names() == []

    def test_takes_the_word_and_keeps_the_distance(self, on_the_way, at):
        visit = commands.arrive(visit_id=on_the_way.id, note="入口在北门", by=on_the_way.engineer, at=at, **FAR)
        assert (visit.arrival_note, visit.arrival_distance_m > 500) == ("入口在北门", True)

    def test_wants_a_word_when_the_device_does_not_know_its_place(self, on_the_way, at):
        assert refused("arrive", on_the_way, on_the_way.engineer, at).field == "note"

    def test_wants_no_word_when_nobody_knows_where_the_site_is(self, on_the_way, at):
        on_the_way.order.__class__.objects.filter(pk=on_the_way.order.pk).update(lat=None, lon=None)
        visit = commands.arrive(visit_id=on_the_way.id, by=on_the_way.engineer, at=at, **NEAR)
        assert (visit.arrival_distance_m, visit.arrival_note) == (None, "")

    @pytest.mark.parametrize("where", [{"lat": 91.0, "lon": 0.0}, {"lat": 30.0}, {"lat": float("nan"), "lon": 0.0}])
    def test_is_refused_for_what_is_no_place(self, on_the_way, at, where):
        assert refused("arrive", on_the_way, on_the_way.engineer, at, note="x", **where).code == "bad_place"

    def test_is_refused_before_setting_out(self, new_job, at):
        builders.until("accept", new_job)
        assert refused("arrive", new_job, new_job.engineer, at, **NEAR).code == "wrong_state"

    def test_is_refused_to_the_office(self, on_the_way, service_manager, at):
        assert refused("arrive", on_the_way, service_manager, at, **NEAR).code == "not_allowed"

    def test_leaves_no_copy_of_the_place_in_the_audit(self, on_the_way, at):
        commands.arrive(visit_id=on_the_way.id, by=on_the_way.engineer, at=at, **NEAR)
        copies = type(on_the_way.visit).pgh_event_models if hasattr(type(on_the_way.visit), "pgh_event_models") else {}
        columns = {f.name for model in copies.values() for f in model._meta.get_fields()}
        assert "arrival_lat" not in columns
