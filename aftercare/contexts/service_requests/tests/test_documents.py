"""Documents of requests and equipment: read by whoever may see those, by the customer when shown."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from aftercare.contexts.organisations.models import Contact
from aftercare.contexts.people.tests import building
from aftercare.contexts.service_requests.tests import builders
from aftercare.platform.accounts.models import User
from aftercare.platform.actor import Role
from aftercare.platform.files.models import Attachment

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
HTMX = {"HX-Request": "true"}


def add(client: Client, kind: str, pk: int, content: bytes = PDF, name: str = "合格证.pdf", **fields: str):
    """Bring a document to a record; return the answer."""
    app = {"service_request": "service_requests", "work_order": "work_orders"}.get(kind, "installed_base")
    upload = SimpleUploadedFile(name, content)
    return client.post(reverse(f"{app}:{kind}_document_add", args=[pk]), {"file": upload, **fields})


def panel(client: Client, kind: str, pk: int) -> str:
    """Return what the panel shows."""
    return client.get(f"/-/panels/{kind}/{pk}/documents/", headers=HTMX).content.decode()


def customer_of(organisation_id: int) -> Client:
    """Return the browser of a customer."""
    user = building.login("王芳")
    Contact.objects.create(organisation_id=organisation_id, name="王芳", user_id=user.pk)
    building.commands.grant_role(user_id=user.pk, role="customer", by=building.SYSTEM, at=building.MONDAY)
    client = Client()
    client.force_login(User.objects.get(pk=user.pk))
    return client


class TestPanel:
    def test_lists_name_note_size_and_who(self, row, agent: Client):
        assert add(agent, "service_request", row.pk, note="门机型式试验").status_code == 302
        shown = panel(agent, "service_request", row.pk)
        assert [w for w in ("合格证.pdf", "门机型式试验", "字节", "李静") if w not in shown] == []

    def test_invites_the_first_document(self, row, agent: Client):
        assert "图纸" in panel(agent, "service_request", row.pk)

    @pytest.mark.parametrize("kind", ["equipment", "project"])
    def test_of_what_was_delivered_takes_documents_from_those_who_write_it(self, scene, kind):
        pk = {"equipment": scene.equipment_id, "project": scene.project_id}[kind]
        desk, dispatcher = builders.login("desk_agent"), builders.login("dispatcher")
        assert add(desk, kind, pk).status_code == 302
        assert add(dispatcher, kind, pk, name="别的.pdf").status_code == 403
        assert "合格证.pdf" in panel(dispatcher, kind, pk)
        assert Attachment.objects.filter(subject=f"{kind}:{pk}").count() == 1


class TestUpload:
    @pytest.mark.parametrize(
        "content", [b"<html><script>alert(1)</script>", b"MZ\x90\x00" + b"\0" * 400], ids=["page", "program"]
    )
    def test_refuses_what_is_no_document(self, row, agent: Client, content):
        answer = add(agent, "service_request", row.pk, content, name="x.pdf")
        assert answer.status_code == 422
        assert "不接受" in answer.content.decode()
        assert Attachment.objects.count() == 0

    def test_of_the_same_content_twice_is_one_document(self, row, agent: Client):
        for _time in range(2):
            add(agent, "service_request", row.pk)
        assert Attachment.objects.count() == 1

    def test_is_not_there_for_another_region(self, row):
        far = builders.login("desk_agent", region_id=builders.region())
        assert add(far, "service_request", row.pk).status_code == 404
        assert Attachment.objects.count() == 0


class TestDownload:
    @pytest.fixture
    def kept(self, row, agent: Client) -> Attachment:
        """Give a document of the request that stays inside the company."""
        add(agent, "service_request", row.pk)
        return Attachment.objects.get()

    def url(self, kept: Attachment) -> str:
        """Return the document's address."""
        return reverse("service_requests:service_request_document_read", args=[int(kept.subject[16:]), kept.pk])

    def test_hands_the_file_out_under_its_name(self, kept, agent: Client):
        answer = agent.get(self.url(kept))
        assert answer.content == PDF
        assert answer["Content-Type"] == "application/pdf"
        assert "%E5%90%88%E6%A0%BC%E8%AF%81.pdf" in answer["Content-Disposition"]

    def test_is_not_found_from_another_region_or_under_another_record(self, kept, scene, agent: Client):
        far = builders.login("desk_agent", region_id=builders.region())
        assert far.get(self.url(kept)).status_code == 404
        other = builders.request_of(scene, at=kept.attached_at)
        wrong = reverse("service_requests:service_request_document_read", args=[other.pk, kept.pk])
        assert agent.get(wrong).status_code == 404

    def test_is_the_customers_only_once_it_is_shown_and_no_longer_when_hidden(self, kept, row, scene, agent: Client):
        theirs, page = customer_of(scene.customer_id), reverse("service_requests_portal:my_detail", args=[row.pk])
        show = reverse("service_requests:service_request_document_show", args=[row.pk, kept.pk])
        seen = []
        for for_customer in ("0", "1", "0"):
            assert agent.post(show, {"for_customer": for_customer}).status_code == 302
            listed = "合格证.pdf" in theirs.get(page).content.decode()
            seen.append((listed, theirs.get(self.url(kept)).status_code))
        assert seen == [(False, 404), (True, 200), (False, 404)]

    def test_of_the_equipment_stands_on_the_customers_request(self, row, scene, agent: Client):
        add(agent, "equipment", scene.equipment_id, name="说明书.pdf", for_customer="on")
        theirs = customer_of(scene.customer_id)
        page = theirs.get(reverse("service_requests_portal:my_detail", args=[row.pk])).content.decode()
        document = Attachment.objects.get()
        address = reverse("installed_base:equipment_document_read", args=[scene.equipment_id, document.pk])
        assert address in page and theirs.get(address).status_code == 200
        stranger = customer_of(builders.scene().customer_id)
        assert stranger.get(address).status_code == 404

    @pytest.mark.parametrize("role", [Role.CUSTOMER, Role.PARTNER, Role.AUDITOR])
    def test_is_shown_and_hidden_by_the_office_only(self, kept, row, role):
        show = reverse("service_requests:service_request_document_show", args=[row.pk, kept.pk])
        assert builders.login(str(role)).post(show, {"for_customer": "1"}).status_code == 403
        assert Attachment.objects.get().audience == "internal"
