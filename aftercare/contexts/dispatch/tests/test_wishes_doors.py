"""The doors to customers' wishes: the panels and dialogs of the desk, and the API."""

from __future__ import annotations

import pytest

from aftercare.contexts.dispatch import commands
from aftercare.contexts.dispatch.models import EngineerWish
from aftercare.contexts.dispatch.tests import builders
from aftercare.contexts.dispatch.tests.test_board import HOUR, TOMORROW
from aftercare.contexts.work_orders.tests.browsing import NOW, Program, browser
from aftercare.platform import clock

BOTH = ("orders:read", "orders:write")


@pytest.fixture
def wish(place, engineer):
    """Give a wish of the customer."""
    return commands.set_wish(
        customer_id=place.customer_id, engineer_id=engineer.pk, kind="never", reason="与值班员争吵", said_by="李科长",
        by=builders.BUILDER, at=NOW,
    )  # fmt: skip


@pytest.fixture(autouse=True)
def _at_work(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


def panel(who, kind, pk, key):
    return who.get(f"/-/panels/{kind}/{pk}/{key}/", headers={"HX-Request": "true"})


class TestDesk:
    def test_shows_on_both_pages_what_the_customer_said(self, place, engineer, wish):
        desk = browser("desk_agent")
        there = panel(desk, "organisation", place.customer_id, "engineer-wishes").content.decode()
        assert engineer.name in there and "与值班员争吵" in there and "李科长" in there
        assert "与值班员争吵" in panel(desk, "engineer", engineer.pk, "customer-wishes").content.decode()

    @pytest.mark.parametrize("role", ["storekeeper", "quality_manager"])
    def test_shows_nothing_to_whoever_neither_hears_nor_sends(self, place, engineer, wish, role):
        who = browser(role)
        assert panel(who, "organisation", place.customer_id, "engineer-wishes").status_code == 404
        assert panel(who, "engineer", engineer.pk, "customer-wishes").status_code == 404

    def test_notes_a_wish_in_the_dialog(self, place, engineer):
        desk = browser("dispatcher")
        address = f"/customers/{place.customer_id}/engineer-wishes/new/"
        form = {"kind": "only", "engineer_id": engineer.pk, "first_day": NOW.date().isoformat(), "project_id": ""}
        assert desk.post(address, form).status_code == 422
        assert desk.post(address, {**form, "reason": "熟悉现场"}).status_code == 302
        assert EngineerWish.objects.get().kind == "only"
        elsewhere = {**form, "kind": "rather", "project_id": place.project_id}
        assert desk.post(address, elsewhere).status_code == 302

    def test_ends_a_wish(self, place, wish):
        assert browser("service_manager").post(f"/engineer-wishes/{wish.pk}/end/").status_code == 302
        assert EngineerWish.objects.standing().count() == 0

    def test_is_offered_beside_the_best_engineers(self, place, order, engineer, dispatcher):
        commands.set_wish(customer_id=place.customer_id, engineer_id=engineer.pk, kind="rather", by=dispatcher, at=NOW)
        page = browser("dispatcher").get(f"/orders/{order.pk}/dispatch/", headers={"HX-Request": "true"})
        assert "客户优先" in page.content.decode()

    def test_is_foreseen_by_the_board_for_whoever_sends(self, order, engineer, wish):
        day = {"day": TOMORROW.date().isoformat()}
        rows = [browser(role).get("/board/data/", day).json()["orders"][0] for role in ("dispatcher", "storekeeper")]
        assert [(row["never"], row["only"]) for row in rows] == [([engineer.pk], []), ([], [])]


class TestApi:
    def payload(self, place, engineer, **fields):
        usual = {"customer_id": place.customer_id, "engineer_id": engineer.pk, "kind": "never", "reason": "争吵"}
        return {**usual, **fields}

    def test_notes_lists_and_ends(self, place, engineer):
        program = Program("dispatcher", *BOTH)
        made = program.post("/engineer-wishes", self.payload(place, engineer))
        assert made.status_code == 201, made.content
        listed = program.get("/engineer-wishes", customer_id=place.customer_id).json()["items"]
        assert [row["id"] for row in listed] == [made.json()["id"]]
        assert program.post(f"/engineer-wishes/{made.json()['id']}/end").json()["ended_by_name"]
        assert program.get("/engineer-wishes", engineer_id=engineer.pk).json()["items"] == []
        assert len(program.get("/engineer-wishes", ended="true").json()["items"]) == 1

    def test_refuses_with_a_code(self, place, engineer, wish):
        program = Program("dispatcher", *BOTH)
        again = program.post("/engineer-wishes", self.payload(place, engineer))
        assert (again.status_code, again.json()["code"]) == (409, "conflict")
        assert program.post("/engineer-wishes/999999/end").status_code == 404
        assert Program("dispatcher", "orders:read").post("/engineer-wishes", {}).status_code == 403

    def test_names_the_warning_a_program_may_accept(self, order, engineer, wish):
        program = Program("dispatcher", *BOTH)
        times = {"start_at": TOMORROW.isoformat(), "end_at": (TOMORROW + HOUR).isoformat()}
        usual = [code for code in builders.WARNINGS if not code.startswith("customer")]
        sent = {"engineer_id": engineer.pk, **times, "accept_warnings": usual}
        answer = program.post(f"/work-orders/{order.pk}/bookings", sent)
        assert (answer.status_code, "[customer_excludes]" in answer.content.decode()) == (422, True)
        sent["accept_warnings"] = [*usual, "customer_excludes"]
        assert program.post(f"/work-orders/{order.pk}/bookings", sent).json()["overridden"] == ["customer_excludes"]
