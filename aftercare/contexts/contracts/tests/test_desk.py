"""The desk's pages of contracts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from aftercare.contexts.contracts import commands, public
from aftercare.contexts.contracts.models import ServiceContract, ServiceLevel
from aftercare.platform.actor import Actor, Role


def browser_of(actor: Actor, role: Role, region_id: int | None = None) -> Client:
    """Return a browser signed in as this person."""
    apps.get_model("people", "Grant").objects.create(user_id=actor.id, role=role.value, region_id=region_id)
    browser = Client()
    browser.force_login(apps.get_model("accounts", "User").objects.get(pk=actor.id))
    return browser


@pytest.fixture
def manager(service_manager: Actor) -> Client:
    """Give a service manager's browser."""
    return browser_of(service_manager, Role.SERVICE_MANAGER)


@pytest.fixture
def clause_id(contract: ServiceContract, system: Actor, at: Any) -> int:
    """Give a clause of the draft."""
    return commands.write_clause(contract_id=contract.pk, number="4.2", title="到场", by=system, at=at).pk


def times(clause_id: int, **given: str) -> dict[str, Any]:
    """Return the table as the browser sends it: one time to arrive at priority 1."""
    usual = {
        "arrive_1": "30",
        "arrive_1_unit": "min",
        "arrive_1_counting": "calendar",
        "arrive_clause": str(clause_id),
        "arrive_reasons": ["weather"],
    }
    return {**usual, **given}


class TestList:
    def test_shows_days_left_in_few_queries(self, drafted, manager, system, at, django_assert_max_num_queries):
        contract = drafted(ends_on=timezone.localdate() + timedelta(days=30))
        commands.put_in_force(contract_id=contract.pk, by=system, at=at)
        manager.get(reverse("contracts:list"))
        with django_assert_max_num_queries(12):
            page = manager.get(reverse("contracts:list"), {"tab": "active"}).content.decode()
        assert contract.number in page

    @pytest.mark.parametrize(
        ("starts_in", "ends_in", "tab", "word"),
        [(-30, -1, "over", "已到期"), (3, 30, "active", "未生效"), (-3, 0, "active", "生效中")],
    )
    def test_says_of_a_term_that_is_over_or_to_come_that_it_does_not_bind(
        self, drafted, manager, system, at, starts_in, ends_in, tab, word
    ):
        today = timezone.localdate()
        row = drafted(starts_on=today + timedelta(days=starts_in), ends_on=today + timedelta(days=ends_in))
        commands.put_in_force(contract_id=row.pk, by=system, at=at)
        page = manager.get(reverse("contracts:list"), {"tab": tab}).content.decode()
        assert word in page[page.index(row.number) :]

    def test_finds_by_the_customers_name(self, contract, manager):
        assert contract.number in manager.get(reverse("contracts:list"), {"q": "north"}).content.decode()
        assert contract.number not in manager.get(reverse("contracts:list"), {"q": "south"}).content.decode()

    def test_exports_what_is_shown(self, contract, manager):
        answer = manager.get(reverse("contracts:list"), {"export": "csv"})
        assert contract.number in b"".join(answer.streaming_content).decode()


class TestDetail:
    def test_shows_times_clauses_and_what_stops_the_clock(self, contract, clause_id, manager, system, at):
        row = commands.PromiseRow(
            promise="arrive", clause_id=clause_id, targets={1: (30, "calendar"), 3: (2880, "working")},
            pausing_reasons=["weather"],
        )  # fmt: skip
        commands.set_levels(contract_id=contract.pk, rows=[row], by=system, at=at)
        page = manager.get(reverse("contracts:detail", args=[contract.pk])).content.decode()
        assert all(words in page for words in ("30 分", "48 小时", "4.2 到场", "天气或不可抗力"))

    def test_of_another_region_is_not_found(self, contract, make_place, make_actor):
        elsewhere = make_place("south").region_id
        stranger = browser_of(make_actor(), Role.DESK_AGENT, elsewhere)
        assert stranger.get(reverse("contracts:detail", args=[contract.pk])).status_code == 404

    def test_is_read_by_its_customer_once_in_force_without_verbs_and_notes(
        self, contract, place, make_actor, system, at
    ):
        customer = browser_of(make_actor(), Role.CUSTOMER)
        person = apps.get_model("organisations", "Contact").objects.create(
            organisation_id=place.customer_id, name="王芳", user_id=int(customer.session["_auth_user_id"])
        )
        ServiceContract.objects.filter(pk=contract.pk).update(note="内部：毛利偏低")
        url = reverse("contracts:detail", args=[contract.pk])
        assert person.pk and customer.get(url).status_code == 404
        commands.put_in_force(contract_id=contract.pk, by=system, at=at)
        page = customer.get(url).content.decode()
        assert contract.name in page and "毛利" not in page and "/times/" not in page

    @pytest.mark.parametrize("role", [Role.ENGINEER, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR])
    def test_is_closed_to_everybody_else(self, contract, make_actor, role):
        browser = browser_of(make_actor(), role)
        assert browser.get(reverse("contracts:detail", args=[contract.pk])).status_code in (403, 404)


