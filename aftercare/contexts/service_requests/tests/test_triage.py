"""Assessing a matter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.utils import translation

from aftercare.contexts.calendars import public as calendars
from aftercare.contexts.contracts import commands as contracts
from aftercare.contexts.service_requests import commands
from aftercare.contexts.service_requests.models import ServiceRequest
from aftercare.contexts.service_requests.tests import builders
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused
from aftercare.platform.testing.fixtures import Published


class TestTriage:
    def test_settles_priority_coverage_and_the_way_forward_and_takes_the_matter_on(
        self, new_request: ServiceRequest, desk_agent: Actor, published: Published, at: datetime
    ) -> None:
        row = builders.triaged(new_request, by=desk_agent, at=at)
        row.refresh_from_db()
        assert (row.status, row.priority, row.needs_visit) == ("in_progress", 2, True)
        assert (row.acknowledged_at, row.triaged_at, row.responded_at) == (at, at, at)
        assert row.owner_id == desk_agent.id
        assert published.names() == ["RequestAcknowledged", "RequestTriaged"]

    def test_takes_the_contracts_judgement_with_its_reason(self, new_request: ServiceRequest) -> None:
        row = builders.triaged(new_request)
        assert row.coverage == "statutory_warranty"
        assert "2028-03-01" in row.coverage_reason

    def test_keeps_the_reason_in_the_language_of_each_reader(self, new_request: ServiceRequest) -> None:
        builders.triaged(new_request)
        row = ServiceRequest.objects.get(pk=new_request.pk)
        for language, words in {"zh-hans": "法定", "en": "statutory warranty"}.items():
            with translation.override(language):
                assert words in row.coverage_said
        row = builders.triaged(row, coverage="goodwill", coverage_reason="老客户")
        assert (row.coverage_words, row.coverage_said) == ({}, "老客户")

    def test_takes_another_judgement_with_a_reason_only(self, new_request: ServiceRequest, desk_agent: Actor) -> None:
        before = builders.changed(new_request)
        with pytest.raises(Refused, match="missing") as refused:
            builders.triaged(new_request, by=desk_agent, coverage="goodwill")
        assert refused.value.field == "coverage_reason"
        assert builders.changed(new_request) == before
        row = builders.triaged(new_request, by=desk_agent, coverage="goodwill", coverage_reason="老客户")
        assert (row.coverage, row.coverage_reason) == ("goodwill", "老客户")

    def test_finds_no_warranty_where_nothing_was_accepted(self, promised: None) -> None:
        bare = builders.scene(accepted_on=None)
        assert builders.triaged(builders.request_of(bare)).coverage == "chargeable"
        old = builders.scene(accepted_on=date(2020, 1, 1))
        assert builders.triaged(builders.request_of(old)).coverage == "chargeable"

    def test_keeps_the_first_answer_when_it_is_assessed_again(
        self, new_request: ServiceRequest, published: Published, at: datetime
    ) -> None:
        builders.triaged(new_request, at=at)
        row = builders.triaged(new_request, at=at + timedelta(hours=1), urgency=1, impact=1)
        assert (row.responded_at, row.triaged_at, row.priority) == (at, at + timedelta(hours=1), 1)
        assert published.names().count("RequestAcknowledged") == 1

    def test_resolves_in_one_step_what_the_phone_solved(
        self, new_request: ServiceRequest, desk_agent: Actor, published: Published, at: datetime
    ) -> None:
        solved = {"kind": "fault", "urgency": 3, "impact": 3, "needs_visit": False, "remote_outcome": "solved"}
        commands.assess(request_id=new_request.pk, remote_note="断电重启", by=desk_agent, at=at, **solved)
        new_request.refresh_from_db()
        assert (new_request.status, new_request.resolution) == ("resolved", "断电重启")
        assert published.names() == ["RequestAcknowledged", "RequestTriaged", "RequestResolved"]

    def test_stops_the_answer_and_recounts_by_the_priority_found(
        self, new_request: ServiceRequest, drain: Callable[[], int], at: datetime
    ) -> None:
        builders.triaged(new_request, urgency=1, impact=1, at=at + timedelta(minutes=1))
        drain()
        before = new_request.due_at
        new_request.refresh_from_db()
        assert new_request.next_promise == "arrive"
        assert new_request.due_at < before


WRONG: list[tuple[str, dict[str, Any]]] = [
    ("kind", {"kind": "lawsuit"}),
    ("category_id", {"category_id": 424242}),
    ("urgency", {"urgency": 9}),
    ("impact", {"impact": 0}),
    ("coverage", {"coverage": "free"}),
    ("coverage_reason", {"coverage": "goodwill", "coverage_reason": "x" * 301}),
    ("remote_outcome", {"remote_outcome": "magic"}),
    ("remote_note", {"remote_note": "\u202e"}),
    ("needs_visit", {"remote_outcome": "solved", "needs_visit": True}),
]


class TestTriageRefuses:
    @pytest.mark.parametrize(("field", "wrong"), WRONG, ids=[field for field, _ in WRONG])
    def test_wrong_input_naming_the_field_and_changes_nothing(
        self, new_request: ServiceRequest, published: Published, field: str, wrong: dict[str, Any]
    ) -> None:
        before = builders.changed(new_request)
        with pytest.raises(Refused) as refused:
            builders.triaged(new_request, **wrong)
        assert refused.value.field == field
        assert builders.changed(new_request) == before
        assert published.names() == []

    def test_a_decision_made_on_an_old_page(self, new_request: ServiceRequest, desk_agent: Actor) -> None:
        seen = new_request.version
        builders.triaged(new_request, by=desk_agent, seen_version=seen)
        before = builders.changed(new_request)
        with pytest.raises(Refused, match="stale"):
            builders.triaged(new_request, by=desk_agent, seen_version=seen, urgency=4)
        assert builders.changed(new_request) == before

    def test_a_retired_category(self, new_request: ServiceRequest) -> None:
        retired = builders.category(is_active=False)
        with pytest.raises(Refused, match="unknown"):
            builders.triaged(new_request, category_id=retired.pk)


class TestVersionOfTheContract:
    def versions(self, place: builders.Scene) -> tuple[int, int]:
        """Put a contract in force for September, and an amendment of it for October; return both."""
        acting: dict[str, Any] = {"by": builders.BUILDER, "at": builders.MONDAY}
        first = contracts.draft(
            name="维保", customer_id=place.customer_id, starts_on=date(2026, 9, 1), ends_on=date(2026, 12, 31),
            calendar_id=calendars.default_calendar_id() or 0, **acting,
        )  # fmt: skip
        contracts.put_in_force(contract_id=first.pk, **acting)
        later = contracts.amend(contract_id=first.pk, starts_on=date(2026, 10, 1), reason="扩建", **acting)
        contracts.put_in_force(contract_id=later.pk, **acting)
        return first.pk, later.pk

    def test_is_the_one_of_the_day_it_was_received_though_it_is_judged_later(self, promised: None) -> None:
        place = builders.scene(accepted_on=None)
        versions, found = self.versions(place), []
        for received_at in (builders.MONDAY, builders.MONDAY + timedelta(days=30)):
            row = builders.request_of(place, at=received_at)
            row = builders.triaged(row, at=builders.MONDAY + timedelta(days=60))
            clocks = apps.get_model("clocks", "Clock").objects.filter(subject=row.key)
            assert set(clocks.values_list("contract_id", flat=True)) == {row.contract_id}
            found.append((row.coverage, row.contract_id))
        assert found == [("service_contract", pk) for pk in versions]
