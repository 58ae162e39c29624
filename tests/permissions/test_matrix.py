"""Route × role: what is written in `matrix.txt` is what the product does; an unlisted route fails the build."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.test import Client

from aftercare.contexts.people.models import Grant
from aftercare.platform.accounts.models import User
from aftercare.platform.actor import ADMINISTRATORS, Role
from tests.permissions.routes import Route, routes

MATRIX = Path(__file__).with_name("matrix.txt")
HEADER = "# route | methods | who; written by AFTERCARE_WRITE_MATRIX=1 pytest tests/permissions, read by a person\n"
WHO = [None, *Role]


def lines() -> list[str]:
    return [f"{route.pattern or '/'} | {route.methods} | {route.who}" for route in routes()]


def test_the_written_matrix_is_the_product():
    if os.environ.get("AFTERCARE_WRITE_MATRIX"):
        MATRIX.write_text(HEADER + "\n".join(lines()) + "\n", encoding="utf-8")
    written = [line for line in MATRIX.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert lines() == written


def test_every_route_declares_who_may_call_it():
    """What nobody declares is refused; only pages of the sign-in library that the product does not use may stay so."""
    undeclared = [route for route in routes() if route.policy is None]
    assert {route.name.partition("_")[0] for route in undeclared} <= {"account"}


@pytest.mark.django_db
def test_an_undeclared_route_is_closed_to_everybody(clients):
    undeclared = [route for route in routes() if route.policy is None]
    assert undeclared
    answers = {clients[role].get(route.path).status_code for route in undeclared for role in WHO}
    assert answers <= {403, 404}


def test_public_routes_say_why():
    assert [
        route.pattern for route in routes() if route.policy and route.policy.is_public and not route.policy.reason
    ] == []


@pytest.fixture
def clients(db: None) -> dict[Role | None, Client]:
    """Give a browser signed in with each role, and one of a visitor."""
    found: dict[Role | None, Client] = {None: Client(raise_request_exception=False)}
    for role in Role:
        user = User.objects.create_user(f"matrix-{role.value.replace('_', '-')}", name=role.value)
        Grant.objects.create(user=user, role=role)
        found[role] = Client(raise_request_exception=False)
        found[role].force_login(user)
    return found


def verdict(client: Client, route: Route, method: str, *, in_short: bool) -> str:
    """Return what the answer means: in, out or broken; `in_short` asks as a script does, without the frame."""
    answer = client.generic(method, route.path, headers={"HX-Request": "true"} if in_short else {})
    if answer.status_code >= 500:
        return f"broken {answer.status_code}"
    if answer.status_code in {401, 403} or (answer.status_code in {301, 302} and "/login/" in answer["Location"]):
        return "out"
    return "in"


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_each_role_gets_in_exactly_where_the_matrix_says(clients, as_served, method):
    wrong = []
    for route in routes():
        if not route.name.startswith(("account_", "mfa_", "usersessions_", "api-1:")) and route.policy:
            if method not in route.policy.methods:
                continue
            for role in WHO:
                seen = verdict(clients[role], route, method, in_short=role is not None and not route.allows(role))
                if route.allows(role) and seen.startswith("broken"):
                    wrong.append((route.pattern, role, seen))
                if not route.allows(role) and seen != "out":
                    wrong.append((route.pattern, role, seen))
    assert wrong == []


def test_no_administrator_may_open_business_pages():
    business = [
        route
        for route in routes()
        if route.policy and route.policy.roles & {Role.DESK_AGENT, Role.DISPATCHER, Role.ENGINEER, Role.CUSTOMER}
    ]
    open_to_admins = {r.pattern for r in business if r.policy and r.policy.roles & ADMINISTRATORS}
    assert {p for p in open_to_admins if not p.startswith(("settings/", "calendars/", "registers/"))} == set()
