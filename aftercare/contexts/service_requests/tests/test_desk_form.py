"""The desk's form: a caller known, a report complete, in one step."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from aftercare.contexts.service_requests.models import Comment, ServiceRequest
from aftercare.contexts.service_requests.tests import builders
from aftercare.platform import clock

NOW = clock.now()


def text_of(response: Any) -> str:
    """Return the page's text without its markup."""
    return re.sub(r"<[^>]+>", " ", response.content.decode())


class TestNew:
    def test_registers_assesses_and_reads_back_in_one_step(self, scene: builders.Scene, agent: Client) -> None:
        sort = builders.category()
        response = agent.post(reverse("service_requests:new"), {
            "caller_phone": "13800000000", "caller_name": "王芳", "customer_id": scene.customer_id,
            "contact_id": scene.contact_id, "equipment_id": scene.equipment_id, "subject": "电梯门打不开",
            "category_id": sort.pk, "urgency": "2", "impact": "3", "assess": "on", "needs_visit": "on",
            "read_back": "on",
        })  # fmt: skip
        row = ServiceRequest.objects.get()
        assert response["Location"].startswith(f"/requests/{row.pk}/")
        assert (row.status, row.priority, row.coverage) == ("in_progress", 2, "statutory_warranty")
        assert row.read_back_at
        assert row.owner_id

    def test_keeps_nothing_and_everything_typed_when_one_part_is_refused(
        self, scene: builders.Scene, agent: Client
    ) -> None:
        response = agent.post(reverse("service_requests:new"), {
            "subject": "电梯门打不开", "description": "从早上开始", "assess": "on", "coverage": "goodwill",
            "customer_id": scene.customer_id,
        })  # fmt: skip
        assert response.status_code == 422
        assert "从早上开始" in response.content.decode()
        assert "改判" in text_of(response) or "differently" in text_of(response)
        assert not ServiceRequest.objects.exists()

    @pytest.mark.parametrize(
        ("field", "wrong"),
        [
            ("subject", ""),
            ("subject", "x" * 201),
            ("subject", "a\u202eb"),
            ("description", "x" * 10_001),
            ("customer_id", "abc"),
            ("customer_id", "9" * 30),
            ("category_id", "4711"),
            ("urgency", "7"),
            ("kind", "lawsuit"),
        ],
    )
    def test_names_the_field_that_is_wrong(self, scene: builders.Scene, agent: Client, field: str, wrong: str) -> None:
        response = agent.post(reverse("service_requests:new"), {"subject": "坏了", field: wrong})
        assert response.status_code == 422
        assert response.context["form"].errors.get(field)
        assert not ServiceRequest.objects.exists()

    def test_says_404_for_a_customer_of_another_region(self, scene: builders.Scene) -> None:
        far = builders.login("desk_agent", region_id=builders.region())
        wrong = {"subject": "坏了", "customer_id": scene.customer_id}
        assert far.post(reverse("service_requests:new"), wrong).status_code == 404
        assert not ServiceRequest.objects.exists()

    def test_refuses_ten_megabytes_of_text_without_a_server_error(self, agent: Client) -> None:
        response = agent.post(reverse("service_requests:new"), {"subject": "x" * 10_000_000})
        assert 400 <= response.status_code < 500

    def test_finds_the_caller_by_phone_and_by_company(self, scene: builders.Scene, agent: Client) -> None:
        contact = builders.apps.get_model("organisations", "Contact").objects.get(pk=scene.contact_id)
        by_phone = agent.get(reverse("service_requests:callers"), {"caller_phone": contact.phone})
        by_name = agent.get(reverse("service_requests:callers"), {"caller_name": "滨江"})
        for response in (by_phone, by_name):
            assert "王芳" in response.content.decode()
            assert f'"pick_customer": "{scene.customer_id}"' in response.content.decode()
            # A look-up that typing started a moment ago must not abort the pick.
            assert 'hx-sync="this:drop"' in response.content.decode()

    def test_knows_the_caller_a_telephone_system_passes_on(self, scene: builders.Scene, agent: Client) -> None:
        contact = builders.apps.get_model("organisations", "Contact").objects.get(pk=scene.contact_id)
        body = agent.get(reverse("service_requests:new"), {"caller_phone": contact.phone}).content.decode()
        assert 'value="王芳"' in body
        assert "1 号客梯" in body

    def test_fills_in_a_picked_caller_and_keeps_what_was_typed(self, scene: builders.Scene, agent: Client) -> None:
        typed = {"subject": "门打不开", "pick_customer": scene.customer_id, "pick_contact": scene.contact_id}
        body = agent.post(reverse("service_requests:pick"), typed, headers={"HX-Request": "true"}).content.decode()
        assert 'value="门打不开"' in body
        assert 'value="王芳"' in body
        assert "1 号客梯" in body

    def test_shows_what_is_covered_promised_similar_and_missing(
        self, scene: builders.Scene, row: ServiceRequest, agent: Client, django_assert_max_num_queries: Any
    ) -> None:
        sort = builders.category(questions="轿厢停在几层？")
        typed = {
            "customer_id": scene.customer_id, "equipment_id": scene.equipment_id, "subject": "电梯门打不开了",
            "caller_name": "王芳", "caller_phone": "13800000000", "category_id": sort.pk,
        }  # fmt: skip
        with django_assert_max_num_queries(35):
            response = agent.post(reverse("service_requests:aside"), typed, headers={"HX-Request": "true"})
        body = response.content.decode()
        assert row.number in body
        assert "轿厢停在几层？" in body
        assert "电梯门打不开了" in response.context["s"].read_back
        assert "王芳" in response.context["s"].read_back
        assert response.context["s"].judgement.coverage == "statutory_warranty"
        taken = response.context["s"].considered[0]
        assert taken.is_taken and taken.why in response.content.decode()
        assert [p.promise for p in response.context["s"].promised][:2] == ["acknowledge", "respond"]

    def test_shows_nothing_of_another_region_beside_the_form(self, scene: builders.Scene, row: ServiceRequest) -> None:
        far = builders.login("desk_agent", region_id=builders.region())
        typed = {"customer_id": scene.customer_id, "equipment_id": scene.equipment_id, "subject": "电梯门打不开"}
        body = far.post(reverse("service_requests:aside"), typed, headers={"HX-Request": "true"}).content.decode()
        assert row.number not in body
        assert "客梯" not in body

    def test_adds_a_second_call_to_the_request_that_is_there(self, row: ServiceRequest, agent: Client) -> None:
        said = {"subject": "还是打不开", "caller_name": "王芳", "caller_phone": "13800000000"}
        agent.post(reverse("service_requests:add_to", args=[row.pk]), said)
        assert "还是打不开" in Comment.objects.get().text
        assert ServiceRequest.objects.count() == 1
