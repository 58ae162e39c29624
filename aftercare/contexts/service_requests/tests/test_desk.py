"""The desk's pages of requests."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from aftercare.contexts.service_requests import commands
from aftercare.contexts.service_requests.models import Comment, ServiceRequest
from aftercare.contexts.service_requests.tests import builders
from aftercare.platform import clock

NOW = clock.now()


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

    @pytest.mark.parametrize(
        "junk", ["status=nope", "priority=9", "customer=abc", "customer=987654321", "received=someday"]
    )
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
        far = builders.login("desk_agent", region_id=builders.region())
        assert row.number not in far.get("/requests/").content.decode()
        assert far.get(f"/requests/{row.pk}/").status_code == 404


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
        reader = builders.login(role)
        assert reader.get(row.get_absolute_url()).status_code == 200
        assert reader.post(reverse("service_requests:acknowledge", args=[row.pk])).status_code == 403

    @pytest.mark.parametrize("role", ["system_admin", "security_admin", "auditor"])
    def test_is_closed_to_administrators(self, row: ServiceRequest, role: str) -> None:
        assert builders.login(role).get(row.get_absolute_url()).status_code == 403


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
