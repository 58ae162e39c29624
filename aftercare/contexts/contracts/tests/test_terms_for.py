"""Which contract binds, what it promises, and who pays."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from aftercare.contexts.contracts import commands, public
from aftercare.platform.actor import Role
from aftercare.platform.days import years_later

TODAY = date(2026, 9, 7)


@pytest.fixture
def standard(calendar_id, system, at):
    """Give the standard terms."""
    return public.seed_standard_terms(by=system, at=at)


@pytest.fixture
def bind(drafted, service_manager, at):
    """Give a way to put a contract of the customer in force."""

    def make(*, projects=(), equipment=(), **given):
        row = drafted(**given)
        acting = {"contract_id": row.pk, "by": service_manager, "at": at}
        commands.set_scope(project_ids=projects, equipment_ids=equipment, **acting)
        return commands.put_in_force(**acting)

    return make


def terms(place, on=TODAY):
    """Return what binds for the place's lift."""
    return public.terms_for(
        customer_id=place.customer_id, project_id=place.project_id, equipment_id=place.equipment_id, on=on
    )


class TestTermsFor:
    def test_are_the_standard_ones_without_a_contract(self, standard, place):
        assert (terms(place).contract_id, terms(place).is_standard) == (standard, True)

    def test_are_none_when_nobody_wrote_any(self, place):
        assert terms(place) is None

    def test_are_the_narrowest_that_name_the_thing(self, standard, place, bind):
        everything = bind(name="全部")
        assert terms(place).contract_id == everything.pk
        project = bind(name="项目", projects=[place.project_id])
        assert terms(place).contract_id == project.pk
        lift = bind(name="电梯", equipment=[place.equipment_id])
        assert terms(place).contract_id == lift.pk

    def test_of_a_project_hold_for_its_equipment_when_only_that_is_named(self, standard, place, bind):
        project = bind(projects=[place.project_id])
        found = public.terms_for(customer_id=place.customer_id, equipment_id=place.equipment_id, on=TODAY)
        assert found.contract_id == project.pk

    def test_do_not_hold_outside_their_scope(self, standard, place, bind, make_place, system, at):
        bind(equipment=[place.equipment_id])
        found = public.terms_for(customer_id=place.customer_id, on=TODAY)
        assert found.is_standard

    def test_do_not_hold_for_another_customer(self, standard, place, bind, make_place):
        bind()
        assert terms(make_place("south")).is_standard

    @pytest.mark.parametrize(
        ("day", "bound"),
        [(date(2025, 12, 31), False), (date(2026, 1, 1), True), (date(2026, 12, 31), True), (date(2027, 1, 1), False)],
    )
    def test_hold_from_their_first_day_to_their_last(self, standard, place, bind, day, bound):
        bind()
        assert terms(place, day).is_standard is not bound

    def test_of_a_draft_or_an_ended_contract_do_not_hold(self, standard, place, bind, drafted, service_manager, at):
        drafted()
        assert terms(place).is_standard
        row = bind()
        commands.end(contract_id=row.pk, reason="提前终止", by=service_manager, at=at)
        assert terms(place, TODAY + timedelta(days=1)).is_standard

    def test_of_an_ended_contract_hold_for_the_days_it_was_in_force(self, standard, place, bind, service_manager, at):
        row = bind()
        commands.end(contract_id=row.pk, reason="提前终止", by=service_manager, at=at)
        held = [terms(place, day).contract_id == row.pk for day in (date(2025, 12, 31), date(2026, 5, 1), TODAY)]
        assert held == [False, True, True]
        assert terms(place, date(2026, 5, 1)).ends_on == TODAY

    def test_of_an_ended_contract_pay_for_a_matter_of_its_days(self, standard, place, bind, service_manager, at):
        row = bind()
        commands.end(contract_id=row.pk, reason="提前终止", by=service_manager, at=at)
        thing = {"customer_id": place.customer_id, "equipment_id": place.equipment_id}
        judged = [public.judge_coverage(**thing, on=day) for day in (date(2026, 5, 1), date(2026, 9, 8))]
        assert [j.coverage for j in judged] == ["service_contract", "chargeable"]
        assert (judged[0].contract_id, judged[0].until) == (row.pk, TODAY)

    def test_of_a_contract_ended_before_its_first_day_never_hold(self, standard, place, bind, service_manager, at):
        row = bind(starts_on=TODAY + timedelta(days=10))
        commands.end(contract_id=row.pk, reason="未履行", by=service_manager, at=at)
        assert all(terms(place, TODAY + timedelta(days=n)).is_standard for n in (0, 9, 10, 20))

    def test_cost_two_queries_at_most(self, standard, place, bind, django_assert_max_num_queries):
        bind()
        with django_assert_max_num_queries(1):
            terms(place)


