"""The desk's pages of requests."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from aftercare.contexts.people.commands import create_user, grant_role
from aftercare.contexts.service_requests import commands
from aftercare.contexts.service_requests.models import Comment, ServiceRequest
from aftercare.contexts.service_requests.tests import builders
from aftercare.platform import clock
from aftercare.platform.accounts.models import User

NOW = clock.now()


def login(role: str, *, region_id: int | None = None, name: str = "李静") -> Client:
    """Return a browser signed in as somebody with a role."""
    acting = {"by": builders.BUILDER, "at": NOW}
    made = create_user(username=f"u{User.objects.count()}", name=name, password="Aftercare-2026", **acting)
    grant_role(user_id=made.pk, role=role, region_id=region_id, **acting)
    browser = Client()
    browser.force_login(User.objects.get(pk=made.pk))
    return browser


@pytest.fixture
def scene(db: None) -> builders.Scene:
    """Give a customer with a lift, and terms in force today."""
    builders.promises(NOW)
    return builders.scene()


@pytest.fixture
def row(scene: builders.Scene) -> ServiceRequest:
    """Give a request of an hour ago."""
    return builders.request_of(scene, at=NOW - timedelta(hours=1))


@pytest.fixture
def agent(scene: builders.Scene) -> Client:
    """Give a desk agent's browser."""
    return login("desk_agent")


def text_of(response: Any) -> str:
    """Return the page's text without its markup."""
    return re.sub(r"<[^>]+>", " ", response.content.decode())


class TestList:
    def test_shows_the_visible_ones_in_few_queries(
        self, scene: builders.Scene, agent: Client, django_assert_max_num_queries: Any
    ) -> None:
        for _ in range(12):
            builders.request_of(scene, at=NOW)
        agent.get("/requests/")
        with django_assert_max_num_queries(9):
            response = agent.get("/requests/")
        assert response.status_code == 200
        assert len(response.context["rows"]) == 12

    @pytest.mark.parametrize("tab", ["open", "new", "mine", "overdue", "waiting"])
    def test_has_its_tabs(self, row: ServiceRequest, agent: Client, tab: str) -> None:
        shown = row.number in agent.get("/requests/", {"tab": tab}).content.decode()
        assert shown == (tab in {"open", "new"})

    @pytest.mark.parametrize(
        ("query", "shown"),
        [
            ("status=new", True),
            ("status=closed", False),
            ("priority=3", True),
            ("kind=complaint", False),
            ("source=hotline", True),
            ("received=7d", True),
            ("received.to=2020-01-01", False),
            ("overdue=1", False),
            ("q=门打不开", True),
            ("q=SR-", True),
        ],
    )
    def test_narrows_by_its_filters(self, row: ServiceRequest, agent: Client, query: str, shown: bool) -> None:
        assert (row.number in agent.get(f"/requests/?{query}").content.decode()) == shown

    @pytest.mark.parametrize("junk", ["status=nope", "priority=9", "customer=abc", "customer=1", "received=someday"])
    def test_tells_about_junk_in_the_address(self, row: ServiceRequest, agent: Client, junk: str) -> None:
        assert agent.get(f"/requests/?{junk}").status_code == 422

    def test_takes_several_on_at_once_and_tells_which_were_refused(
        self, scene: builders.Scene, row: ServiceRequest, agent: Client
    ) -> None:
        other = builders.request_of(scene, at=NOW)
        commands.acknowledge(request_id=other.pk, by=builders.BUILDER, at=NOW)
        response = agent.post("/requests/", {"action": "acknowledge", "ids": [row.pk, other.pk]})
        row.refresh_from_db()
        assert row.status == "acknowledged"
        assert other.number in response.content.decode()

    def test_hides_what_lies_in_another_region(self, row: ServiceRequest) -> None:
        far = login("desk_agent", region_id=builders.region())
        assert row.number not in far.get("/requests/").content.decode()
        assert far.get(f"/requests/{row.pk}/").status_code == 404


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
        far = login("desk_agent", region_id=builders.region())
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
        assert [p.promise for p in response.context["s"].promised][:2] == ["acknowledge", "respond"]

    def test_shows_nothing_of_another_region_beside_the_form(self, scene: builders.Scene, row: ServiceRequest) -> None:
        far = login("desk_agent", region_id=builders.region())
        typed = {"customer_id": scene.customer_id, "equipment_id": scene.equipment_id, "subject": "电梯门打不开"}
        body = far.post(reverse("service_requests:aside"), typed, headers={"HX-Request": "true"}).content.decode()
        assert row.number not in body
        assert "客梯" not in body

    def test_adds_a_second_call_to_the_request_that_is_there(self, row: ServiceRequest, agent: Client) -> None:
        said = {"subject": "还是打不开", "caller_name": "王芳", "caller_phone": "13800000000"}
        agent.post(reverse("service_requests:add_to", args=[row.pk]), said)
        assert "还是打不开" in Comment.objects.get().text
        assert ServiceRequest.objects.count() == 1


