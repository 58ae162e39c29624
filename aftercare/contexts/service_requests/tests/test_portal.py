"""The doors without a login, and those of customers."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from aftercare.contexts.installed_base import public as installed_base
from aftercare.contexts.organisations.commands import open_portal_login
from aftercare.contexts.service_requests import commands, queries
from aftercare.contexts.service_requests.models import ServiceRequest
from aftercare.contexts.service_requests.tests import builders
from aftercare.platform import clock
from aftercare.platform.accounts.models import User
from aftercare.platform.files.intake import Photo
from aftercare.platform.files.models import Attachment

NOW = clock.now()
TOLD = {"what": "门关不上", "caller_phone": "13900000000"}


@pytest.fixture(scope="module")
def scene(shared_db: None) -> builders.Scene:
    """Give a customer with a lift, and terms in force today."""
    builders.promises(NOW)
    return builders.scene()


def path_of(scene: builders.Scene) -> str:
    """Return where the lift's label leads."""
    return installed_base.label_path(scene.label_code)


def photo(name: str = "a.jpg") -> SimpleUploadedFile:
    """Return a photo as a phone sends it."""
    return SimpleUploadedFile(name, builders.jpeg(), "image/jpeg")


class TestLabelPage:
    def test_shows_the_equipment_and_at_most_five_inputs(self, client: Client, scene: builders.Scene) -> None:
        response = client.get(path_of(scene))
        body = response.content.decode()
        assert response.status_code == 200
        assert "1 号客梯" in body
        assert "滨江医院" not in body
        assert "password" not in body
        named = set(re.findall(r'<(?:input|textarea|select)[^>]*name="(\w+)"', body))
        assert named - {"csrfmiddlewaretoken", "website", "language", "next"} == {
            "what", "photos", "caller_name", "caller_phone", "is_emergency",
        }  # fmt: skip

    def test_takes_the_report_down_and_leads_to_its_way(self, client: Client, scene: builders.Scene) -> None:
        response = client.post(path_of(scene), {**TOLD, "is_emergency": "on", "photos": [photo(), photo("b.jpg")]})
        row = ServiceRequest.objects.get()
        assert (row.source, row.priority, row.is_verified) == ("qr", 1, False)
        assert Attachment.objects.filter(subject=row.key).count() == 1  # the same picture twice is one picture
        page = client.get(response["Location"])
        assert row.number in page.content.decode()
        assert page.context["promised"] == row.next_due_at

    def test_needs_the_token_of_its_own_form(self, scene: builders.Scene) -> None:
        strict = Client(enforce_csrf_checks=True)
        assert strict.post(path_of(scene), TOLD).status_code == 403
        assert not ServiceRequest.objects.exists()

    def test_says_when_the_fault_is_known_already(self, client: Client, scene: builders.Scene) -> None:
        assert client.get(path_of(scene)).context["open_since"] is None
        builders.request_of(scene, at=NOW)
        assert client.get(path_of(scene)).context["open_since"] == NOW

    @pytest.mark.parametrize("label", ["x", "A" * 22, f"{'A' * 22}.{'B' * 16}", "%00", "..", "A" * 5000])
    def test_says_404_to_a_label_that_is_not_ours(self, client: Client, scene: builders.Scene, label: str) -> None:
        assert client.get(f"/q/{label}/").status_code == 404
        assert client.post(f"/q/{label}/", TOLD).status_code == 404
        assert not ServiceRequest.objects.exists()

    @pytest.mark.parametrize(
        ("field", "wrong"),
        [
            ("what", ""),
            ("what", "x\0y"),
            ("what", "x" * 2001),
            ("what", "a\u202eb"),
            ("caller_phone", ""),
            ("caller_phone", "abc"),
            ("caller_phone", "1" * 33),
            ("caller_name", "x" * 81),
            ("photos", SimpleUploadedFile("a.jpg", b"<svg onload=alert(1)>")),
            ("photos", SimpleUploadedFile("a.jpg", b"GIF89a<script>alert(1)</script>")),
        ],
    )
    def test_names_the_field_that_is_wrong_and_keeps_nothing(
        self, client: Client, scene: builders.Scene, field: str, wrong: Any
    ) -> None:
        response = client.post(path_of(scene), {**TOLD, field: wrong})
        assert response.status_code == 422
        assert response.context["form"].errors.get(field)
        assert not ServiceRequest.objects.exists()

    def test_refuses_what_only_robots_fill(self, client: Client, scene: builders.Scene) -> None:
        assert client.post(path_of(scene), {**TOLD, "website": "http://spam"}).status_code == 422
        assert not ServiceRequest.objects.exists()

    def test_refuses_a_flood_in_words(self, client: Client, scene: builders.Scene) -> None:
        for _ in range(6):
            assert client.post(path_of(scene), TOLD).status_code == 302
        response = client.post(path_of(scene), TOLD)
        assert response.status_code == 429
        assert response.context["form"].non_field_errors()
        assert ServiceRequest.objects.count() == 6

    def test_speaks_the_visitors_language(self, client: Client, scene: builders.Scene) -> None:
        zh = client.get(path_of(scene)).content.decode()
        client.post(reverse("web:language"), {"language": "en", "next": path_of(scene)})
        en = client.get(path_of(scene)).content.decode()
        assert "扫码报修" in zh
        assert "Report a fault" in en


