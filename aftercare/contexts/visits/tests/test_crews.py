"""Two on one job: one leads and reports, the other one helps; neither is left open nor in the other's way."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from aftercare.contexts.dispatch import public as dispatch
from aftercare.contexts.dispatch.commands import assign
from aftercare.contexts.dispatch.models import Booking
from aftercare.contexts.people.tests import building as people
from aftercare.contexts.visits import commands, queries
from aftercare.contexts.visits.models import Visit
from aftercare.contexts.visits.report import paper
from aftercare.contexts.visits.tests import builders
from aftercare.contexts.visits.tests.builders import BUILDER, MINUTE, Job
from aftercare.contexts.visits.tests.test_api import Program
from aftercare.contexts.visits.tests.test_phone_pages import BACKEND
from aftercare.contexts.work_orders.models import WorkOrder
from aftercare.platform.accounts.models import User
from aftercare.platform.notify.models import Notice
from aftercare.platform.refusal import Refused
from aftercare.platform.testing.fixtures import MONDAY


@pytest.fixture(scope="module")
def shared_crew(place):
    """Give two jobs of one order: the lead's and the helper's."""
    lead = builders.job(place, crew_size=2)
    card = people.engineer(people.Region.objects.get(pk=place.region_id), name="周涛", phone="13911112222")
    return lead, _along(lead, card)


def _along(lead: Job, engineer) -> Job:
    booked = Booking.objects.get(pk=lead.visit.booking_id).during
    row = assign(
        work_order_id=lead.order.pk, engineer_id=engineer.pk, start_at=booked.lower, end_at=booked.upper,
        accept_warnings=["skill_missing", "outside_shift", "late_arrival", "crew_apart"], by=BUILDER,
        at=MONDAY + MINUTE,
    )  # fmt: skip
    builders.outbox.drain()
    return replace(lead, visit=Visit.objects.get(booking=row), engineer=people.acting(engineer))


@pytest.fixture
def lead(shared_crew):
    return shared_crew[0]


@pytest.fixture
def helper(shared_crew):
    return shared_crew[1]


def there(*jobs):
    for job in jobs:
        builders.until("arrive", job)


class TestWhoLeads:
    def test_is_the_first_booked(self, lead, helper):
        assert (lead.now().is_assisting, helper.now().is_assisting) == (False, True)

    def test_each_is_told_who_goes_along(self, lead, helper):
        mine = Notice.objects.get(kind="visits.mate", recipient_id=lead.engineer.id)
        assert "周涛" in mine.title and "13911112222" in mine.body
        new = Notice.objects.get(kind="visits.new", recipient_id=helper.engineer.id)
        assert lead.visit.engineer.name in new.body

    def test_is_the_partner_when_the_lead_hands_the_job_back(self, lead, helper, at, drain):
        commands.refuse(visit_id=lead.id, code="busy", by=lead.engineer, at=at)
        drain()
        assert helper.now().is_assisting is False
        assert Notice.objects.filter(kind="visits.mate_gone", recipient_id=helper.engineer.id).count() == 1

    def test_is_the_partner_when_the_lead_is_taken_off(self, lead, helper, at, drain):
        dispatch.unassign(booking_id=lead.visit.booking_id, by=BUILDER, at=at)
        drain()
        assert (helper.now().is_assisting, lead.now().status) == (False, "canceled")

    def test_does_not_change_once_the_lead_has_set_out(self, lead, helper, place, at, drain):
        builders.until("set_out", lead)
        commands.refuse(visit_id=helper.id, code="busy", by=helper.engineer, at=at)
        drain()
        third = people.engineer(people.Region.objects.get(pk=place.region_id), name="吴军")
        assert (_along(lead, third).now().is_assisting, lead.now().is_assisting) == (True, False)


class TestTheHelper:
    @pytest.mark.parametrize("verb", ["diagnose", "finish"])
    def test_writes_no_report_and_nothing_changes(self, helper, verb):
        there(helper)
        before = builders.changed(helper.visit)
        with pytest.raises(Refused) as no:
            builders.act(verb, helper, at=MONDAY + 60 * MINUTE)
        assert (no.value.code, builders.changed(helper.visit)) == ("assists", before)

    def test_cannot_give_the_job_up_for_both(self, helper):
        there(helper)
        with pytest.raises(Refused) as no:
            builders.act("cannot_complete", helper, at=MONDAY, obstacle="weather", reason="大风")
        assert no.value.code == "assists"

    def test_leaves_when_the_help_is_done(self, lead, helper, published, drain):
        there(lead, helper)
        done = builders.act("help_done", helper, at=MONDAY + 90 * MINUTE)
        assert (done.status, done.done_at) == ("assisted", MONDAY + 90 * MINUTE)
        assert published.only("VisitAssisted")["minutes"] == 60
        drain()
        order = WorkOrder.objects.get(pk=lead.order.pk)
        assert (order.status, order.missing) == ("in_progress", 0)
        assert Booking.objects.get(pk=helper.visit.booking_id).status == "done"

    def test_must_be_there_to_have_helped(self, helper):
        with pytest.raises(Refused) as no:
            builders.act("help_done", helper, at=MONDAY)
        assert no.value.code == "wrong_state"

    def test_is_not_who_leads(self, lead):
        there(lead)
        with pytest.raises(Refused) as no:
            builders.act("help_done", lead, at=MONDAY)
        assert no.value.code == "leads"

    def test_signs_nothing_in_the_database_either(self, helper):
        with pytest.raises(IntegrityError), transaction.atomic():
            Visit.objects.filter(pk=helper.id).update(status="done", done_at=MONDAY + timedelta(days=1))


class TestDoors:
    """What the phone shows and takes, and the API."""

    def page(self, client, job, verb=""):
        client.force_login(User.objects.get(pk=job.engineer.id), backend=BACKEND)
        answer = client.post(f"/jobs/{job.id}/{verb}/") if verb else client.get(f"/jobs/{job.id}/")
        return answer if verb else answer.content.decode()

    def test_each_reads_who_goes_along_and_how_to_call_them(self, client, lead, helper):
        assert "周涛" in (page := self.page(client, lead)) and "tel:13911112222" in page
        assert lead.visit.engineer.name in self.page(client, helper)

    def test_whoever_is_alone_is_told_not_to_begin(self, client, place):
        assert "alert-warning" in self.page(client, builders.job(place, crew_size=2))

    def test_the_helper_ends_the_help_with_one_tap_and_has_no_report(self, client, helper):
        there(helper)
        page = self.page(client, helper)
        assert "help-done/" in page and 'id="work"' not in page and 'id="diagnosis"' not in page
        assert self.page(client, helper, "help-done").status_code == 302
        assert helper.now().status == "assisted"
        assert "help-done/" not in self.page(client, helper)

    def test_the_lead_has_no_such_button(self, client, lead):
        there(lead)
        assert "help-done/" not in self.page(client, lead)

    def test_programs_do_the_same(self, helper):
        there(helper)
        phone = Program(helper.engineer.id, "visits:read", "visits:write")
        done = phone.post(f"/{helper.id}/help-done")
        assert (done.status_code, done.json()["status"], done.json()["is_assisting"]) == (200, "assisted", True)
        assert phone.post(f"/{helper.id}/help-done").status_code == 409


class TestTheEnd:
    def test_comes_for_the_helper_with_the_leads_report(self, lead, helper, drain):
        there(lead, helper)
        for verb, minutes in (("diagnose", 60), ("finish", 120)):
            builders.act(verb, lead, at=MONDAY + minutes * MINUTE)
        drain()
        left = helper.now()
        assert (left.status, left.done_at) == ("assisted", MONDAY + 120 * MINUTE)
        assert WorkOrder.objects.get(pk=lead.order.pk).status == "completed"

    def test_takes_who_never_came_off_the_job(self, lead, helper, drain):
        builders.until("finish", lead)
        drain()
        assert (helper.now().status, Booking.objects.get(pk=helper.visit.booking_id).status) == ("canceled",) * 2

    def test_comes_with_an_obstacle_too(self, lead, helper, drain):
        there(lead, helper)
        builders.act("cannot_complete", lead, at=MONDAY + 60 * MINUTE, obstacle="weather", reason="大风停吊")
        drain()
        assert helper.now().status == "assisted"
        assert WorkOrder.objects.get(pk=lead.order.pk).status == "on_hold"

    def test_is_signed_once_and_the_report_names_both(self, lead, helper, drain):
        there(helper)
        builders.until("sign", lead)
        drain()
        assert (lead.now().status, helper.now().status) == ("signed", "assisted")
        told = {"language": "zh-hans", "number": "SR-1", "code": "x", "issued_at": MONDAY}
        right = dict(paper.of(lead.id, **told).data["right"])
        assert f"{lead.visit.engineer.name}、周涛" in right.values()
        assert queries.helpers(lead.now()) == ["周涛"]

    def test_counts_the_time_of_both(self, lead, helper, drain, published):
        there(lead, helper)
        builders.act("diagnose", lead, at=MONDAY + 60 * MINUTE)
        builders.act("finish", lead, at=MONDAY + 90 * MINUTE)
        drain()
        minutes = [published.only(name)["minutes"] for name in ("VisitDone", "VisitAssisted")]
        assert minutes == [60, 60]
