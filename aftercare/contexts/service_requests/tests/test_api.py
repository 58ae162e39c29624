"""The API's door to requests."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from aftercare.contexts.people.commands import create_user, grant_role
from aftercare.contexts.service_requests import commands
from aftercare.contexts.service_requests.models import ServiceRequest
from aftercare.contexts.service_requests.tests import builders
from aftercare.platform import clock
from aftercare.platform.accounts.models import User
from aftercare.platform.api import tokens

NOW = clock.now()
ROOT = "/api/v1/requests"


class Program:
    """A program with a token."""

    def __init__(self, user_id: int, *scopes: str) -> None:
        _row, secret = tokens.issue(
            user_id=user_id, name="ERP", scopes=scopes, expires_at=None, by=builders.BUILDER, at=NOW
        )
        self.browser = Client(headers={"Authorization": f"Bearer {secret}"})

    def get(self, path: str = "", **query: Any) -> Any:
        """Call for reading."""
        return self.browser.get(f"{ROOT}{path}", query)

    def post(self, path: str = "", payload: Any = None, **headers: str) -> Any:
        """Call for writing."""
        return self.browser.post(f"{ROOT}{path}", payload or {}, "application/json", headers=headers)


@pytest.fixture(scope="module")
def scene(shared_db: None) -> builders.Scene:
    """Give a customer with a lift, and terms in force today."""
    builders.promises(NOW)
    return builders.scene()


def made(role: str, region_id: int | None = None) -> int:
    """Make a login with a role and return its id."""
    acting = {"by": builders.BUILDER, "at": NOW}
    user = create_user(username=f"api{User.objects.count()}", name="接口", password="Aftercare-2026", **acting)
    grant_role(user_id=user.pk, role=role, region_id=region_id, **acting)
    return user.pk


@pytest.fixture
def program(scene: builders.Scene) -> Program:
    """Give a program of the service desk."""
    return Program(made("desk_agent"), "requests:read", "requests:write")


class TestCreate:
    def test_registers_and_answers_with_number_and_promise(self, scene: builders.Scene, program: Program) -> None:
        answer = program.post(payload={"subject": "门打不开", "equipment_id": scene.equipment_id})
        assert answer.status_code == 201, answer.content
        told = answer.json()
        row = ServiceRequest.objects.get()
        assert (told["number"], told["customer_id"], told["source"]) == (row.number, scene.customer_id, "api")
        assert told["next_promise"] == "acknowledge"
        assert told["next_due_at"].endswith("Z")

    def test_is_done_once_however_often_it_is_sent(self, scene: builders.Scene, program: Program) -> None:
        payload, key = {"subject": "门打不开", "customer_id": scene.customer_id}, {"Idempotency-Key": "k-1"}
        first, again = program.post(payload=payload, **key), program.post(payload=payload, **key)
        assert first.json() == again.json()
        assert ServiceRequest.objects.count() == 1
        other = program.post(payload={**payload, "subject": "别的"}, **key)
        assert other.status_code == 422

    @pytest.mark.parametrize(
        ("field", "wrong"),
        [
            ("subject", ""),
            ("subject", None),
            ("subject", "x" * 201),
            ("subject", "a\u0000b"),
            ("subject", "a\u202eb"),
            ("subject", {"a": 1}),
            ("kind", "lawsuit"),
            ("urgency", 0),
            ("urgency", "high"),
            ("customer_id", -1),
            ("customer_id", 2**70),
            ("category_id", 999_999),
            ("received_at", "yesterday"),
            ("received_at", "2999-01-01T00:00:00Z"),
            ("received_at", "0001-01-01T00:00:00Z"),
            ("lat", 900),
        ],
    )
    def test_names_the_field_that_is_wrong(
        self, scene: builders.Scene, program: Program, field: str, wrong: Any
    ) -> None:
        answer = program.post(payload={"subject": "门打不开", field: wrong})
        assert answer.status_code == 422, answer.content
        assert answer["Content-Type"] == "application/problem+json"
        assert field in {error["field"] for error in answer.json()["errors"]}
        assert not ServiceRequest.objects.exists()

    @pytest.mark.parametrize("name", ["customer_id", "equipment_id", "project_id"])
    def test_says_404_for_another_regions_things(self, scene: builders.Scene, name: str) -> None:
        far = Program(made("desk_agent", builders.region()), "requests:write")
        answer = far.post(payload={"subject": "门打不开", name: getattr(scene, name)})
        assert answer.status_code == 404
        assert not ServiceRequest.objects.exists()

    def test_needs_the_scope(self, scene: builders.Scene) -> None:
        reader = Program(made("desk_agent"), "requests:read")
        assert reader.post(payload={"subject": "x"}).status_code == 403
        assert Client().post(ROOT, {"subject": "x"}, "application/json").status_code == 401


class TestRead:
    def test_pages_by_cursor_latest_first(self, scene: builders.Scene, program: Program) -> None:
        numbers = [builders.request_of(scene, at=NOW).number for _ in range(5)]
        first = program.get(limit=3).json()
        rest = program.get(limit=3, cursor=first["next_cursor"]).json()
        assert [r["number"] for r in first["items"] + rest["items"]] == numbers[::-1]
        assert rest["next_cursor"] is None

    def test_narrows(self, scene: builders.Scene, program: Program) -> None:
        row = builders.request_of(scene, at=NOW)
        assert program.get(status="new", number=row.number, customer_id=scene.customer_id).json()["items"]
        assert not program.get(status="closed").json()["items"]
        assert program.get(status="nope").status_code == 422
        assert program.get(cursor="junk").status_code == 422

    def test_says_404_for_what_is_not_there_or_not_ones_own(self, scene: builders.Scene, program: Program) -> None:
        row = builders.request_of(scene, at=NOW)
        far = Program(made("desk_agent", builders.region()), "requests:read")
        assert program.get(f"/{row.pk}").status_code == 200
        assert far.get(f"/{row.pk}").status_code == 404
        assert program.get("/999999").status_code == 404
        assert program.get(f"/{2**70}").status_code == 422


class TestVerbs:
    def test_lead_a_request_through_its_life(self, scene: builders.Scene, program: Program) -> None:
        row = builders.request_of(scene, at=NOW)
        assess = {"urgency": 2, "impact": 2, "needs_visit": False}
        course: list[tuple[str, dict[str, Any], str]] = [
            ("acknowledge", {}, "acknowledged"),
            ("triage", assess, "in_progress"),
            ("hold", {"reason": "weather", "party": "nobody"}, "pending"),
            ("resume", {}, "in_progress"),
            ("resolve", {"how": "复位"}, "resolved"),
            ("reopen", {"reason": "又坏了"}, "in_progress"),
            ("resolve", {"how": "复位"}, "resolved"),
            ("close", {}, "closed"),
        ]
        for verb, payload, status in course:
            answer = program.post(f"/{row.pk}/{verb}", payload)
            assert answer.status_code == 200, (verb, answer.content)
            assert answer.json()["status"] == status
        assert program.post(f"/{row.pk}/close").status_code == 409

    def test_merge_cancel_and_comment(self, scene: builders.Scene, program: Program) -> None:
        one, two, three = (builders.request_of(scene, at=NOW) for _ in range(3))
        assert program.post(f"/{two.pk}/merge", {"into_id": one.pk}).json()["merged_into_id"] == one.pk
        assert program.post(f"/{three.pk}/cancel", {"reason": "误报"}).json()["status"] == "canceled"
        assert program.post(f"/{one.pk}/comments", {"text": "备注"}).status_code == 201
        assert [c["text"] for c in program.get(f"/{one.pk}/comments").json()["items"]] == ["备注"]

    def test_hide_internal_notes_from_a_customers_program(self, scene: builders.Scene) -> None:
        from aftercare.contexts.organisations.commands import open_portal_login

        acting = {"by": builders.BUILDER, "at": NOW}
        open_portal_login(contact_id=scene.contact_id, username="wangfang", password="Aftercare-2026", **acting)
        theirs = Program(User.objects.get(username="wangfang").pk, "requests:read", "requests:write")
        row = builders.request_of(scene, at=NOW)
        commands.comment(request_id=row.pk, text="金丝雀", **acting)
        commands.comment(request_id=row.pk, text="明天到", is_internal=False, **acting)
        assert [c["text"] for c in theirs.get(f"/{row.pk}/comments").json()["items"]] == ["明天到"]
        assert theirs.post(f"/{row.pk}/acknowledge").status_code == 403
        assert theirs.get(f"/{row.pk}").json()["remote_outcome"] == ""
        said = theirs.post(payload={"subject": "又坏了", "equipment_id": scene.equipment_id})
        assert said.json()["source"] == "portal"
