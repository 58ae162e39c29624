"""The API's door to visits."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from aftercare.contexts.people.tests import building as people
from aftercare.contexts.visits.tests import builders
from aftercare.contexts.visits.tests.builders import Job
from aftercare.platform import clock
from aftercare.platform.actor import Role
from aftercare.platform.api import tokens
from aftercare.platform.files.models import Attachment

BOTH = ("visits:read", "visits:write")
CONFIRMED = {"effect_verified": True, "site_clean": True, "customer_told": True}


class Program:
    """A program with a token."""

    def __init__(self, user_id: int, *scopes: str) -> None:
        _row, secret = tokens.issue(
            user_id=user_id, name="phone", scopes=scopes, expires_at=None, by=builders.BUILDER, at=clock.now()
        )
        self.browser = Client(headers={"Authorization": f"Bearer {secret}"})

    def get(self, path: str = "", **query: Any) -> Any:
        return self.browser.get(f"/api/v1/visits{path}", query)

    def post(self, path: str, payload: Any = None, **headers: str) -> Any:
        return self.browser.post(f"/api/v1/visits{path}", payload or {}, "application/json", headers=headers)


@pytest.fixture
def phone(new_job: Job) -> Program:
    """Return a program of the engineer."""
    return Program(new_job.engineer.id, *BOTH)


@pytest.mark.django_db
class TestVisits:
    def test_are_listed_and_read(self, phone, new_job):
        (row,) = phone.get(work_order_id=new_job.order.pk, status="assigned").json()["items"]
        assert (row["id"], row["work_order_number"]) == (new_job.id, new_job.order.number)
        assert phone.get(f"/{new_job.id}").json()["readings"] == []

    def test_of_others_are_not_found(self, new_job, mate):
        other = Program(mate.id, *BOTH)
        assert other.get().json()["items"] == []
        answer = other.get(f"/{new_job.id}")
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")

    def test_need_their_scope(self, new_job):
        reader = Program(new_job.engineer.id, "visits:read")
        assert reader.post(f"/{new_job.id}/accept").status_code == 403
        assert Client().get("/api/v1/visits").status_code == 401
        assert new_job.now().status == "assigned"

    @pytest.mark.parametrize(
        "query", [{"limit": 0}, {"limit": "x"}, {"status": "lost"}, {"cursor": "zzz"}, {"work_order_id": 2**70}]
    )
    def test_refuse_junk_in_the_query(self, phone, query):
        answer = phone.get(**query)
        assert answer.status_code == 422
        assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.django_db
class TestVerbs:
    def test_lead_from_new_to_signed(self, phone, new_job, drain):
        steps = [
            ("accept", {}),
            ("set-out", {}),
            ("arrive", {"lat": 30.2001, "lon": 120.2001}),
            ("diagnosis", {**builders.codes(), "text": "皮带磨损"}),
            ("readings", {"name": "门机电流", "value": "2.1", "unit": "A"}),
            ("work", {"work_done": "换皮带"}),
            ("finish", {"work_done": "换皮带", "self_check": CONFIRMED}),
            ("signature", {"signer_name": "王芳", "signature": builders.SIGNATURE}),
        ]
        for verb, payload in steps:
            answer = phone.post(f"/{new_job.id}/{verb}", payload)
            assert answer.status_code == 200, (verb, answer.content.decode())
        drain()
        detail = phone.get(f"/{new_job.id}").json()
        assert (detail["status"], len(detail["reports"])) == ("signed", 2)
        report = phone.get(f"/{new_job.id}/report/en")
        assert report.content.startswith(b"%PDF")

    def test_done_once_however_often_they_are_sent(self, phone, new_job, published):
        answers = [phone.post(f"/{new_job.id}/accept", **{"Idempotency-Key": "k1"}) for _n in range(2)]
        assert [answer.status_code for answer in answers] == [200, 200]
        assert published.names().count("VisitAccepted") == 1

    def test_tell_what_is_in_the_way(self, phone, new_job):
        answer = phone.post(f"/{new_job.id}/set-out")
        assert (answer.status_code, answer.json()["code"]) == (409, "wrong_state")

    def test_are_refused_to_the_office(self, new_job):
        office = Program(people.granted(Role.DISPATCHER).pk, *BOTH)
        assert office.post(f"/{new_job.id}/accept").json()["code"] == "not_allowed"

    @pytest.mark.parametrize(
        ("verb", "payload", "field"),
        [
            ("refuse", {}, "reason"),
            ("refuse", {"reason": "长" * 501}, "reason"),
            ("refuse", {"reason": "a\u202eb"}, "reason"),
            ("refuse", {"code": "lazy"}, "code"),
            ("arrive", {"lat": 91, "lon": 0}, "lat"),
            ("diagnosis", {"failure_mode_id": 0, "text": "x"}, "failure_mode_id"),
            ("readings", {"name": "x", "value": "NaN"}, "value"),
            ("readings", {"name": "x", "value": "0.00001"}, "value"),
            ("finish", {"work_done": "x", "self_check": {}}, "self_check.effect_verified"),
            ("cannot-complete", {"obstacle": "laziness", "reason": "x"}, "obstacle"),
            ("signature", {"signer_name": "x", "signature": "M" * 60_001}, "signature"),
        ],
    )
    def test_name_the_field_at_fault_and_change_nothing(self, phone, new_job, verb, payload, field):
        before = builders.changed(new_job.visit)
        answer = phone.post(f"/{new_job.id}/{verb}", payload)
        assert answer.status_code == 422
        assert field in [error["field"] for error in answer.json()["errors"]]
        assert builders.changed(new_job.visit) == before

    def test_take_a_photo(self, phone, new_job):
        builders.until("arrive", new_job)
        photo = SimpleUploadedFile("a.jpg", builders.picture(), "image/jpeg")
        address = f"/api/v1/visits/{new_job.id}/photos"
        answer = phone.browser.post(address, {"photo": photo, "moment": "before"})
        assert answer.status_code == 201, answer.content.decode()
        bad = SimpleUploadedFile("a.jpg", b"%PDF-1.4", "image/jpeg")
        assert phone.browser.post(address, {"photo": bad, "moment": "before"}).status_code == 422
        assert Attachment.objects.filter(subject=new_job.visit.key).count() == 1
