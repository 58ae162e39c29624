"""What a contract includes, used up through an append-only ledger."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from aftercare.contexts.contracts import commands, consumption, reactions
from aftercare.contexts.contracts.models import EntitlementEntry
from aftercare.contexts.contracts.rules.entitlements import contract_year, span_of
from aftercare.platform.refusal import Refused
from aftercare.published.visits import VisitAssisted, VisitDone

SEPTEMBER = date(2026, 9, 7)


@pytest.fixture
def act(contract, service_manager, at):
    """Give what every command takes on a contract in force that includes two visits and five hours a year."""
    acting = {"contract_id": contract.pk, "by": service_manager, "at": at}
    commands.entitle(kind="visits", per_year=Decimal(2), **acting)
    commands.entitle(kind="hours", per_year=Decimal(5), **acting)
    commands.put_in_force(**acting)
    return acting


def use(act, quantity=1, **given):
    """Use visits."""
    usual = {"kind": "visits", "quantity": Decimal(quantity), "used_on": SEPTEMBER}
    return commands.consume(**{**act, **usual, **given})


class TestContractYear:
    @pytest.mark.parametrize(
        ("day", "year"),
        [
            (date(2024, 2, 28), 0),
            (date(2024, 2, 29), 1),
            (date(2025, 2, 27), 1),
            (date(2025, 2, 28), 2),
            (date(2028, 2, 29), 5),
        ],
    )
    def test_begins_on_the_day_of_the_first_or_the_months_last(self, day, year):
        assert contract_year(date(2024, 2, 29), day) == year

    def test_spans_meet(self):
        assert span_of(date(2026, 3, 1), 2) == (date(2027, 3, 1), date(2028, 2, 29))


class TestConsume:
    def test_enters_who_when_and_for_what_and_tells_it(self, act, contract, service_manager, at, published):
        entry = use(act, subject="visit:7", note="WO-7")
        assert (entry.by_id, entry.at, entry.year, entry.chargeable) == (service_manager.id, at, 1, 0)
        assert published.only("EntitlementUsed")["subject"] == "visit:7"

    def test_flags_what_goes_beyond_the_year_as_chargeable(self, act):
        assert [use(act).chargeable, use(act, 3).chargeable, use(act).chargeable] == [0, 2, 1]

    def test_begins_anew_with_each_contract_year(self, act, drafted, service_manager, at):
        row = drafted(ends_on=date(2027, 12, 31))
        acting = {"contract_id": row.pk, "by": service_manager, "at": at}
        commands.entitle(kind="visits", per_year=Decimal(1), **acting)
        commands.put_in_force(**acting)
        assert [use(acting, used_on=day).chargeable for day in (SEPTEMBER, date(2027, 1, 1))] == [0, 0]

    def test_goes_on_under_an_amendment_that_includes_more(self, act):
        use(act, 2)
        later = commands.amend(starts_on=date(2026, 9, 1), reason="加次数", **act)
        commands.entitle(kind="visits", per_year=Decimal(3), **{**act, "contract_id": later.pk})
        commands.put_in_force(**{**act, "contract_id": later.pk})
        assert [use(act).chargeable, use(act).chargeable] == [0, 1]

    @pytest.mark.parametrize(
        ("wrong", "code"),
        [
            ({"quantity": Decimal(0)}, "bad_amount"),
            ({"quantity": Decimal("Infinity")}, "bad_amount"),
            ({"kind": "parts_value"}, "not_included"),
            ({"kind": "beer"}, "not_included"),
            ({"used_on": date(2025, 12, 31)}, "not_in_force"),
            ({"note": "长" * 301}, "too_long"),
        ],
    )
    def test_is_refused_and_enters_nothing(self, act, wrong, code, published):
        with pytest.raises(Refused, match=code):
            use(act, **wrong)
        assert not EntitlementEntry.objects.exists() and "EntitlementUsed" not in published.names()

    def test_is_refused_for_a_record_entered_already(self, act):
        use(act, subject="visit:7")
        with pytest.raises(Refused, match="conflict"):
            use(act, subject="visit:7")
        assert EntitlementEntry.objects.count() == 1

    def test_is_refused_for_a_quality_manager(self, act, make_actor):
        with pytest.raises(Refused, match="not_allowed"):
            use(act, by=make_actor("quality_manager"))

    def test_of_a_draft_is_refused(self, drafted, service_manager, at):
        with pytest.raises(Refused, match="wrong_state"):
            use({"contract_id": drafted().pk, "by": service_manager, "at": at})


class TestReverse:
    def test_makes_a_counter_entry_and_gives_the_year_back(self, act):
        entry = use(act, 3)
        counter = commands.reverse(entry_id=entry.pk, reason="误记", **act)
        assert (counter.quantity, counter.chargeable, counter.reverses_id) == (-3, -1, entry.pk)
        assert use(act, 2).chargeable == 0

    def test_is_refused_twice_of_a_counter_entry_and_without_a_reason(self, act):
        entry = use(act)
        with pytest.raises(Refused, match="missing"):
            commands.reverse(entry_id=entry.pk, reason=" ", **act)
        counter = commands.reverse(entry_id=entry.pk, reason="误记", **act)
        for pk in (entry.pk, counter.pk):
            with pytest.raises(Refused, match="conflict"):
                commands.reverse(entry_id=pk, reason="误记", **act)
        assert EntitlementEntry.objects.count() == 2

    def test_of_another_contracts_entry_is_not_found(self, act, drafted, service_manager, at):
        other = drafted()
        commands.put_in_force(contract_id=other.pk, by=service_manager, at=at)
        with pytest.raises(Refused, match="not_found"):
            commands.reverse(entry_id=use(act).pk, reason="误记", **{**act, "contract_id": other.pk})


class TestLedger:
    @pytest.mark.parametrize("change", [lambda rows: rows.update(quantity=9), lambda rows: rows.delete()])
    def test_is_never_changed(self, act, change):
        use(act)
        with pytest.raises(DatabaseError, match="ledger_append_only"), transaction.atomic():
            change(EntitlementEntry.objects.all())
        assert EntitlementEntry.objects.get().quantity == 1


class TestVisits:
    def done(self, contract_id, at, visit_id=7):
        """Let a visit of ninety minutes be finished."""
        event = VisitDone(
            visit_id=visit_id, work_order_id=1, request_id=1, contract_id=contract_id, number="WO-1", minutes=90, at=at
        )
        reactions.use_visit_and_hours(event, by=None)
        return list(EntitlementEntry.objects.order_by("pk").values_list("kind", "quantity"))

    def test_use_what_the_contract_includes_once(self, act, contract, at):
        once = [("visits", Decimal(1)), ("hours", Decimal("1.5"))]
        assert self.done(contract.pk, at) == once
        assert self.done(contract.pk, at) == once

    def test_use_the_hours_of_whoever_helped_too_but_no_visit_more(self, act, contract, at):
        self.done(contract.pk, at)
        helped = VisitAssisted(
            visit_id=8, work_order_id=1, request_id=1, contract_id=contract.pk, engineer_name="周涛", minutes=60, at=at
        )
        for _twice in range(2):
            reactions.use_visit_and_hours(helped, by=None)
        kept = list(EntitlementEntry.objects.order_by("pk").values_list("kind", "quantity"))
        assert kept == [("visits", Decimal(1)), ("hours", Decimal("1.5")), ("hours", Decimal(1))]

    def test_that_no_contract_pays_for_use_nothing(self, act, at):
        assert self.done(None, at) == []

    def test_after_the_term_use_nothing(self, act, contract, at):
        assert self.done(contract.pk, at.replace(year=2028)) == []


class TestConsumption:
    def test_says_what_is_left_and_what_is_chargeable(self, act, contract):
        use(act, 3)
        use(act, 4, kind="hours")
        found = consumption.of(contract, SEPTEMBER)
        assert [(b.kind, b.included, b.chargeable, b.tone) for b in found.bars] == [
            ("visits", 2, 1, "bad"), ("hours", 4, 0, "waiting")
        ]  # fmt: skip
        assert (found.year, found.since, len(found.entries)) == (1, date(2026, 1, 1), 2)

    def test_is_nothing_where_nothing_is_included(self, drafted):
        assert consumption.of(drafted(), SEPTEMBER) is None
