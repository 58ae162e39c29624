"""Every verb says no to the wrong people and in the wrong status, and then nothing has changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from aftercare.contexts.service_requests import commands
from aftercare.contexts.service_requests.lifecycle import REQUEST
from aftercare.contexts.service_requests.models import ServiceRequest
from aftercare.contexts.service_requests.tests import builders
from aftercare.platform.actor import Actor, Role
from aftercare.platform.refusal import Refused
from aftercare.platform.testing.fixtures import MakeActor, Published

INPUTS: dict[str, dict[str, Any]] = {
    "acknowledge": {},
    "read_back": {},
    "triage": {"kind": "fault", "urgency": 3, "impact": 3, "needs_visit": False},
    "hold": {"reason": "weather", "party": "nobody"},
    "resume": {},
    "resolve": {"how": "好了"},
    "close": {},
    "reopen": {"reason": "又坏了"},
    "cancel": {"reason": "误报"},
    "change": {"subject": "改一下"},
    "assign": {"owner_id": 1},
    "comment": {"text": "你好"},
    "add_photos": {"photos": []},
}
# Verbs that have no place of their own in the lifecycle are possible wherever triage is.
WHERE = {"read_back": "triage", "change": "triage", "assign": "triage"}
VERBS = sorted(INPUTS)
HANDLING = [verb for verb in VERBS if verb not in {"comment", "add_photos"}]


def blocked(verb: str) -> list[str]:
    """Return the statuses in which a verb is not possible."""
    return [status for status in sorted(REQUEST.states) if not REQUEST.can(status, WHERE.get(verb, verb))]


def put(row: ServiceRequest, status: str) -> None:
    """Put a request into a status behind the commands' back."""
    over = {"resolved_at": row.received_at} if status in {"resolved", "closed"} else {}
    into = {"merged_into": builders.request_of(_scene(row))} if status == "merged" else {}
    ServiceRequest.objects.filter(pk=row.pk).update(status=status, **over, **into)


def _scene(row: ServiceRequest) -> builders.Scene:
    return builders.Scene(
        region_id=row.region_id, customer_id=row.customer_id, contact_id=0, project_id=row.project_id,
        equipment_id=row.equipment_id, label_code="",
    )  # fmt: skip


class TestWrongStatus:
    @pytest.mark.parametrize("verb", HANDLING)
    def test_is_refused_and_changes_nothing(
        self, new_request: ServiceRequest, desk_agent: Actor, at: datetime, verb: str
    ) -> None:
        assert blocked(verb)
        for status in blocked(verb):
            put(new_request, status)
            before, watch = builders.changed(new_request), Published()
            with pytest.raises(Refused, match="wrong_state"):
                getattr(commands, verb)(request_id=new_request.pk, by=desk_agent, at=at, **INPUTS[verb])
            assert builders.changed(new_request) == before, status
            assert watch.names() == [], status


WRONG_ROLES = [Role.STOREKEEPER, Role.QUALITY_MANAGER]
BLIND_ROLES = [Role.PARTNER, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR, Role.ENGINEER]


class TestWrongPeople:
    @pytest.mark.parametrize("verb", HANDLING)
    def test_who_may_look_may_not_handle(
        self, new_request: ServiceRequest, make_actor: MakeActor, at: datetime, verb: str
    ) -> None:
        before = builders.changed(new_request)
        for role in WRONG_ROLES:
            with pytest.raises(Refused, match="not_allowed"):
                getattr(commands, verb)(request_id=new_request.pk, by=make_actor(role), at=at, **INPUTS[verb])
        assert builders.changed(new_request) == before

    @pytest.mark.parametrize("verb", VERBS)
    def test_who_may_not_look_finds_nothing(
        self, new_request: ServiceRequest, make_actor: MakeActor, at: datetime, verb: str
    ) -> None:
        before = builders.changed(new_request)
        for role in BLIND_ROLES:
            with pytest.raises(Refused, match="not_found"):
                getattr(commands, verb)(request_id=new_request.pk, by=make_actor(role), at=at, **INPUTS[verb])
        assert builders.changed(new_request) == before

    @pytest.mark.parametrize("verb", VERBS)
    def test_another_region_and_another_customer_are_told_what_an_unknown_id_is_told(
        self, new_request: ServiceRequest, far_agent: Actor, stranger: Actor, at: datetime, verb: str
    ) -> None:
        said = set()
        for request_id, by in ((new_request.pk, far_agent), (new_request.pk, stranger), (10**6, stranger)):
            with pytest.raises(Refused) as refused:
                getattr(commands, verb)(request_id=request_id, by=by, at=at, **INPUTS[verb])
            said.add((refused.value.code, str(refused.value.message)))
        assert len(said) == 1


class TestVisibleTo:
    def test_shows_the_office_its_regions_the_customer_its_own_and_nobody_else_anything(
        self, new_request: ServiceRequest, elsewhere: builders.Scene, far_agent: Actor, customer: Actor,
        make_actor: MakeActor,
    ) -> None:  # fmt: skip
        from aftercare.contexts.service_requests import policies

        far = builders.request_of(elsewhere)
        homeless = builders.request_of(elsewhere, equipment_id=None, customer_id=None)
        seen = {
            "office": policies.visible_to(make_actor(Role.QUALITY_MANAGER)),
            "far": policies.visible_to(far_agent),
            "customer": policies.visible_to(customer),
            "admin": policies.visible_to(make_actor(Role.SYSTEM_ADMIN)),
            "partner": policies.visible_to(make_actor(Role.PARTNER)),
        }
        assert {who: set(rows.values_list("pk", flat=True)) for who, rows in seen.items()} == {
            "office": {new_request.pk, far.pk, homeless.pk},
            "far": {far.pk, homeless.pk},
            "customer": {new_request.pk},
            "admin": set(),
            "partner": set(),
        }
        for row in (new_request, far, homeless):
            for actor in (far_agent, customer):
                assert policies.sees(row, by=actor) == policies.visible_to(actor).filter(pk=row.pk).exists()
