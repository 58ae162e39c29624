"""Drawing up, writing and ending contracts."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from aftercare.contexts.contracts import commands, public
from aftercare.contexts.contracts.models import Clause, ContractScope, ServiceContract, ServiceLevel
from aftercare.platform.actor import Role
from aftercare.platform.refusal import Refused

TARGETS = {1: (30, "calendar"), 2: (120, "working")}


@pytest.fixture
def act(contract, service_manager, at):
    """Give what every command on the contract takes."""
    return {"contract_id": contract.pk, "by": service_manager, "at": at}


@pytest.fixture
def clause(act) -> Clause:
    """Give a clause of the contract."""
    return commands.write_clause(number="3.1", title="响应", text="按时响应", **act)


class TestDraft:
    def test_gives_a_number_of_the_series(self, contract):
        assert (contract.number, contract.status) == ("SC-2026-000001", "draft")

    def test_keeps_the_customers_own_number(self, drafted):
        assert drafted(number="甲-2026-07").number == "甲-2026-07"

    @pytest.mark.parametrize(
        ("wrong", "code", "field"),
        [
            ({"ends_on": date(2025, 12, 31)}, "bad_term", "ends_on"),
            ({"starts_on": date(1899, 1, 1)}, "bad_term", "starts_on"),
            ({"calendar_id": 404}, "unknown", "calendar_id"),
            ({"customer_id": 404}, "unknown", "customer_id"),
            ({"warn_percent": 100}, "bad_percent", "warn_percent"),
            ({"name": " "}, "missing", "name"),
            ({"name": "合\0同"}, "unseen_characters", "name"),
            ({"note": "长" * 2001}, "too_long", "note"),
        ],
    )
    def test_is_refused_with_the_field_at_fault_and_makes_nothing(self, place, drafted, wrong, code, field):
        with pytest.raises(Refused) as no:
            drafted(**wrong)
        assert (no.value.code, no.value.field) == (code, field)
        assert not ServiceContract.objects.exists()

    def test_is_refused_for_a_number_that_is_taken(self, contract, drafted):
        with pytest.raises(Refused, match="conflict"):
            drafted(number=contract.number)

    def test_is_refused_for_a_customer_of_another_region(self, place, drafted, make_actor):
        stranger = make_actor(Role.SERVICE_MANAGER, regions={0})
        with pytest.raises(Refused, match="unknown"):
            drafted(by=stranger)

    def test_is_refused_for_a_dispatcher(self, drafted, dispatcher):
        with pytest.raises(Refused, match="not_allowed"):
            drafted(by=dispatcher)

    def test_of_standard_terms_is_refused_when_there_are_some(self, drafted, system, at):
        drafted(customer_id=None)
        with pytest.raises(Refused, match="conflict"):
            drafted(customer_id=None)


class TestRevise:
    def test_changes_the_term(self, act, calendar_id):
        row = commands.revise(
            name="两年维保", starts_on=date(2026, 1, 1), ends_on=date(2027, 12, 31), calendar_id=calendar_id, **act
        )
        assert (row.name, row.ends_on) == ("两年维保", date(2027, 12, 31))

    def test_is_not_found_in_another_region(self, act, calendar_id, make_actor):
        stranger = make_actor(Role.SERVICE_MANAGER, regions={0})
        term = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31), "calendar_id": calendar_id}
        with pytest.raises(Refused, match="not_found"):
            commands.revise(name="别人的", **term, **{**act, "by": stranger})


class TestWriteClause:
    def test_changes_a_clause_in_place(self, act, clause):
        commands.write_clause(clause_id=clause.pk, number="3.1", title="响应时限", **act)
        assert list(Clause.objects.values_list("title", flat=True)) == ["响应时限"]

    def test_is_refused_for_a_number_that_is_taken(self, act, clause):
        with pytest.raises(Refused, match="conflict"):
            commands.write_clause(number="3.1", title="到场", **act)

    def test_of_another_contract_is_not_found(self, act, clause, drafted):
        other = drafted(name="另一份")
        with pytest.raises(Refused, match="not_found"):
            commands.write_clause(clause_id=clause.pk, number="9", title="甲", **{**act, "contract_id": other.pk})


class TestRemoveClause:
    def test_is_refused_while_a_promise_rests_on_it(self, act, clause):
        commands.set_levels(rows=[commands.PromiseRow(promise="respond", clause_id=clause.pk, targets=TARGETS)], **act)
        with pytest.raises(Refused, match="conflict"):
            commands.remove_clause(clause_id=clause.pk, **act)
        commands.set_levels(rows=[], **act)
        commands.remove_clause(clause_id=clause.pk, **act)
        assert not Clause.objects.exists()


class TestSetLevels:
    def test_replaces_the_matrix(self, act, clause):
        row = commands.PromiseRow(promise="respond", clause_id=clause.pk, targets=TARGETS, pausing_reasons=["weather"])
        commands.set_levels(rows=[row], **act)
        smaller = commands.PromiseRow(promise="respond", clause_id=clause.pk, targets={1: (60, "calendar")})
        commands.set_levels(rows=[smaller], **act)
        assert list(ServiceLevel.objects.values_list("priority", "target_minutes", "pausing_reasons")) == [(1, 60, [])]

    @pytest.mark.parametrize(
        ("wrong", "code"),
        [
            ({"promise": "party"}, "bad_level"),
            ({"clause_id": 404}, "bad_level"),
            ({"pausing_reasons": ["mood"]}, "bad_level"),
            ({"targets": {5: (30, "working")}}, "bad_level"),
            ({"targets": {1: (0, "working")}}, "bad_level"),
            ({"targets": {1: (525_601, "working")}}, "bad_level"),
            ({"targets": {1: (30, "sometimes")}}, "bad_level"),
            ({"begins": "resolved"}, "bad_level"),
            ({"ends": "arrived"}, "bad_level"),
            ({"ends": "someday"}, "bad_level"),
        ],
    )
    def test_is_refused_for_nonsense_and_changes_nothing(self, act, clause, wrong, code):
        usual = {"promise": "respond", "clause_id": clause.pk, "targets": TARGETS, **wrong}
        with pytest.raises(Refused, match=code):
            commands.set_levels(rows=[commands.PromiseRow(**usual)], **act)
        assert not ServiceLevel.objects.exists()

    def test_counts_between_the_usual_moments_unless_the_clause_says_others(self, act, clause):
        rows = [
            commands.PromiseRow(promise="arrive", clause_id=clause.pk, targets={2: (240, "working")}),
            commands.PromiseRow(
                promise="resolve", clause_id=clause.pk, targets={2: (60, "working")}, begins="arrived", ends="signed"
            ),
        ]
        commands.set_levels(rows=rows, **act)
        assert list(ServiceLevel.objects.order_by("promise").values_list("begins", "ends")) == [
            ("received", "arrived"), ("arrived", "signed"),
        ]  # fmt: skip

    def test_between_moments_that_do_not_fit_is_impossible_even_past_the_command(self, act, clause):
        row = commands.PromiseRow(promise="arrive", clause_id=clause.pk, targets={2: (240, "working")})
        commands.set_levels(rows=[row], **act)
        with pytest.raises(IntegrityError), transaction.atomic():
            ServiceLevel.objects.update(ends="closed")

    def test_is_refused_when_the_later_moment_is_promised_earlier(self, act, clause):
        rows = [
            commands.PromiseRow(promise="respond", clause_id=clause.pk, targets={2: (240, "working")}),
            commands.PromiseRow(promise="arrive", clause_id=clause.pk, targets={2: (120, "working")}),
        ]
        with pytest.raises(Refused, match="out_of_order"):
            commands.set_levels(rows=rows, **act)


class TestSetScope:
    def test_names_projects_and_equipment(self, act, place):
        commands.set_scope(project_ids=[place.project_id], equipment_ids=[place.equipment_id], **act)
        assert ContractScope.objects.count() == 2

    @pytest.mark.parametrize("what", ["project_ids", "equipment_ids"])
    def test_is_refused_for_another_customers_things_and_changes_nothing(self, act, place, make_place, what):
        commands.set_scope(project_ids=[place.project_id], **act)
        other = make_place("south")
        ids = {"project_ids": [other.project_id], "equipment_ids": [other.equipment_id]}
        with pytest.raises(Refused, match="unknown"):
            commands.set_scope(**{what: ids[what]}, **act)
        assert ContractScope.objects.get().project_id == place.project_id


class TestPutInForce:
    def test_binds_and_tells_it_once(self, contract, act, published):
        commands.put_in_force(**act)
        assert published.only("ContractInForce")["number"] == contract.number

    def test_twice_is_refused(self, act):
        commands.put_in_force(**act)
        with pytest.raises(Refused, match="wrong_state"):
            commands.put_in_force(**act)

    def test_of_standard_terms_with_a_gap_is_refused_and_binds_nobody(self, drafted, service_manager, at, published):
        """F7: no request may ever be without a promise."""
        row = drafted(customer_id=None)
        with pytest.raises(Refused, match="incomplete"):
            commands.put_in_force(contract_id=row.pk, by=service_manager, at=at)
        row.refresh_from_db()
        assert (row.status, published.names()) == ("draft", [])


class TestEnd:
    def test_needs_a_reason(self, act):
        commands.put_in_force(**act)
        with pytest.raises(Refused, match="missing"):
            commands.end(reason=" ", **act)

    def test_of_the_standard_terms_is_refused(self, calendar_id, system, service_manager, at):
        pk = public.seed_standard_terms(by=system, at=at)
        with pytest.raises(Refused, match="wrong_state"):
            commands.end(contract_id=pk, reason="不要了", by=service_manager, at=at)

    def test_of_an_ended_contract_leaves_nothing_to_write(self, act):
        commands.put_in_force(**act)
        commands.end(reason="到期", **act)
        with pytest.raises(Refused, match="wrong_state"):
            commands.write_clause(number="1", title="新条款", **act)