class TestPromised:
    def test_fills_what_the_contract_does_not_name_from_the_standard_terms(
        self, standard, bind, drafted, service_manager, at
    ):
        row = drafted()
        acting = {"contract_id": row.pk, "by": service_manager, "at": at}
        clause = commands.write_clause(number="5", title="到场", **acting)
        fast = commands.PromiseRow(promise="arrive", clause_id=clause.pk, targets={1: (30, "calendar")})
        commands.set_levels(rows=[fast], **acting)
        found = {
            level.promise: (level.target_minutes, level.is_standard) for level in public.promised(row.pk, 1, on=TODAY)
        }
        assert found == {
            "acknowledge": (10, True), "respond": (30, True), "arrive": (30, False), "resolve": (480, True)
        }  # fmt: skip


class TestJudgeCoverage:
    def judged(self, place, **given):
        """Return who pays for the place's lift."""
        whose = {"customer_id": place.customer_id, "equipment_id": place.equipment_id, "on": TODAY}
        return public.judge_coverage(**{**whose, **given})

    def test_is_the_laws_two_years_from_completion(self, standard, make_place):
        place = make_place("new", accepted_on=date(2024, 9, 7))
        assert self.judged(place).coverage == "statutory_warranty"
        assert self.judged(place, on=date(2026, 9, 8)).coverage == "chargeable"

    def test_is_the_contracts_warranty_when_that_is_longer(self, standard, make_place):
        place = make_place("long", accepted_on=date(2023, 1, 1), warranty_until=date(2026, 9, 7))
        assert self.judged(place).coverage == "contract_warranty"

    def test_says_when_the_contract_promised_less_than_the_law(self, standard, make_place):
        place = make_place("short", accepted_on=date(2025, 1, 1), warranty_until=date(2026, 1, 1))
        judged = self.judged(place)
        assert judged.coverage == "statutory_warranty"
        assert "2026-01-01" in judged.reason

    def test_is_the_service_contract_after_the_warranties(self, standard, place, bind):
        row = bind()
        judged = self.judged(place)
        assert (judged.coverage, judged.contract_id) == ("service_contract", row.pk)
        assert row.number in judged.reason

    def test_is_the_customers_own_pocket_under_standard_terms_alone(self, standard, place):
        assert self.judged(place).coverage == "chargeable"

    def test_names_the_day_the_warranty_ended(self, standard, make_place):
        place = make_place("old", accepted_on=date(2020, 2, 29))
        assert "2022-02-28" in self.judged(place).reason

    def test_of_an_unknown_caller_is_chargeable(self, standard):
        assert public.judge_coverage(customer_id=None, on=TODAY).coverage == "chargeable"


class TestYearsLater:
    @pytest.mark.parametrize(
        ("day", "last"), [(date(2024, 2, 29), date(2026, 2, 28)), (date(2025, 3, 1), date(2027, 3, 1))]
    )
    def test_ends_on_the_same_day_or_the_last_of_its_month(self, day, last):
        assert years_later(day, 2) == last


class TestVisibleTo:
    def test_is_the_region_for_the_office_and_the_own_for_a_customer(self, contract, standard, place, make_actor):
        own, other = (make_actor(Role.DESK_AGENT, regions={r}) for r in (place.region_id, 0))
        assert set(public.visible_to(own).values_list("pk", flat=True)) == {contract.pk, standard}
        assert set(public.visible_to(other).values_list("pk", flat=True)) == {standard}

    def test_hides_drafts_from_the_customer(self, contract, place, make_actor, bind):
        customer = make_actor(Role.CUSTOMER, organisation_ids=frozenset({place.customer_id}))
        assert not public.visible_to(customer).exists()
        row = bind()
        assert [c.pk for c in public.visible_to(customer)] == [row.pk]

    @pytest.mark.parametrize("role", [Role.ENGINEER, Role.SYSTEM_ADMIN, Role.AUDITOR, Role.PARTNER])
    def test_is_nothing_for_everybody_else(self, contract, make_actor, role):
        assert not public.visible_to(make_actor(role)).exists()
