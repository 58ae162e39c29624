"""Amendments: the next version of a contract takes the place of the one before."""

from __future__ import annotations

from datetime import date

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from aftercare.contexts.contracts import commands, history, public
from aftercare.contexts.contracts.models import Clause, ServiceContract, ServiceLevel
from aftercare.contexts.contracts.rules.terms import standing
from aftercare.platform.refusal import Refused

JULY = date(2026, 7, 1)


@pytest.fixture
def act(contract, service_manager, at):
    """Give what every command on the contract takes."""
    return {"contract_id": contract.pk, "by": service_manager, "at": at}


@pytest.fixture
def binding(contract, act, place) -> ServiceContract:
    """Give a contract in force with a scope, a clause and a time to arrive."""
    clause = commands.write_clause(number="3.1", title="到场", text="按时到场", **act)
    row = commands.PromiseRow(promise="arrive", clause_id=clause.pk, targets={2: (240, "working")})
    commands.set_levels(rows=[row], **act)
    commands.set_scope(project_ids=[place.project_id], **act)
    return commands.put_in_force(**act)


@pytest.fixture
def amended(binding, act) -> ServiceContract:
    """Give the draft of an amendment from July on that promises half the time."""
    draft = commands.amend(starts_on=JULY, reason="甲方扩建二期", summary="到场时限减半", **act)
    row = commands.PromiseRow(promise="arrive", clause_id=draft.clauses.get().pk, targets={2: (120, "working")})
    commands.set_levels(rows=[row], **{**act, "contract_id": draft.pk})
    return draft


def bound(place, on):
    """Return the id and the time to arrive of what binds on a day."""
    terms = public.terms_for(customer_id=place.customer_id, project_id=place.project_id, on=on)
    return terms.contract_id, [x.target_minutes for x in public.promised(terms.contract_id, 2, on=on)]


class TestAmend:
    def test_makes_a_draft_that_says_what_the_contract_says(self, binding, act, place):
        draft = commands.amend(starts_on=JULY, reason="扩建", **act)
        assert (draft.status, draft.number, draft.version, draft.amends_id) == ("draft", binding.number, 2, binding.pk)
        assert (draft.scope.get().project_id, draft.clauses.get().text) == (place.project_id, "按时到场")
        assert draft.levels.get().clause_id == draft.clauses.get().pk
        assert draft.amendment_number == f"{binding.number}-A1"

    def test_leaves_the_contract_binding_until_it_is_put_in_force(self, binding, amended, place):
        assert bound(place, date(2026, 12, 1)) == (binding.pk, [240])

    @pytest.mark.parametrize("day", [date(2026, 1, 1), date(2025, 7, 1), date(2027, 1, 1)])
    def test_is_refused_for_a_day_that_overlaps_and_makes_nothing(self, binding, act, day):
        with pytest.raises(Refused) as no:
            commands.amend(starts_on=day, reason="扩建", **act)
        assert (no.value.code, no.value.field) == ("overlap", "starts_on")
        assert ServiceContract.objects.count() == 1

    def test_is_refused_without_a_reason(self, binding, act):
        with pytest.raises(Refused, match="missing"):
            commands.amend(starts_on=JULY, reason=" ", **act)
        assert (ServiceContract.objects.count(), Clause.objects.count()) == (1, 1)

    def test_is_refused_for_a_draft_and_while_another_is_drawn_up(self, contract, act, service_manager):
        with pytest.raises(Refused, match="wrong_state"):
            commands.amend(starts_on=JULY, reason="扩建", **act)
        commands.put_in_force(**act)
        commands.amend(starts_on=JULY, reason="扩建", **act)
        with pytest.raises(Refused, match="wrong_state"):
            commands.amend(starts_on=JULY, reason="再扩建", **act)
        assert ServiceContract.objects.count() == 2

    def test_is_refused_for_a_dispatcher(self, binding, act, dispatcher):
        with pytest.raises(Refused, match="not_allowed"):
            commands.amend(starts_on=JULY, reason="扩建", **{**act, "by": dispatcher})


class TestContractInForce:
    def test_is_changed_by_nothing_but_an_amendment(self, binding, act, calendar_id):
        term = {"name": "改名", "starts_on": date(2026, 1, 1), "ends_on": JULY, "calendar_id": calendar_id}
        for attempt in (
            lambda: commands.revise(**term, **act),
            lambda: commands.set_levels(rows=[], **act),
            lambda: commands.set_scope(**act),
            lambda: commands.write_clause(number="9", title="新", **act),
            lambda: commands.remove_clause(clause_id=binding.clauses.get().pk, **act),
        ):
            with pytest.raises(Refused, match="wrong_state"):
                attempt()
        binding.refresh_from_db()
        assert (binding.ends_on, binding.levels.count(), binding.scope.count()) == (date(2026, 12, 31), 1, 1)


