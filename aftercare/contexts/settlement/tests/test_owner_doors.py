"""The doors of the customer that holds the money: pages, documents, programs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from aftercare.contexts.organisations.models import Organisation
from aftercare.contexts.organisations.tests.building import customer_of, organisation
from aftercare.contexts.people.tests import building as people
from aftercare.contexts.service_requests.tests import builders as requests
from aftercare.contexts.settlement import commands
from aftercare.contexts.settlement.models import Retention
from aftercare.contexts.settlement.tests import builders
from aftercare.contexts.settlement.tests.builders import BUILDER, PROOF
from aftercare.platform import clock
from aftercare.platform.accounts.models import User
from aftercare.platform.actor import Actor, Role
from aftercare.platform.api import tokens
from aftercare.platform.files import documents


@pytest.fixture(scope="module")
def place(shared_db):
    """Give a project accepted two years ago: the clock of the doors is the machine's own."""
    requests.promises(clock.now())
    return requests.scene(accepted_on=clock.now().date() - timedelta(days=740))


@pytest.fixture
def row(place):
    day = clock.now() - timedelta(days=700)
    return builders.agreed(place, withheld_on=day.date(), at=day)


@pytest.fixture
def mine(place) -> Actor:
    return customer_of(Organisation.objects.get(pk=place.customer_id))


def browsing(actor: Actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.id))
    return client


@pytest.mark.django_db
class TestPages:
    def test_show_ledger_obstacles_and_clocks_to_the_owner_alone(self, row, place, mine):
        matter = requests.request_of(place, subject="屋面渗漏", at=clock.now() - timedelta(hours=1))
        text = browsing(mine).get(f"/my/retentions/{row.pk}/").content.decode()
        assert "¥30,000.00" in text
        assert f"/my/requests/{matter.pk}/" in text
        assert f'href="/requests/{matter.pk}/' not in text
        assert browsing(customer_of(organisation())).get(f"/my/retentions/{row.pk}/").status_code == 404

    def test_lead_the_owner_from_the_request_to_the_proof_of_payment(self, row, mine):
        commands.request_release(retention_id=row.pk, by=BUILDER, at=clock.now())
        client, url = browsing(mine), f"/my/retentions/{row.pk}/"
        assert row.number in client.get("/").content.decode()
        assert client.post(f"{url}verify/", {"amount": "30000"}).status_code == 302
        said = {"paid_on": timezone.localdate().isoformat(), "file": SimpleUploadedFile("回单.pdf", PROOF)}
        assert client.post(f"{url}paid/", {}).status_code == 422
        assert client.post(f"{url}paid/", said).status_code == 302
        text = client.get(url).content.decode()
        assert "查到款项后即登记为已付" in text
        assert "回单.pdf" in text

    def test_take_an_objection_and_a_deduction_with_proof(self, row, place, mine):
        matter = requests.request_of(place, at=clock.now() - timedelta(hours=1))
        client, url, today = browsing(mine), f"/my/retentions/{row.pk}/", timezone.localdate().isoformat()
        said = {"amount": "5000", "request_id": matter.pk, "reason": "代修", "deducted_on": today}
        proof = SimpleUploadedFile("发票.pdf", PROOF)
        assert client.post(f"{url}deduct/", {**said, "file": proof}).status_code == 302
        line = row.movements.get(kind="deducted")
        assert f"/retentions/{row.pk}/documents/{line.evidence_id}/" in client.get(url).content.decode()
        assert client.get(f"/retentions/{row.pk}/documents/{line.evidence_id}/").content == PROOF

    def test_hand_out_what_the_office_shows_and_nothing_else(self, row, mine, place):
        usual = {"subject": row.key, "by": BUILDER, "at": clock.now()}
        shown = documents.add(PROOF, name="协议.pdf", for_customer=True, **usual)
        inside = documents.add(PROOF + b"\n", name="内部.pdf", **usual)
        client = browsing(mine)
        assert "协议.pdf" in client.get(f"/my/retentions/{row.pk}/").content.decode()
        answers = [client.get(f"/retentions/{row.pk}/documents/{one.pk}/").status_code for one in (shown, inside)]
        assert answers == [200, 404]

    def test_appear_on_the_project_and_in_the_list(self, row, place, mine):
        client = browsing(mine)
        for url in (f"/my/projects/{place.project_id}/", "/my/retentions/", f"/my/retentions/?q={row.number}"):
            assert row.number in client.get(url).content.decode(), url


@pytest.mark.django_db
class TestOffer:
    def test_to_show_documents_is_made_only_where_the_customer_is_a_party(self, row, client):
        client.force_login(people.granted(Role.SERVICE_MANAGER))
        panel, url = f"/-/panels/retention/{row.pk}/documents/", f"/retentions/{row.pk}/documents/"
        kept = documents.add(PROOF, subject=row.key, name="a.pdf", by=BUILDER, at=clock.now())
        assert "for_customer" in client.get(panel).content.decode()
        assert "for_customer" in client.get(f"{url}new/").content.decode()
        Retention.objects.filter(pk=row.pk).update(holder=None, payee=organisation(kind="subcontractor").pk)
        assert "for_customer" not in client.get(panel).content.decode()
        assert "for_customer" not in client.get(f"{url}new/").content.decode()
        assert client.post(f"{url}{kept.pk}/audience/", {"for_customer": "1"}).status_code == 409


@pytest.mark.django_db
class TestApi:
    def call(self, client, actor, method, path, scope="retentions:write", **more):
        _row, secret = tokens.issue(
            user_id=actor.id, name="t", scopes=[scope], expires_at=None, by=actor, at=clock.now()
        )
        return getattr(client, method)(f"/api/v1/retentions{path}", HTTP_AUTHORIZATION=f"Bearer {secret}", **more)

    def test_lists_and_shows_to_the_owner_alone(self, row, mine, client):
        listed = self.call(client, mine, "get", "", "retentions:read").json()["items"]
        assert [(one["number"], one["held"]) for one in listed] == [(row.number, "30000.00")]
        whole = self.call(client, mine, "get", f"/{row.pk}", "retentions:read").json()
        assert [line["kind"] for line in whole["ledger"]] == ["withheld"]
        other = customer_of(organisation())
        assert self.call(client, other, "get", "", "retentions:read").json()["items"] == []
        assert self.call(client, other, "get", f"/{row.pk}", "retentions:read").status_code == 404

    def test_lets_the_owner_decide_and_nothing_more(self, row, mine, client):
        commands.request_release(retention_id=row.pk, by=BUILDER, at=clock.now())
        as_json = {"content_type": "application/json"}
        said = self.call(client, mine, "post", f"/{row.pk}/verify", data={"amount": "12000"}, **as_json)
        assert (said.json()["status"], said.json()["payable"]) == ("payable", "12000.00")
        proof = {"file": SimpleUploadedFile("回单.pdf", PROOF)}
        assert self.call(client, mine, "post", f"/{row.pk}/say-paid", data=proof).json()["said_paid_amount"]
        for path in ("pay", "request", "miss-payment"):
            body = {"reason": "x"} if path == "miss-payment" else {}
            assert self.call(client, mine, "post", f"/{row.pk}/{path}", data=body, **as_json).status_code == 403
        assert self.call(client, mine, "get", f"/{row.pk}").status_code == 403
