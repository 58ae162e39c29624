"""The desk's pages of promises."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from aftercare.contexts.clocks import commands
from aftercare.contexts.clocks.models import Clock
from aftercare.contexts.clocks.tests.conftest import SUBJECT
from aftercare.contexts.organisations.commands import register_organisation
from aftercare.platform.actor import Actor, Role


def browser_of(actor: Actor, role: Role, region_id: int | None = None, language: str = "zh-hans") -> Client:
    """Return a browser signed in as this person."""
    apps.get_model("people", "Grant").objects.create(user_id=actor.id, role=role.value, region_id=region_id)
    user = apps.get_model("accounts", "User").objects.get(pk=actor.id)
    user.language = language
    user.save()
    browser = Client()
    browser.force_login(user)
    return browser


def page_of(promise: str = "resolve") -> str:
    """Return the address of a promise's explanation."""
    return reverse("clocks:explanation", args=[Clock.objects.get(subject=SUBJECT, promise=promise).pk])


@pytest.fixture
def region_id(db: None) -> int:
    """Give a region."""
    return apps.get_model("people", "Region").objects.create(code="north", name="北区").pk


@pytest.fixture
def customer_id(region_id: int, system: Actor, at: object) -> int:
    """Give a customer of the region."""
    return register_organisation(name="滨江医院", region_id=region_id, by=system, at=at).pk


@pytest.fixture
def regional(start, region_id, customer_id):
    """Give a record of the region and the customer, with its promises running."""
    return start(region_id=region_id, customer_id=customer_id, number="SR-2026-000001")


class TestExplanation:
    @pytest.mark.parametrize(
        ("language", "words"),
        [
            ("zh-hans", ["期限的计算", "标准服务条款", "3.4 解决时限", "标准工作时间", "等待客户", "责任方"]),
            ("en", ["was reckoned", "3.4", "Working time", "Waiting for the customer", "accountable"]),
        ],
    )
    def test_tells_start_spans_holds_clause_and_calendar_in_both_languages(
        self, running, system, desk_agent, at, language, words
    ):
        held = at + timedelta(hours=1)
        commands.pause(
            subject=SUBJECT, source=SUBJECT, reason="waiting_customer", party="customer", since=held,
            until=held + timedelta(hours=2), by=system, at=held,
        )  # fmt: skip
        page = browser_of(desk_agent, Role.DESK_AGENT, language=language).get(page_of()).content.decode()
        assert [word for word in words if word not in page] == []

    def test_costs_few_queries(self, running, desk_agent, django_assert_max_num_queries):
        browser = browser_of(desk_agent, Role.DESK_AGENT)
        browser.get(page_of())
        with django_assert_max_num_queries(24):
            browser.get(page_of())

    def test_is_the_same_page_for_the_customer_without_our_notes(self, regional, customer_id, make_actor, system, at):
        commands.pause(
            subject=SUBJECT, source=SUBJECT, reason="waiting_parts", party="supplier", note="内部：供应商欠款",
            since=at + timedelta(hours=1), until=at + timedelta(hours=3), by=system, at=at,
        )  # fmt: skip
        person = make_actor()
        apps.get_model("organisations", "Contact").objects.create(
            organisation_id=customer_id, name="王芳", user_id=person.id
        )
        answer = browser_of(person, Role.CUSTOMER).get(page_of())
        page = answer.content.decode()
        assert answer.status_code == 200
        assert "等待备件" in page and "欠款" not in page

    def test_is_not_found_for_another_customer_or_region(self, regional, make_actor, system, at):
        other = make_actor()
        stranger = register_organisation(name="别家", region_id=None, by=system, at=at)
        apps.get_model("organisations", "Contact").objects.create(
            organisation_id=stranger.pk, name="李四", user_id=other.id
        )
        assert browser_of(other, Role.CUSTOMER).get(page_of()).status_code == 404
        south = apps.get_model("people", "Region").objects.create(code="south", name="南区").pk
        assert browser_of(make_actor(), Role.DESK_AGENT, south).get(page_of()).status_code == 404

    def test_is_not_found_for_an_engineer_who_may_not_see_the_record(self, regional, make_actor):
        assert browser_of(make_actor(), Role.ENGINEER).get(page_of()).status_code == 404

    @pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR, Role.PARTNER])
    def test_is_closed_to_administrators_and_partners(self, running, make_actor, role):
        assert browser_of(make_actor(), role).get(page_of()).status_code == 403

    def test_is_not_found_for_an_unknown_promise(self, db, desk_agent):
        assert browser_of(desk_agent, Role.DESK_AGENT).get("/promises/404/").status_code == 404


class TestList:
    def test_shows_the_overdue_of_the_own_regions_in_few_queries(
        self, regional, region_id, make_actor, django_assert_max_num_queries
    ):
        browser = browser_of(make_actor(), Role.SERVICE_MANAGER, region_id)
        browser.get(reverse("clocks:list"))
        with django_assert_max_num_queries(12):
            page = browser.get(reverse("clocks:list"), {"tab": "broken"}).content.decode()
        assert "SR-2026-000001" in page

    def test_hides_other_regions(self, regional, make_actor):
        south = apps.get_model("people", "Region").objects.create(code="south", name="南区").pk
        page = browser_of(make_actor(), Role.SERVICE_MANAGER, south).get(reverse("clocks:list")).content.decode()
        assert "SR-2026-000001" not in page

    def test_finds_by_the_requests_number(self, regional, desk_agent):
        browser = browser_of(desk_agent, Role.DESK_AGENT)
        assert "SR-2026-000001" in browser.get(reverse("clocks:list"), {"q": "sr-2026-000001"}).content.decode()