class TestNew:
    def test_draws_up_a_contract(self, place, calendar_id, manager):
        facts = {
            "customer_id": place.customer_id, "name": "空调维保", "starts_on": "2026-01-01", "ends_on": "2026-12-31",
            "calendar_id": calendar_id, "warn_percent": "80",
        }  # fmt: skip
        answer = manager.post(reverse("contracts:new"), facts)
        made = ServiceContract.objects.get(name="空调维保")
        assert (answer.status_code, made.warn_percent, made.status) == (302, 80, "draft")

    @pytest.mark.parametrize(
        "wrong",
        [
            {"ends_on": "2025-01-01"}, {"starts_on": "0001-01-01"}, {"customer_id": ""}, {"customer_id": "999999"},
            {"name": "x" * 161}, {"name": "合\0同"}, {"warn_percent": "0"}, {"calendar_id": "7777"},
            {"ends_on": "明年"},
        ],
    )  # fmt: skip
    def test_is_refused_beside_the_field_and_makes_nothing(self, place, calendar_id, manager, wrong):
        facts = {
            "customer_id": place.customer_id, "name": "空调维保", "starts_on": "2026-01-01", "ends_on": "2026-12-31",
            "calendar_id": calendar_id, "warn_percent": "80", **wrong,
        }  # fmt: skip
        assert manager.post(reverse("contracts:new"), facts).status_code == 422
        assert not ServiceContract.objects.exists()

    def test_offers_standard_terms_only_while_there_are_none(self, calendar_id, manager, system, at):
        assert "is_standard" in manager.get(reverse("contracts:new")).content.decode()
        public.seed_standard_terms(by=system, at=at)
        assert "is_standard" not in manager.get(reverse("contracts:new")).content.decode()


class TestLevels:
    def test_sets_the_table(self, contract, clause_id, manager):
        answer = manager.post(reverse("contracts:levels", args=[contract.pk]), times(clause_id))
        level = ServiceLevel.objects.get()
        assert answer.status_code == 302
        assert (level.target_minutes, level.counting, level.pausing_reasons) == (30, "calendar", ["weather"])

    def test_reads_hours(self, contract, clause_id, manager):
        manager.post(reverse("contracts:levels", args=[contract.pk]), times(clause_id, arrive_1_unit="h"))
        assert ServiceLevel.objects.get().target_minutes == 1800

    def test_reads_the_moments_and_shows_them(self, contract, clause_id, manager):
        page = reverse("contracts:levels", args=[contract.pk])
        manager.post(page, times(clause_id, arrive_begins="answered", arrive_ends="arrived"))
        assert ServiceLevel.objects.get().begins == "answered"
        assert (
            "从“专业人员答复”到“工程师到场”"
            in manager.get(reverse("contracts:detail", args=[contract.pk])).content.decode()
        )
        assert '<option value="answered" selected>' in manager.get(page).content.decode()

    @pytest.mark.parametrize(
        "wrong",
        [
            {"arrive_clause": ""},
            {"arrive_clause": "999"},
            {"arrive_1": "-5"},
            {"arrive_1": "many"},
            {"arrive_1": "99999999"},
            {"arrive_1_counting": "moon"},
            {"arrive_reasons": "mood"},
        ],
    )
    def test_is_refused_and_changes_nothing(self, contract, clause_id, manager, wrong):
        url = reverse("contracts:levels", args=[contract.pk])
        assert manager.post(url, times(clause_id, **wrong)).status_code == 422
        assert not ServiceLevel.objects.exists()

    def test_says_what_is_promised_in_the_wrong_order(self, contract, clause_id, manager):
        late = {"resolve_1": "10", "resolve_1_unit": "min", "resolve_1_counting": "calendar"}
        data = times(clause_id, **late, resolve_clause=str(clause_id))
        answer = manager.post(reverse("contracts:levels", args=[contract.pk]), data)
        assert (answer.status_code, "“解决”的时限早于“到场”" in answer.content.decode()) == (422, True)


class TestVerbs:
    def test_puts_in_force_and_ends(self, contract, manager):
        manager.post(reverse("contracts:put_in_force", args=[contract.pk]))
        assert ServiceContract.objects.get().status == "active"
        manager.post(reverse("contracts:end", args=[contract.pk]), {"reason": "双方协商"})
        assert ServiceContract.objects.get().status == "ended"

    def test_names_the_scope(self, contract, place, manager):
        manager.post(reverse("contracts:scope", args=[contract.pk]), {"equipment": [place.equipment_id]})
        assert contract.scope.get().equipment_id == place.equipment_id

    def test_does_not_offer_another_customers_equipment(self, contract, make_place, manager):
        other = make_place("south")
        answer = manager.post(reverse("contracts:scope", args=[contract.pk]), {"equipment": [other.equipment_id]})
        assert (answer.status_code, contract.scope.count()) == (422, 0)

    def test_writes_changes_and_takes_out_clauses(self, contract, manager):
        manager.post(reverse("contracts:clause_new", args=[contract.pk]), {"number": "1", "title": "范围"})
        clause = contract.clauses.get()
        page = reverse("contracts:clause", args=[contract.pk, clause.pk])
        manager.post(page, {"number": "1", "title": "服务范围", "text": "第一行\n第二行"})
        clause.refresh_from_db()
        assert (clause.title, clause.text) == ("服务范围", "第一行\n第二行")
        manager.post(reverse("contracts:clause_remove", args=[contract.pk, clause.pk]))
        assert not contract.clauses.exists()

    def test_are_closed_to_desk_agents(self, contract, desk_agent):
        clerk = browser_of(desk_agent, Role.DESK_AGENT)
        for name in ("put_in_force", "end", "levels", "scope", "clause_new", "revise"):
            assert clerk.post(reverse(f"contracts:{name}", args=[contract.pk])).status_code == 403


class TestPanels:
    def test_show_a_customers_contracts_and_a_lifts_coverage(self, contract, place, manager):
        url = reverse("web:panel", args=["organisation", place.customer_id, "contracts"])
        assert contract.number in manager.get(url).content.decode()
        page = manager.get(reverse("installed_base:equipment", args=[place.equipment_id])).content.decode()
        assert "保障判定" in page
