"""The desk's pages of versions, parts, consumption and packs."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from aftercare.contexts.contracts import commands
from aftercare.contexts.contracts.models import EntitlementEntry, ServiceContract
from aftercare.platform.actor import Actor, Role


def browser_of(actor: Actor, role: Role) -> Client:
    """Return a browser signed in as this person."""
    apps.get_model("people", "Grant").objects.create(user_id=actor.id, role=role.value)
    browser = Client()
    browser.force_login(apps.get_model("accounts", "User").objects.get(pk=actor.id))
    return browser


@pytest.fixture
def manager(service_manager: Actor) -> Client:
    """Give a service manager's browser."""
    return browser_of(service_manager, Role.SERVICE_MANAGER)


@pytest.fixture
def running(drafted: Any, system: Actor, at: Any) -> ServiceContract:
    """Give a contract in force today that includes two visits a year."""
    today = timezone.localdate()
    row = drafted(starts_on=today - timedelta(days=10), ends_on=today + timedelta(days=300))
    acting = {"contract_id": row.pk, "by": system, "at": at}
    commands.entitle(kind="visits", per_year=Decimal(2), **acting)
    return commands.put_in_force(**acting)


def url(name: str, *args: object) -> str:
    """Return the address of a page of contracts."""
    return reverse(f"contracts:{name}", args=args)


class TestAmend:
    def test_leads_to_the_next_version_and_back_when_it_is_discarded(self, running, manager):
        today = timezone.localdate()
        answer = manager.post(url("amend", running.pk), {"starts_on": today, "reason": "扩建"})
        later = ServiceContract.objects.get(version=2)
        assert answer.url == url("detail", later.pk)
        assert "扩建" in manager.get(answer.url).content.decode()
        assert manager.post(url("discard", later.pk)).url == url("detail", running.pk)

    def test_shows_what_differs_and_that_the_old_version_is_replaced(self, running, manager, system, at):
        acting = {"by": system, "at": at}
        later = commands.amend(contract_id=running.pk, starts_on=timezone.localdate(), reason="扩建", **acting)
        commands.entitle(contract_id=later.pk, kind="visits", per_year=Decimal(5), **acting)
        commands.put_in_force(contract_id=later.pk, **acting)
        page = manager.get(url("detail", running.pk)).content.decode()
        assert all(words in page for words in ("已被变更取代", "<span>2 次", "<span>5 次", f"{running.number}-A1"))

    @pytest.mark.parametrize("wrong", [{"starts_on": "2001-01-01"}, {"reason": ""}, {"number": "x" * 41}])
    def test_is_refused_beside_the_field_and_makes_nothing(self, running, manager, wrong):
        facts = {"starts_on": timezone.localdate(), "reason": "扩建", **wrong}
        assert manager.post(url("amend", running.pk), facts).status_code == 422
        assert ServiceContract.objects.count() == 1


class TestParts:
    @pytest.mark.parametrize(
        ("part", "facts"),
        [
            ("limits", {"decision": "part", "amount": "500"}),
            ("entitlements", {"kind": "hours", "per_year": "40.5"}),
            ("parties", {"role": "payer"}),
            ("exclusions", {"name": "水淹"}),
        ],
    )
    def test_are_entered_shown_and_taken_out(self, contract, place, manager, system, at, part, facts):
        clause = commands.write_clause(contract_id=contract.pk, number="7", title="除外", by=system, at=at)
        typed = {"organisation_id": place.customer_id, "clause_id": clause.pk, **facts}
        assert manager.get(url("part_new", contract.pk, part)).status_code == 200
        assert manager.post(url("part_new", contract.pk, part), typed).status_code == 302
        row = getattr(contract, part).get()
        assert url("part_remove", contract.pk, part, row.pk) in manager.get(url("detail", contract.pk)).content.decode()
        manager.post(url("part_remove", contract.pk, part, row.pk))
        assert not getattr(contract, part).exists()

    def test_of_an_unknown_kind_are_not_found(self, contract, manager):
        assert manager.get(url("part_new", contract.pk, "levels")).status_code == 404

    @pytest.mark.parametrize("amount", ["0", "-1", "1.005", "many", "99999999999"])
    def test_are_refused_for_an_amount_nobody_means(self, contract, manager, amount):
        answer = manager.post(url("part_new", contract.pk, "limits"), {"decision": "part", "amount": amount})
        assert (answer.status_code, contract.limits.count()) == (422, 0)


