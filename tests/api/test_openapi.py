"""The API is what its description says: a snapshot a person reads, and calls made from it at random."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import ignored_auth, negative_data_rejection, positive_data_acceptance

from aftercare.config.wsgi import application
from aftercare.contexts.people.models import Grant
from aftercare.platform import clock
from aftercare.platform.accounts.models import User
from aftercare.platform.actor import Actor, Role
from aftercare.platform.api import tokens
from aftercare.platform.api.routes import TokenAuth
from aftercare.surfaces.http_api.api import api

SNAPSHOT = Path(__file__).with_name("openapi.json")


@cache
def description() -> str:
    return json.dumps(api.get_openapi_schema(), default=str)


def described() -> dict[str, Any]:
    return json.loads(description())


def test_the_written_description_is_the_product():
    if os.environ.get("AFTERCARE_WRITE_OPENAPI"):
        SNAPSHOT.write_text(json.dumps(described(), indent=1, ensure_ascii=False, sort_keys=True) + "\n", "utf-8")
    assert described() == json.loads(SNAPSHOT.read_text("utf-8"))


def test_every_route_names_its_scope():
    naked = [
        f"{method} {path}"
        for _prefix, router in api._routers
        for path, view in router.path_operations.items()
        for operation in view.operations
        for method in operation.methods
        if not any(isinstance(auth, TokenAuth) for auth in operation.auth_callbacks)
    ]
    assert naked == []


@pytest.fixture
def token(db: None) -> str:
    """Give a token with every scope, of somebody with every office role."""
    user = User.objects.create_user("erp", name="ERP", language="en")
    for role in (Role.DESK_AGENT, Role.DISPATCHER, Role.SERVICE_MANAGER):
        Grant.objects.create(user=user, role=role)
    owner = Actor(id=user.pk, name=user.name)
    now = clock.now()
    return tokens.issue(user_id=user.pk, name="ERP", scopes=tokens.SCOPES, expires_at=None, by=owner, at=now)[1]


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Keep the test's connection open: outside Django's own client each request would close it at its end."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


# Rules such as "end after start" are no part of a JSON schema; routes without a token are tried below, one by one.
BEYOND_THE_SCHEMA = [positive_data_acceptance, ignored_auth]
schema = schemathesis.openapi.from_dict(described())
STRICT = {"format", "enum", "pattern", "const"}


@pytest.mark.django_db
@schema.parametrize()
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_answers_as_described_whatever_is_sent(case, token, one_connection):
    # In an address every value is text: what has the wrong type there may be a right text.
    beyond = BEYOND_THE_SCHEMA + ([negative_data_rejection] if case.method == "GET" else [])
    case.call_and_validate(app=application, headers={"Authorization": f"Bearer {token}"}, excluded_checks=beyond)


def wrong_queries() -> list[tuple[str, str]]:
    """Return (path, parameter) of everything in a query that is more than free text."""
    found = []
    for path, methods in described()["paths"].items():
        for given in methods.get("get", {}).get("parameters", []):
            kinds = given["schema"].get("anyOf", [given["schema"]])
            if given["in"] == "query" and not any(k.get("type") == "string" and not k.keys() & STRICT for k in kinds):
                found.append((re.sub(r"{[a-z_]+}", "1", path), given["name"]))
    return found


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "name"), wrong_queries())
def test_a_query_of_the_wrong_kind_is_refused_by_name(token, path, name):
    answer = Client(headers={"authorization": f"Bearer {token}"}).get(path, {name: "no such"})
    assert answer.status_code == 422
    assert name in answer.content.decode()


@pytest.mark.django_db
class TestWithoutRight:
    @pytest.mark.parametrize("given", ["", "Bearer", "Bearer x", "Bearer ac_x_y", "Basic eDp5"])
    def test_no_token_is_a_problem_document(self, given):
        answer = Client(headers={"authorization": given} if given else {}).get("/api/v1/requests")
        assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
        assert answer.json()["code"] == "no_token"

    def test_no_route_answers_without_a_token(self):
        calls = [(method, path) for path, methods in described()["paths"].items() for method in methods]
        assert calls
        filled = [(method, re.sub(r"{[a-z_]+}", "1", path)) for method, path in calls]
        assert {Client().generic(m.upper(), p).status_code for m, p in filled} == {401}

    def test_a_token_without_the_scope_is_refused(self, token):
        tokens.ApiToken.objects.update(scopes=["customers:read"])
        answer = Client(headers={"authorization": f"Bearer {token}"}).get("/api/v1/requests")
        assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")

    def test_a_token_can_do_no_more_than_its_owner(self, token):
        Grant.objects.all().delete()
        caller = Client(headers={"authorization": f"Bearer {token}"})
        sent = {"source": "api", "subject": "x"}
        assert caller.post("/api/v1/requests", sent, content_type="application/json").status_code == 403
        assert caller.get("/api/v1/requests").json()["items"] == []