class TestProgressPage:
    def link(self, row: ServiceRequest) -> str:
        """Return the address of a request's way."""
        return reverse("service_requests_portal:progress", args=[queries.progress_token(row.pk)])

    def test_shows_the_steps_as_they_are_reached(self, client: Client, scene: builders.Scene) -> None:
        row = builders.request_of(scene, at=NOW)
        assert self.states(client, row) == {"received": "past", "taken": "now", "done": "next", "rated": "next"}
        builders.triaged(row, at=NOW)
        commands.follow_order(
            request_id=row.pk, work_order_id=5, number="WO-5", status="scheduled", engineer_name="刘强",
            start_at=NOW + timedelta(hours=2), end_at=NOW + timedelta(hours=4), at=NOW,
        )  # fmt: skip
        commands.note_journey(work_order_id=5, set_out=True, at=NOW)
        states = self.states(client, row)
        assert states == {
            "received": "past", "taken": "past", "booked": "past", "set_out": "past", "arrived": "now",
            "done": "next", "rated": "next",
        }  # fmt: skip
        body = client.get(self.link(row)).content.decode()
        assert "刘强" in body
        assert "滨江医院" not in body
        assert "13800000000" not in body

    def states(self, client: Client, row: ServiceRequest) -> dict[str, str]:
        """Return the state of each step on the page."""
        return {step.key: step.state for step in client.get(self.link(row)).context["way"].steps}

    def test_never_shows_an_internal_word(self, client: Client, scene: builders.Scene) -> None:
        row = builders.request_of(scene, at=NOW)
        commands.comment(request_id=row.pk, text="金丝雀", by=builders.BUILDER, at=NOW)
        commands.acknowledge(request_id=row.pk, by=builders.BUILDER, at=NOW)
        commands.hold(request_id=row.pk, reason="internal", party="company", note="金丝雀", by=builders.BUILDER, at=NOW)
        assert "金丝雀" not in client.get(self.link(row)).content.decode()

    @pytest.mark.parametrize("spoil", ["1.x", "1", "x.y", "%00", "1." + "A" * 43, "9" * 70])
    def test_says_404_to_a_link_that_is_not_ours(self, client: Client, scene: builders.Scene, spoil: str) -> None:
        builders.request_of(scene, at=NOW)
        assert client.get(f"/p/{spoil}/").status_code == 404

    def test_is_gone_long_after_the_file_was_closed(self, client: Client, scene: builders.Scene) -> None:
        row = builders.request_of(scene, at=NOW)
        commands.cancel(request_id=row.pk, reason="误报", by=builders.BUILDER, at=NOW - timedelta(days=200))
        assert client.get(self.link(row)).status_code == 410


class TestMyRequests:
    @pytest.fixture
    def mine(self, scene: builders.Scene) -> Client:
        """Give the customer's browser."""
        open_portal_login(
            contact_id=scene.contact_id, username="wangfang", password="Aftercare-2026", by=builders.BUILDER, at=NOW
        )
        browser = Client()
        browser.force_login(User.objects.get(username="wangfang"))
        return browser

    def test_lists_the_own_ones_only(self, scene: builders.Scene, mine: Client) -> None:
        own, other = builders.request_of(scene, at=NOW), builders.request_of(builders.scene(), at=NOW)
        body = mine.get("/my/requests/").content.decode()
        assert own.number in body
        assert other.number not in body
        assert mine.get(f"/my/requests/{own.pk}/").status_code == 200
        assert mine.get(f"/my/requests/{other.pk}/").status_code == 404
        assert mine.get(own.get_absolute_url()).status_code == 403

    def test_reports_for_the_own_organisation(self, scene: builders.Scene, mine: Client) -> None:
        said = {"kind": "fault", "subject": "门打不开", "equipment_id": scene.equipment_id, "photos": photo()}
        assert mine.post("/my/requests/new/", said).status_code == 302
        row = ServiceRequest.objects.get()
        assert (row.customer_id, row.source, row.caller_name) == (scene.customer_id, "portal", "王芳")
        attachment = Attachment.objects.get()
        assert mine.get(f"/requests/{row.pk}/photos/{attachment.pk}/small/").status_code == 200

    def test_cannot_report_about_another_customers_equipment(self, scene: builders.Scene, mine: Client) -> None:
        other = builders.scene()
        said = {"kind": "fault", "subject": "门打不开", "equipment_id": other.equipment_id}
        response = mine.post("/my/requests/new/", said)
        assert response.status_code == 422
        assert response.context["form"].errors["equipment_id"]
        assert not ServiceRequest.objects.exists()

    def test_never_see_an_internal_note_nor_anothers_photo(self, scene: builders.Scene, mine: Client) -> None:
        row = builders.request_of(scene, at=NOW)
        commands.comment(request_id=row.pk, text="金丝雀", by=builders.BUILDER, at=NOW)
        commands.comment(request_id=row.pk, text="师傅明天到", is_internal=False, by=builders.BUILDER, at=NOW)
        body = mine.get(f"/my/requests/{row.pk}/").content.decode()
        assert "师傅明天到" in body
        assert "金丝雀" not in body
        far = builders.request_of(builders.scene(), photos=[Photo("a.jpg", photo().read())], at=NOW)
        attachment = Attachment.objects.get(subject=far.key)
        assert mine.get(f"/requests/{far.pk}/photos/{attachment.pk}/").status_code == 404
        assert mine.get(f"/requests/{row.pk}/photos/{attachment.pk}/").status_code == 404

    def test_say_that_it_is_not_right_and_write_messages(self, scene: builders.Scene, mine: Client) -> None:
        row = builders.request_of(scene, at=NOW)
        commands.acknowledge(request_id=row.pk, by=builders.BUILDER, at=NOW)
        commands.resolve(request_id=row.pk, how="复位", by=builders.BUILDER, at=NOW)
        assert mine.post(f"/my/requests/{row.pk}/reopen/", {"reason": "又坏了"}).status_code == 302
        assert mine.post(f"/my/requests/{row.pk}/say/", {"text": "几点到？"}).status_code == 302
        row.refresh_from_db()
        assert row.status == "in_progress"
        assert [said.is_internal for said in row.comments.all()] == [False]
