"""Taking down a matter."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from aftercare.contexts.service_requests.models import ServiceRequest
from aftercare.contexts.service_requests.tests import builders
from aftercare.platform.actor import Actor, Role
from aftercare.platform.files.intake import Photo
from aftercare.platform.refusal import Refused
from aftercare.platform.testing.fixtures import MakeActor, Published


@pytest.fixture
def new_request(place: builders.Scene) -> ServiceRequest:
    """Give a request made in the test: others of this module make sure that there is none."""
    return builders.request_of(place)


class TestRegister:
    def test_gives_a_number_the_places_facts_and_tells_the_others_once(
        self, place: builders.Scene, desk_agent: Actor, published: Published, at: datetime
    ) -> None:
        row = builders.request_of(place, by=desk_agent)
        row.refresh_from_db()
        assert row.number == "SR-2026-000001"
        assert (row.status, row.priority, row.received_at) == ("new", 3, at)
        assert (row.project_id, row.region_id) == (place.project_id, place.region_id)
        assert row.place == "江南大道 1 号"
        told = published.only("RequestRegistered")
        assert told["request_id"] == row.pk
        assert told["region_id"] == place.region_id

    def test_starts_the_promises_and_keeps_the_nearest_one(self, new_request: ServiceRequest) -> None:
        new_request.refresh_from_db()
        assert new_request.next_promise == "acknowledge"
        assert new_request.received_at < new_request.next_due_at < new_request.due_at

    def test_puts_danger_to_people_first_whatever_the_matrix_says(self, place: builders.Scene) -> None:
        assert builders.request_of(place, urgency=4, impact=4, is_emergency=True).priority == 1

    def test_takes_the_moment_it_was_received_and_not_the_typing(self, place: builders.Scene, at: datetime) -> None:
        earlier = at - timedelta(hours=2)
        assert builders.request_of(place, received_at=earlier).received_at == earlier

    def test_lets_a_customer_report_for_the_own_organisation(self, place: builders.Scene, customer: Actor) -> None:
        row = builders.request_of(place, by=customer, source="portal")
        assert row.customer_id == place.customer_id

    def test_can_be_found_by_its_words_phone_and_equipment(
        self, new_request: ServiceRequest, desk_agent: Actor
    ) -> None:
        from aftercare.contexts.service_requests import queries

        for text in ("门打不开", "13800000000", new_request.number, "客梯", "滨江"):
            assert [b.id for b in queries.find(text, by=desk_agent, limit=5)] == [new_request.pk], text


BAD: list[tuple[str, dict[str, Any]]] = [
    ("subject", {"subject": ""}),
    ("subject", {"subject": "   "}),
    ("subject", {"subject": "x" * 201}),
    ("subject", {"subject": "电梯\0坏了"}),
    ("subject", {"subject": "invoice\u202egnp.exe"}),
    ("description", {"description": "坏" * 10_001}),
    ("description", {"description": "x" * 10_000_000}),
    ("caller_name", {"caller_name": "x" * 81}),
    ("caller_phone", {"caller_phone": "1" * 33}),
    ("kind", {"kind": "lawsuit"}),
    ("source", {"source": "telepathy"}),
    ("urgency", {"urgency": 0}),
    ("impact", {"impact": 5}),
    ("category_id", {"category_id": 999_999}),
    ("category_id", {"category_id": 10**30}),
    ("contact_id", {"contact_id": 999_999}),
    ("contact_id", {"contact_id": 999_999, "customer_id": None, "equipment_id": None}),
    ("received_at", {"received_at": datetime(2026, 9, 8, tzinfo=UTC)}),
    ("received_at", {"received_at": datetime(1066, 10, 14, tzinfo=UTC)}),
    ("received_at", {"received_at": datetime(2026, 9, 7)}),
    ("lat", {"lat": 91.0, "lon": 0.0}),
    ("lat", {"lat": float("nan"), "lon": 0.0}),
    ("zone", {"zone": "Mars/Olympus"}),
    ("photos", {"photos": [Photo("x.png", b"not a picture")]}),
    ("photos", {"photos": [Photo("x.png", b"x")] * 7}),
    ("source_key", {"source_system": "erp", "source_key": ""}),
]


class TestRegisterRefuses:
    @pytest.mark.parametrize(("field", "wrong"), BAD, ids=[f"{f}-{i}" for i, (f, _w) in enumerate(BAD)])
    def test_bad_input_naming_the_field_and_keeps_nothing(
        self, place: builders.Scene, published: Published, field: str, wrong: dict[str, Any]
    ) -> None:
        with pytest.raises(Refused) as refused:
            builders.request_of(place, **wrong)
        assert refused.value.field == field
        assert refused.value.status == 422
        assert not ServiceRequest.objects.exists()
        assert published.names() == []

    @pytest.mark.parametrize("name", ["equipment_id", "project_id", "customer_id"])
    def test_another_customers_things_as_if_they_did_not_exist(
        self, place: builders.Scene, elsewhere: builders.Scene, customer: Actor, name: str
    ) -> None:
        unknown = {"customer_id": None, "equipment_id": None, name: getattr(elsewhere, name)}
        missing = {**unknown, name: 999_999}
        said = []
        for wrong in (unknown, missing):
            with pytest.raises(Refused) as refused:
                builders.request_of(place, by=customer, **wrong)
            said.append((refused.value.code, str(refused.value.message)))
        assert said[0] == said[1]
        assert said[0][0] == "not_found"
        assert not ServiceRequest.objects.exists()

    def test_things_of_another_region_for_a_regional_agent(self, place: builders.Scene, far_agent: Actor) -> None:
        with pytest.raises(Refused, match="not_found"):
            builders.request_of(place, by=far_agent)
        assert not ServiceRequest.objects.exists()

    def test_equipment_of_another_customer_than_the_one_named(
        self, place: builders.Scene, elsewhere: builders.Scene, desk_agent: Actor
    ) -> None:
        with pytest.raises(Refused, match="elsewhere"):
            builders.request_of(place, by=desk_agent, equipment_id=elsewhere.equipment_id)
        assert not ServiceRequest.objects.exists()

    @pytest.mark.parametrize("role", [Role.STOREKEEPER, Role.QUALITY_MANAGER, Role.PARTNER, Role.AUDITOR])
    def test_whoever_does_not_take_calls(self, place: builders.Scene, make_actor: MakeActor, role: Role) -> None:
        with pytest.raises(Refused) as refused:
            builders.request_of(place, by=make_actor(role))
        assert refused.value.code in {"not_allowed", "not_found"}
        assert not ServiceRequest.objects.exists()

    def test_the_same_matter_of_another_system_a_second_time(self, place: builders.Scene) -> None:
        first = builders.request_of(place, source_system="erp", source_key="A-1")
        with pytest.raises(Refused, match="conflict") as refused:
            builders.request_of(place, source_system="erp", source_key="A-1")
        assert first.number in str(refused.value.message)
        assert ServiceRequest.objects.count() == 1