class TestRecord:
    def test_shows_one_request_in_few_queries(
        self, row: ServiceRequest, agent: Client, django_assert_max_num_queries: Any
    ) -> None:
        agent.get(row.get_absolute_url())
        with django_assert_max_num_queries(40):
            response = agent.get(row.get_absolute_url())
        for fact in (row.number, row.subject, "滨江医院", "1 号客梯", "王芳"):
            assert fact in response.content.decode()

    def test_offers_the_usual_next_step_and_greys_what_waits_for_something_else(
        self, row: ServiceRequest, agent: Client
    ) -> None:
        verbs = {verb.name: verb for verb in agent.get(row.get_absolute_url()).context["verbs"]}
        assert verbs["acknowledge"].primary
        assert verbs["triage"].may.ok
        assert "close" not in verbs
        commands.follow_order(request_id=row.pk, work_order_id=7, status="scheduled", at=NOW)
        verbs = {verb.name: verb for verb in agent.get(row.get_absolute_url()).context["verbs"]}
        assert not verbs["cancel"].may.ok
        assert verbs["cancel"].may.why

    def test_runs_a_verb_and_tells_whoever_pressed_second(self, row: ServiceRequest, agent: Client) -> None:
        url = reverse("service_requests:acknowledge", args=[row.pk])
        assert agent.post(url).status_code == 302
        assert agent.post(url).status_code == 409
        told = agent.post(url, headers={"HX-Request": "true"})
        assert told.headers["HX-Redirect"] == row.get_absolute_url()

    @pytest.mark.parametrize("verb", ["hold", "resolve", "cancel", "assign", "triage", "change", "merge", "add_photos"])
    def test_shows_the_form_of_a_verb_and_what_is_wrong_in_it(
        self, row: ServiceRequest, agent: Client, verb: str
    ) -> None:
        url = reverse(f"service_requests:{verb}", args=[row.pk])
        assert agent.get(url, headers={"HX-Request": "true"}).status_code == 200
        assert agent.post(url, {"nothing": "1"}, headers={"HX-Request": "true"}).status_code == 422

    def test_merges_by_number(self, scene: builders.Scene, row: ServiceRequest, agent: Client) -> None:
        again = builders.request_of(scene, at=NOW)
        url = reverse("service_requests:merge", args=[again.pk])
        assert agent.post(url, {"into_id": "SR-1999-000001"}).status_code == 422
        assert agent.post(url, {"into_id": row.number.lower()})["Location"] == row.get_absolute_url()

    def test_keeps_comments_apart(self, row: ServiceRequest, agent: Client) -> None:
        url = reverse("service_requests:comment", args=[row.pk])
        agent.post(url, {"text": "内部话", "is_internal": "on"})
        agent.post(url, {"text": "师傅明天到"})
        assert list(Comment.objects.values_list("is_internal", flat=True)) == [True, False]
        assert "内部话" in agent.get(row.get_absolute_url()).content.decode()

    @pytest.mark.parametrize("role", ["storekeeper", "quality_manager"])
    def test_is_read_by_those_who_may_not_handle_it(self, row: ServiceRequest, role: str) -> None:
        reader = login(role)
        assert reader.get(row.get_absolute_url()).status_code == 200
        assert reader.post(reverse("service_requests:acknowledge", args=[row.pk])).status_code == 403

    @pytest.mark.parametrize("role", ["system_admin", "security_admin", "auditor"])
    def test_is_closed_to_administrators(self, row: ServiceRequest, role: str) -> None:
        assert login(role).get(row.get_absolute_url()).status_code == 403


class TestHome:
    def test_has_cards_with_what_waits(self, row: ServiceRequest, agent: Client) -> None:
        assert row.number in agent.get("/").content.decode()

    def test_finds_requests_in_the_palette(self, row: ServiceRequest, agent: Client) -> None:
        assert row.number in agent.get("/-/find/", {"q": row.number}).content.decode()


class TestWords:
    def test_tell_every_event_on_the_timeline(self) -> None:
        import dataclasses

        from aftercare.platform.web import timeline
        from aftercare.published import service_requests as published

        events = {n for n, e in vars(published).items() if dataclasses.is_dataclass(e)}
        assert events <= set(timeline._tellings)