class TestPutInForce:
    def test_takes_the_place_from_its_first_day_and_tells_it(self, binding, amended, act, place, published):
        commands.put_in_force(**{**act, "contract_id": amended.pk})
        assert bound(place, date(2026, 6, 30)) == (binding.pk, [240])
        assert bound(place, JULY) == (amended.pk, [120])
        told = published.only("ContractAmended")
        assert (told["amends_id"], told["version"], told["starts_on"]) == (binding.pk, 2, "2026-07-01")

    def test_of_the_standard_terms_counts_where_a_contract_is_silent(self, binding, place, service_manager, at):
        pk = public.seed_standard_terms(by=service_manager, at=at)
        acting = {"by": service_manager, "at": at}
        draft = commands.amend(contract_id=pk, starts_on=JULY, reason="提速", **acting)
        ServiceLevel.objects.filter(contract=draft, promise="resolve").update(target_minutes=700)
        commands.put_in_force(contract_id=draft.pk, **acting)
        assert [x[1][-1] for x in (bound(place, date(2026, 6, 30)), bound(place, JULY))] == [1440, 700]

    def test_of_a_version_whose_predecessor_has_ended_is_refused(self, binding, amended, act):
        commands.end(reason="协商", **act)
        with pytest.raises(Refused, match="wrong_state"):
            commands.put_in_force(**{**act, "contract_id": amended.pk})
        amended.refresh_from_db()
        assert amended.status == "draft"

    def test_that_would_overlap_after_all_is_refused_by_the_database(self, binding, amended):
        """The words come from the command; this holds when somebody goes around it."""
        with pytest.raises(IntegrityError, match="contract_versions_apart"), transaction.atomic():
            ServiceContract.objects.filter(pk=amended.pk).update(status="active")
        ServiceContract.objects.filter(pk=binding.pk).update(bound_until=date(2026, 6, 30))
        assert ServiceContract.objects.filter(pk=amended.pk).update(status="active") == 1


class TestRevise:
    def test_of_an_amendment_onto_its_predecessors_first_day_is_refused(self, amended, act, calendar_id):
        term = {"name": "甲", "starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31), "calendar_id": calendar_id}
        with pytest.raises(Refused, match="overlap"):
            commands.revise(**term, **{**act, "contract_id": amended.pk})


class TestEnd:
    def test_of_a_version_to_come_ends_the_one_it_replaces(self, binding, act, at):
        draft = commands.amend(starts_on=date(2026, 12, 1), reason="扩建", **act)
        commands.put_in_force(**{**act, "contract_id": draft.pk})
        with pytest.raises(Refused, match="wrong_state"):
            commands.end(reason="协商", **act)
        commands.end(reason="协商", **{**act, "contract_id": draft.pk})
        assert set(ServiceContract.objects.values_list("status", flat=True)) == {"ended"}


class TestDiscard:
    def test_throws_an_amendment_away_and_another_may_come(self, amended, act):
        commands.discard(**{**act, "contract_id": amended.pk})
        assert (ServiceContract.objects.count(), ServiceLevel.objects.count()) == (1, 1)
        assert commands.amend(starts_on=JULY, reason="再来", **act).version == 2

    def test_is_refused_for_what_binds_and_changes_nothing(self, binding, act):
        with pytest.raises(Refused, match="wrong_state"):
            commands.discard(**act)
        assert ServiceLevel.objects.count() == 1


class TestHistory:
    def test_shows_what_each_version_changed(self, binding, amended, service_manager):
        latest, first = history.of(binding, by=service_manager)
        assert [(c.before.split(" · ")[0], c.after.split(" · ")[0]) for c in latest.changes] == [("4 小时", "2 小时")]
        assert (latest.row.pk, first.changes) == (amended.pk, [])

    def test_hides_a_draft_from_the_customer(self, binding, amended, place, make_actor):
        customer = make_actor("customer", organisation_ids=frozenset({place.customer_id}))
        assert [line.row.pk for line in history.of(binding, by=customer)] == [binding.pk]

    def test_keeps_every_copy_of_a_changed_row(self, binding):
        events = apps.get_model("contracts", "ServiceContractEvent").objects.filter(pgh_obj_id=binding.pk)
        assert list(events.order_by("pgh_id").values_list("status", flat=True))[-1] == "active"


class TestStanding:
    def test_is_replaced_after_the_last_day_it_was_bound_to(self):
        term = (date(2026, 1, 1), date(2026, 12, 31))
        found = [standing("active", *term, day, date(2026, 6, 30)) for day in (date(2026, 6, 30), JULY)]
        assert found == ["active", "replaced"]

    def test_keeps_the_days_apart_on_which_each_version_bound(self, binding, amended, act, place):
        commands.put_in_force(**{**act, "contract_id": amended.pk})
        commands.end(reason="协商", **{**act, "contract_id": amended.pk})
        assert bound(place, date(2026, 6, 30))[0] == binding.pk
        assert bound(place, JULY)[0] == amended.pk
        with pytest.raises(IntegrityError, match="contract_versions_apart"), transaction.atomic():
            ServiceContract.objects.filter(pk=binding.pk).update(bound_until=JULY)

    def test_of_a_version_to_come_leaves_it_no_day_to_bind(self, binding, act, at):
        draft = commands.amend(starts_on=date(2026, 12, 1), reason="扩建", **act)
        commands.put_in_force(**{**act, "contract_id": draft.pk})
        commands.end(reason="协商", **{**act, "contract_id": draft.pk})
        days = [date(2026, 5, 1), at.date(), date(2026, 9, 8), date(2026, 12, 1)]
        bound_on = [list(draft.family().in_force(day).values_list("pk", flat=True)) for day in days]
        assert bound_on == [[binding.pk], [binding.pk], [], []]

    def test_without_its_day_is_refused_by_the_database(self, binding):
        with pytest.raises(IntegrityError, match="contract_ended_on_a_day"), transaction.atomic():
            ServiceContract.objects.filter(pk=binding.pk).update(status="ended")