class TestConsumption:
    def test_is_entered_flagged_and_taken_back(self, running, manager):
        facts = {"kind": "visits", "quantity": "3", "used_on": timezone.localdate(), "note": "巡检"}
        manager.post(url("consume", running.pk), facts)
        entry = EntitlementEntry.objects.get()
        page = manager.get(url("detail", running.pk)).content.decode()
        assert "另行收费 1 次" in page and "is-bad" in page
        manager.post(url("reverse", running.pk, entry.pk), {"reason": "误记"})
        assert sum(EntitlementEntry.objects.values_list("quantity", flat=True)) == 0

    def test_is_refused_for_what_is_not_included(self, running, manager):
        facts = {"kind": "hours", "quantity": "3", "used_on": timezone.localdate()}
        assert manager.post(url("consume", running.pk), facts).status_code == 422
        assert not EntitlementEntry.objects.exists()

    def test_page_costs_few_queries_however_many_entries(
        self, running, manager, system, at, django_assert_max_num_queries
    ):
        use = {"contract_id": running.pk, "kind": "visits", "quantity": Decimal(1), "used_on": timezone.localdate()}
        for _n in range(12):
            commands.consume(**use, by=system, at=at)
        manager.get(url("detail", running.pk))
        with django_assert_max_num_queries(40):
            manager.get(url("detail", running.pk))


class TestRenewal:
    def test_is_drawn_up_from_the_page(self, running, manager):
        manager.post(url("renew", running.pk))
        assert ServiceContract.objects.get(renewal_of=running).starts_on == running.ends_on + timedelta(days=1)

    def test_reminders_are_typed_as_days(self, running, manager):
        manager.post(url("entrust", running.pk), {"responsible_id": "", "remind_days": "45，15"})
        running.refresh_from_db()
        assert running.remind_days == [45, 15]

    @pytest.mark.parametrize("days", ["soon", "", "0", "400", "-5"])
    def test_reminders_nobody_means_are_refused(self, running, manager, days):
        answer = manager.post(url("entrust", running.pk), {"responsible_id": "", "remind_days": days})
        running.refresh_from_db()
        assert (answer.status_code, running.remind_days) == (422, [90, 60, 30])


class TestPacks:
    def test_show_times_intervals_and_guarantees(self, manager):
        page = manager.get(url("pack", "elevator", "government")).content.decode()
        assert all(words in page for words in ("30 分", "半月保养", "电梯修理", "24 次"))

    def test_that_nobody_made_are_not_found(self, manager):
        assert manager.get(url("pack", "elevator", "martian")).status_code == 404

    def test_become_a_contract_whose_page_shows_where_it_deviates(self, manager, place, calendar_id):
        today = timezone.localdate()
        facts = {
            "customer_id": place.customer_id, "name": "电梯维保", "starts_on": today,
            "ends_on": today + timedelta(days=364), "calendar_id": calendar_id, "warn_percent": "75",
        }  # fmt: skip
        manager.post(url("pack_new", "elevator", "government"), facts)
        row = ServiceContract.objects.get(pack="elevator/government")
        assert "与所用标准一致" in manager.get(url("detail", row.pk)).content.decode()
        row.levels.filter(promise="arrive", priority=2).update(target_minutes=60)
        assert "高于标准" in manager.get(url("detail", row.pk)).content.decode()


class TestClauseWithoutATime:
    def test_is_told_beside_the_clause(self, contract, manager, system, at):
        clause = commands.write_clause(contract_id=contract.pk, number="1", title="到场", by=system, at=at)
        answer = manager.post(url("levels", contract.pk), {"arrive_clause": str(clause.pk)})
        assert (answer.status_code, "本条款没有时限" in answer.content.decode()) == (422, True)


class TestCoverage:
    def test_explains_the_choice_to_the_office(self, running, place, manager):
        page = manager.get(reverse("installed_base:equipment", args=[place.equipment_id])).content.decode()
        assert "为什么按这份合同" in page and "没有合同专门写明" in page
