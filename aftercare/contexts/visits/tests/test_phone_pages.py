from __future__ import annotations

from copy import deepcopy

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from aftercare.contexts.people.tests import building as people
from aftercare.contexts.visits import queries
from aftercare.contexts.visits.tests import builders
from aftercare.contexts.work_orders.models import ChecklistItem
from aftercare.platform import clock
from aftercare.platform.accounts.models import User
from aftercare.platform.actor import Role
from aftercare.platform.files.models import Attachment

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def phone(client, new_job):
    """Return the engineer's browser."""
    client.force_login(User.objects.get(pk=new_job.engineer.id), backend=BACKEND)
    return client


@pytest.fixture
def office(client, new_job):
    """Return a manager's browser."""
    client.force_login(people.granted(Role.SERVICE_MANAGER), backend=BACKEND)
    return client


def url(job, verb=""):
    return f"/jobs/{job.id}/{verb}"


@pytest.mark.django_db
class TestJobsPage:
    def test_lists_the_engineers_own_jobs(self, phone, new_job):
        page = phone.get("/jobs/").content.decode()
        assert new_job.order.subject in page

    def test_comes_in_two_queries(self, new_job, django_assert_num_queries):
        with django_assert_num_queries(2):
            queries.jobs(by=new_job.engineer, now=clock.now())
            queries.past_jobs(by=new_job.engineer)

    def test_is_for_engineers(self, office):
        assert office.get("/jobs/").status_code == 403


@pytest.mark.django_db
class TestJobPage:
    def test_leads_from_new_to_signed(self, phone, new_job):
        codes = builders.codes()
        steps = [
            ("accept/", {}),
            ("set-out/", {}),
            ("arrive/", {"lat": "30.2001", "lon": "120.2001"}),
            ("diagnosis/", {**codes, "text": "皮带磨损"}),
            ("finish/", {"work_done": "换皮带", "self_check": "on"}),
            ("sign/", {"signer_name": "王芳", "signature": builders.SIGNATURE}),
        ]
        for verb, said in steps:
            answer = phone.post(url(new_job, verb), said, **HTMX)
            assert answer.status_code in {200, 204, 302}, (verb, answer.content.decode())
        assert new_job.now().status == "signed"
        assert phone.get(url(new_job, "thanks/")).status_code == 200

    def test_shows_the_one_next_step(self, phone, new_job):
        assert "接单" in phone.get(url(new_job)).content.decode()
        page = phone.post(url(new_job, "accept/"), **HTMX).content.decode()
        assert page.lstrip().startswith('<div id="job"')
        assert "出发" in page

    def test_shows_the_job_as_it_is_when_pressed_twice(self, phone, new_job):
        phone.post(url(new_job, "accept/"), **HTMX)
        again = phone.post(url(new_job, "accept/"), **HTMX)
        assert again.status_code == 409
        assert "出发" in again.content.decode()

    def test_asks_why_far_from_the_site_and_takes_a_tap_for_an_answer(self, phone, new_job):
        builders.until("set_out", new_job)
        far = {"lat": "30.3", "lon": "120.2"}
        assert phone.post(url(new_job, "arrive/"), far, **HTMX).status_code == 422
        assert phone.post(url(new_job, "arrive/"), {**far, "why": "entrance"}, **HTMX).status_code == 200
        assert new_job.now().arrival_note == "入口在别处"

    @pytest.mark.parametrize("said", [{"lat": "x"}, {"lat": "99", "lon": "1"}, {"lat": "nan", "lon": "1"}])
    def test_refuses_a_place_that_is_none(self, phone, new_job, said):
        builders.until("set_out", new_job)
        assert phone.post(url(new_job, "arrive/"), said, **HTMX).status_code == 422
        assert new_job.now().status == "traveling"

    def test_keeps_what_was_typed_when_the_end_is_refused(self, phone, new_job):
        builders.until("diagnose", new_job)
        answer = phone.post(url(new_job, "finish/"), {"work_done": "换皮带"}, **HTMX)
        assert answer.status_code == 422
        assert "换皮带" in answer.content.decode()

    def test_is_for_the_office_to_read_only(self, office, new_job):
        page = office.get(url(new_job)).content.decode()
        assert "job-bar" not in page
        assert office.post(url(new_job, "accept/")).status_code == 403

    def test_is_hidden_from_engineers_who_are_not_booked(self, client, new_job, mate):
        client.force_login(User.objects.get(pk=mate.id), backend=BACKEND)
        assert client.get(url(new_job)).status_code == 404
        assert client.post(url(new_job, "accept/")).status_code == 404

    def test_hands_a_job_back_with_a_reason_of_the_list(self, phone, new_job):
        assert f"/jobs/{new_job.id}/refuse/" in phone.get(url(new_job)).content.decode()
        assert phone.post(url(new_job, "refuse/"), {}).status_code == 422
        assert phone.post(url(new_job, "refuse/"), {"code": "other"}).status_code == 422
        assert phone.post(url(new_job, "refuse/"), {"code": "tools"}).status_code == 302
        assert (new_job.now().status, new_job.now().booking.refused_code) == ("refused", "tools")

    def test_takes_a_bounded_number_of_queries(self, new_job, django_assert_max_num_queries):
        builders.until("arrive", new_job)
        with django_assert_max_num_queries(18):
            queries.job(new_job.id, by=new_job.engineer)


