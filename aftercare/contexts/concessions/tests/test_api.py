"""The API's door to concessions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from aftercare.contexts.concessions.models import Concession
from aftercare.contexts.concessions.tests.builders import BUILDER, Company, person
from aftercare.platform import clock
from aftercare.platform.actor import Actor, Role
from aftercare.platform.api import tokens

ROOT = "/api/v1/concessions"


@pytest.fixture(scope="module")
def shared_company(shared_db):
    """Give a company whose request came just now: the clock of the doors is the machine's own."""
    return Company(clock.now() - timedelta(minutes=90))


class Program:
    """A program with a token."""

    def __init__(self, owner: Actor, *scopes: str) -> None:
        given = scopes or ("concessions:read", "concessions:write")
        at = clock.now()
        _row, secret = tokens.issue(user_id=owner.id or 0, name="ERP", scopes=given, expires_at=None, by=BUILDER, at=at)
        self.browser = Client(headers={"Authorization": f"Bearer {secret}"})

    def get(self, path: str = "", **query: Any) -> Any:
        """Call for reading."""
        return self.browser.get(f"{ROOT}{path}", query)

    def post(self, path: str = "", payload: Any = None) -> Any:
        """Call for writing."""
        return self.browser.post(f"{ROOT}{path}", payload or {}, "application/json")


def test_asks_lists_shows_and_grants(company):
    desk, manager = Program(company.agent), Program(company.manager)
    said = {"clock_id": company.clock().pk, "kind": "extend", "minutes": 90, "reason": "等配件", "amount": "100.00"}
    made = desk.post("", said)
    assert (made.status_code, made.json()["needed_level"], made.json()["state"]) == (201, 1, "asked")
    number, one = made.json()["number"], f"/{made.json()['id']}"
    assert [row["number"] for row in manager.get("", mine="true").json()["items"]] == [number]
    assert desk.get("", mine="true").json()["items"] == []
    assert desk.get("", state="granted").json()["items"] == []
    assert desk.get(one).json()["promise"] == "arrive"
    assert desk.post(f"{one}/grant").status_code == 403
    done = manager.post(f"{one}/grant", {"note": "同意"})
    assert (done.status_code, done.json()["decided_by"], done.json()["state"]) == (200, "宋毅", "granted")
    assert manager.post(f"{one}/grant").status_code == 409


def test_refuses_and_takes_back(company):
    desk, manager = Program(company.agent), Program(company.manager)
    first, second = company.ask(), company.ask(promise="resolve")
    assert manager.post(f"/{first.pk}/refuse", {}).status_code == 422
    assert manager.post(f"/{first.pk}/refuse", {"note": "不同意"}).json()["note"] == "不同意"
    assert manager.post(f"/{second.pk}/withdraw").status_code == 403
    assert desk.post(f"/{second.pk}/withdraw").json()["state"] == "withdrawn"


@pytest.mark.parametrize(
    "said",
    [{}, {"kind": "gift"}, {"minutes": 0}, {"amount": "-1"}, {"amount": "0.001"}, {"reason": ""}, {"until": "soon"}],
)
def test_refuses_what_makes_no_sense(company, said):
    usual = {"clock_id": company.clock().pk, "kind": "extend", "reason": "x"}
    assert Program(company.agent).post("", {**usual, **said}).status_code == 422
    assert not Concession.objects.exists()


def test_is_closed_to_outsiders_other_scopes_and_other_regions(company):
    row = company.ask()
    for role in (Role.CUSTOMER, Role.PARTNER, Role.SYSTEM_ADMIN):
        program = Program(person(role))
        assert program.get("").json()["items"] == []
        assert program.get(f"/{row.pk}").status_code == 404
        assert program.post(f"/{row.pk}/grant").status_code == 404
    assert Program(company.manager, "requests:read").get("").status_code == 403
    assert Program(company.manager, "concessions:read").post(f"/{row.pk}/grant").status_code == 403
