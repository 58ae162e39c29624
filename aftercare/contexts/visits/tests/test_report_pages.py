from __future__ import annotations

from copy import deepcopy

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from aftercare.contexts.people.tests import building as people
from aftercare.contexts.service_requests.tests import builders as requests
from aftercare.contexts.visits import policies, queries
from aftercare.contexts.visits.models import ServiceReport
from aftercare.contexts.visits.tests import builders
from aftercare.platform import outbox
from aftercare.platform.accounts.models import User
from aftercare.platform.actor import Role
from aftercare.platform.files import storing
from aftercare.platform.refusal import Refused
from aftercare.platform.web import panels

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(scope="module")
def shared_signed(place):
    job = builders.until("sign", builders.job(place))
    outbox.drain()
    return job


@pytest.fixture
def signed(shared_signed):
    return deepcopy(shared_signed)


@pytest.fixture
def report(signed):
    return ServiceReport.objects.get(visit=signed.visit, language="zh-hans")


def upload(content):
    return {"file": SimpleUploadedFile("report.pdf", content, "application/pdf")}


@pytest.mark.django_db
class TestReport:
    def test_is_handed_to_the_office_of_the_region_and_the_engineer(self, client, report, signed):
        for user in (people.granted(Role.DESK_AGENT), User.objects.get(pk=signed.engineer.id)):
            client.force_login(user, backend=BACKEND)
            answer = client.get(f"/jobs/{signed.id}/report/zh-hans/")
            assert answer.content.startswith(b"%PDF")
            assert answer["Content-Type"] == "application/pdf"

    def test_is_hidden_from_another_region_and_administrators(self, client, report, signed):
        address = f"/jobs/{signed.id}/report/zh-hans/"
        client.force_login(people.granted(Role.DESK_AGENT, people.region("华北")), backend=BACKEND)
        assert client.get(address).status_code == 404
        client.force_login(people.granted(Role.SYSTEM_ADMIN), backend=BACKEND)
        assert client.get(address).status_code == 403

    def test_reaches_the_customer_but_no_other_customer(self, report, customer, stranger):
        assert queries.report(report.visit_id, "en", by=customer).visit_id == report.visit_id
        with pytest.raises(Refused, match="not_found"):
            queries.report(report.visit_id, "en", by=stranger)

    def test_shows_a_customer_nothing_before_the_signature(self, make_actor, place):
        elsewhere = requests.scene()
        builders.until("finish", builders.job(elsewhere))
        customer = make_actor(Role.CUSTOMER, regions=set(), organisation_ids=frozenset({elsewhere.customer_id}))
        assert not policies.visible_to(customer).exists()

    def test_stands_on_the_customers_own_page(self, report, signed, customer, stranger, rf):
        asked = rf.get("/")
        asked.actor = customer
        body = panels.draw(asked, "my_request", signed.order.request_id, "reports")[1]
        assert f"/jobs/{report.visit_id}/report/zh-hans/" in body
        asked.actor = stranger
        with pytest.raises(Refused, match="not_found"):
            panels.draw(asked, "my_request", signed.order.request_id, "reports")

    def test_stands_with_the_visit_on_the_orders_page_in_five_queries(
        self, report, signed, service_manager, django_assert_num_queries
    ):
        with django_assert_num_queries(5):
            (row,) = queries.of_order(signed.order.pk, by=service_manager)
        assert [r.language for r in row.reports] == ["zh-hans", "en"]


@pytest.mark.django_db
class TestVerifyPage:
    def test_tells_number_and_hash_to_anybody_but_no_customer(self, client, report):
        page = client.get(f"/v/{report.verify_code}/").content.decode()
        assert report.number in page
        assert report.blob.sha256 in page
        assert "滨江医院" not in page

    def test_tells_the_genuine_file_from_a_changed_one(self, client, report):
        content = storing.content_of(report.blob)
        address = f"/v/{report.verify_code}/"
        genuine = client.post(address, upload(content)).content.decode()
        changed = client.post(address, upload(content + b" ")).content.decode()
        assert "data-same>" in genuine
        assert "data-other hidden" in genuine
        assert "data-same hidden" in changed
        assert "data-other>" in changed

    def test_asks_for_a_file(self, client, report):
        assert client.post(f"/v/{report.verify_code}/").status_code == 422

    def test_knows_no_other_code(self, client, report):
        assert client.get("/v/" + "2" * 24 + "/").status_code == 404

    def test_slows_down_who_guesses(self, client, report):
        assert [client.get(f"/v/{n:024}/").status_code for n in range(32)][-1] == 429
