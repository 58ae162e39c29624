"""Parties, exclusions, limits of authority and what a contract includes."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from aftercare.contexts.contracts import commands
from aftercare.contexts.contracts.models import AuthorityLimit, ContractParty, Entitlement, Exclusion
from aftercare.platform.refusal import Refused


@pytest.fixture
def act(contract, service_manager, at):
    """Give what every command on the contract takes."""
    return {"contract_id": contract.pk, "by": service_manager, "at": at}


@pytest.fixture
def clause(act):
    """Give the clause that leaves things out."""
    return commands.write_clause(number="7.1", title="除外责任", text="水淹、人为损坏不在服务范围内。", **act)


@pytest.fixture
def enter(act, place, clause):
    """Give a way to enter one part of each kind, some of it otherwise than usual."""
    usual = {
        commands.name_party: {"organisation_id": place.customer_id, "role": "payer"},
        commands.exclude: {"name": "水淹损坏", "clause_id": clause.pk},
        commands.limit_authority: {"decision": "part", "amount": Decimal(500)},
        commands.entitle: {"kind": "visits", "per_year": Decimal(12)},
    }
    return lambda verb, **given: verb(**{**act, **usual[verb], **given})


VERBS = {
    ContractParty: commands.name_party,
    Exclusion: commands.exclude,
    AuthorityLimit: commands.limit_authority,
    Entitlement: commands.entitle,
}
NAMES = {ContractParty: "parties", Exclusion: "exclusions", AuthorityLimit: "limits", Entitlement: "entitlements"}


@pytest.mark.parametrize("model", VERBS)
class TestEveryPart:
    def test_is_entered_in_a_draft_and_taken_out_again(self, model, enter, act, contract):
        row = enter(VERBS[model])
        assert getattr(contract, NAMES[model]).get() == row
        commands.take_out(part=NAMES[model], part_id=row.pk, **act)
        assert not model.objects.exists()

    def test_is_refused_once_the_contract_binds(self, model, enter, act):
        row = enter(VERBS[model])
        commands.put_in_force(**act)
        for attempt in (
            lambda: enter(VERBS[model]),
            lambda: commands.take_out(part=NAMES[model], part_id=row.pk, **act),
        ):
            with pytest.raises(Refused, match="wrong_state"):
                attempt()
        assert model.objects.count() == 1

    def test_is_refused_for_a_dispatcher(self, model, enter, dispatcher):
        with pytest.raises(Refused, match="not_allowed"):
            enter(VERBS[model], by=dispatcher)
        assert not model.objects.exists()

    def test_is_carried_into_the_next_version(self, model, enter, act, contract):
        enter(VERBS[model])
        commands.put_in_force(**act)
        later = commands.amend(starts_on=contract.starts_on.replace(month=7), reason="扩建", **act)
        assert getattr(later, NAMES[model]).count() == getattr(contract, NAMES[model]).count() == 1


class TestNonsense:
    @pytest.mark.parametrize(
        ("verb", "wrong", "code"),
        [
            (commands.name_party, {"organisation_id": 404}, "unknown"),
            (commands.name_party, {"role": "friend"}, "unknown"),
            (commands.exclude, {"name": " "}, "missing"),
            (commands.exclude, {"clause_id": 404}, "unknown"),
            (commands.limit_authority, {"decision": "marry"}, "unknown"),
            (commands.limit_authority, {"amount": Decimal(0)}, "bad_amount"),
            (commands.limit_authority, {"amount": Decimal("NaN")}, "bad_amount"),
            (commands.limit_authority, {"amount": Decimal("1.005")}, "bad_amount"),
            (commands.entitle, {"kind": "beer"}, "unknown"),
            (commands.entitle, {"per_year": Decimal(-1)}, "bad_amount"),
            (commands.entitle, {"per_year": Decimal("1e9")}, "bad_amount"),
        ],
    )
    def test_is_refused_and_enters_nothing(self, enter, verb, wrong, code):
        with pytest.raises(Refused, match=code):
            enter(verb, **wrong)
        assert not any(model.objects.exists() for model in VERBS)

    def test_twice_is_refused_where_it_says_nothing_new(self, enter):
        for verb in (commands.name_party, commands.exclude):
            enter(verb)
            with pytest.raises(Refused, match="conflict"):
                enter(verb)

    def test_twice_replaces_a_limit_and_what_is_included(self, enter):
        enter(commands.limit_authority)
        assert enter(commands.limit_authority, amount=Decimal(800)).amount == AuthorityLimit.objects.get().amount == 800

    def test_of_a_part_nobody_knows_is_not_found(self, act):
        with pytest.raises(Refused, match="not_found"):
            commands.take_out(part="levels", part_id=1, **act)

    def test_of_standard_terms_that_include_something_is_refused(self, enter, drafted):
        standard = drafted(customer_id=None)
        with pytest.raises(Refused, match="wrong_state"):
            enter(commands.entitle, contract_id=standard.pk)

    def test_below_zero_is_refused_by_the_database(self, contract):
        with pytest.raises(IntegrityError, match="limit_positive"), transaction.atomic():
            AuthorityLimit.objects.create(contract=contract, decision="part", amount=0)

    def test_clause_that_an_exclusion_quotes_stays(self, enter, act, clause):
        enter(commands.exclude)
        with pytest.raises(Refused, match="conflict"):
            commands.remove_clause(clause_id=clause.pk, **act)
