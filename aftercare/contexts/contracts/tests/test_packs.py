"""Standard packs, contracts drawn up from them, and where those deviate."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from aftercare.contexts.contracts import commands, deviations
from aftercare.contexts.contracts.models import ServiceContract
from aftercare.contexts.contracts.rules.moments import usual
from aftercare.contexts.contracts.rules.packs import PROMISES, packs
from aftercare.contexts.organisations import public as organisations
from aftercare.platform.refusal import Refused


@pytest.fixture
def act(service_manager, at):
    """Give what every command takes."""
    return {"by": service_manager, "at": at}


@pytest.fixture
def from_pack(place, calendar_id, act):
    """Give a way to draw up a contract from the lift pack for public bodies."""

    def draw(**given):
        usual = {
            "pack": "elevator/government", "name": "电梯维保", "customer_id": place.customer_id,
            "starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31), "calendar_id": calendar_id,
        }  # fmt: skip
        return commands.draft_from_pack(**{**usual, **act, **given})

    return draw


@pytest.mark.parametrize("pack", packs().values(), ids=lambda pack: pack.key)
class TestEveryPack:
    def test_promises_each_moment_at_each_priority_in_order(self, pack):
        for priority in range(4):
            line = [pack.targets[promise][priority] for promise in PROMISES if usual(promise)[0] == "received"]
            assert line == sorted(line)
        for promise in PROMISES:
            assert all(urgent <= less for urgent, less in pairwise(pack.targets[promise]))

    def test_says_everything_in_both_languages(self, pack):
        texts = [pack.parts, pack.qualification, *(i.text for i in pack.maintenance)]
        texts += [text for clause in pack.clauses for text in (clause.title, clause.text)]
        assert all(text.zh and text.en and not text.zh.isascii() for text in texts)

    def test_is_drawn_up_without_a_refusal_and_deviates_nowhere(self, pack, from_pack):
        row = from_pack(pack=pack.key)
        assert (row.levels.count(), deviations.of(row)) == (24, [])


class TestPacks:
    def test_are_one_for_each_industry_and_kind_of_customer(self):
        industries = {i for i in organisations.Industry.values if i != "other"}
        expected = {f"{industry}/{kind}" for industry in industries for kind in organisations.CustomerType.values}
        assert set(packs()) == expected

    def test_of_lifts_keep_the_half_month_and_the_half_hour(self):
        pack = packs()["elevator/enterprise"]
        assert (pack.maintenance[0].days, pack.targets["arrive"][0], pack.counting(1)) == (15, 30, "calendar")


class TestDraftFromPack:
    def test_writes_clauses_times_exclusions_and_visits_in_one_go(self, from_pack):
        row = from_pack()
        assert set(row.clauses.values_list("number", flat=True)) >= {"3.1", "3.4", "4.1", "5.1", "6.1", "7.1"}
        assert (row.exclusions.count(), row.entitlements.get().per_year, row.status) == (2, 24, "draft")
        level = row.levels.get(promise="arrive", priority=1)
        assert (level.target_minutes, level.clause.number, "weather" in level.pausing_reasons) == (30, "3.3", True)

    def test_words_it_in_english_when_asked(self, from_pack):
        assert from_pack(language="en").clauses.get(number="3.3").title == "Arrival"

    def test_of_an_unknown_pack_is_refused_and_makes_nothing(self, from_pack):
        with pytest.raises(Refused, match="unknown"):
            from_pack(pack="elevator/martian")
        assert not ServiceContract.objects.exists()

    def test_for_a_term_too_short_is_refused_and_makes_nothing(self, from_pack):
        with pytest.raises(Refused, match="longer_than_term"):
            from_pack(ends_on=date(2026, 1, 3))
        assert not ServiceContract.objects.exists()


class TestDeviations:
    def test_say_what_is_agreed_otherwise_and_what_that_asks(self, from_pack, act):
        row = from_pack()
        row.levels.filter(promise="arrive", priority=2).update(target_minutes=60)
        row.levels.filter(promise="resolve", priority=4).delete()
        commands.entitle(contract_id=row.pk, kind="visits", per_year=Decimal(12), **act)
        found = {line.what: line.asks for line in deviations.of(row)}
        assert found == {"到场 · P2": "more", "解决 · P4": "less", "每年上门次数": "less"}

    def test_name_a_clause_that_reads_otherwise_or_is_gone(self, from_pack, act):
        row = from_pack()
        clause = row.clauses.get(number="5.1")
        commands.write_clause(contract_id=row.pk, clause_id=clause.pk, number="5.1", title="备件", text="另议", **act)
        commands.remove_clause(contract_id=row.pk, clause_id=row.clauses.get(number="6.1").pk, **act)
        assert [(line.agreed, line.asks) for line in deviations.of(row)] == [("另议", ""), ("", "less")]

    def test_are_none_for_a_contract_without_a_pack(self, contract):
        assert deviations.of(contract) is None