@pytest.mark.django_db
class TestWorkForms:
    @pytest.fixture
    def on_site(self, shared_with_steps, client):
        job = deepcopy(shared_with_steps)
        client.force_login(User.objects.get(pk=job.engineer.id), backend=BACKEND)
        return job

    def test_save_while_the_engineer_types(self, client, on_site):
        answer = client.post(url(on_site, "work/"), {"work_done": "拆门机", "parts_used": ""}, **HTMX)
        assert answer.status_code == 200
        assert on_site.now().work_done == "拆门机"

    def test_answer_steps_one_by_one_and_at_once(self, client, on_site):
        assert client.post(url(on_site, "steps/2/"), {"value": "两安"}, **HTMX).status_code == 422
        assert client.post(url(on_site, "steps/2/"), {"value": "2.6"}, **HTMX).status_code == 200
        assert client.post(url(on_site, "steps/rest/"), **HTMX).status_code == 200
        judged = ChecklistItem.objects.filter(work_order=on_site.order).order_by("position")
        assert [item.is_ok for item in judged] == [True, False, True]

    @pytest.mark.parametrize(
        "said", [{}, {"name": "x", "value": "abc"}, {"name": "", "value": "1"}, {"name": "x", "value": "NaN"}]
    )
    def test_refuse_readings_that_are_none(self, client, on_site, said):
        assert client.post(url(on_site, "readings/"), said, **HTMX).status_code == 422
        assert on_site.visit.readings.count() == 0

    def test_take_good_photos_and_name_bad_ones(self, client, on_site):
        photos = [
            SimpleUploadedFile("good.jpg", builders.picture(), "image/jpeg"),
            SimpleUploadedFile("bad.jpg", b"<script>alert(1)</script>", "image/jpeg"),
        ]
        answer = client.post(url(on_site, "photos/"), {"moment": "after", "photos": photos}, **HTMX)
        assert answer.status_code == 422
        assert "bad.jpg" in answer.content.decode()
        assert Attachment.objects.filter(subject=on_site.visit.key).count() == 1

    def test_refuse_an_empty_upload(self, client, on_site):
        assert client.post(url(on_site, "photos/"), {"moment": "after"}, **HTMX).status_code == 422


@pytest.mark.django_db
class TestPhotoRights:
    def test_reach_the_office_and_the_signing_customer_but_no_stranger(
        self, client, new_job, customer, stranger, drain
    ):
        builders.until("arrive", new_job)
        photo = builders.act(
            "add_photo", new_job, at=builders.MONDAY, content=builders.picture(), name="a.jpg", moment="after"
        )
        address = f"/jobs/{new_job.id}/photos/{photo.pk}/"
        for small in ("", "small/"):
            client.force_login(people.granted(Role.DISPATCHER), backend=BACKEND)
            assert client.get(address + small)["Content-Type"] == "image/jpeg"
            client.force_login(User.objects.get(pk=stranger.id), backend=BACKEND)
            assert client.get(address + small).status_code in {403, 404}
