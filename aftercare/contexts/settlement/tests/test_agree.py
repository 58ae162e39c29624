from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from aftercare.contexts.installed_base.commands import add_party, change_project
from aftercare.contexts.organisations.tests.building import organisation
from aftercare.contexts.service_requests.tests import builders as requests
from aftercare.contexts.settlement.commands import Guarantee
from aftercare.contexts.settlement.models import Movement, Retention
from aftercare.contexts.settlement.tests import builders
from aftercare.contexts.settlement.tests.builders import BUILDER, noon
from aftercare.platform.actor import Role
from aftercare.platform.refusal import Refused

D = Decimal
PLEDGE = Guarantee(bank="建设银行", number="LG-1", until=date(2027, 1, 1))


@pytest.fixture
def place(shared_held):
    return requests.scene(accepted_on=builders.ACCEPTED)


@pytest.mark.django_db
class TestAgree:
    def test_begins_the_ledger_and_tells_it_once(self, place, published):
        row = builders.agreed(place)
        assert (row.amount, row.status, row.liable_until) == (D("30000.00"), "held", date(2026, 9, 1))
        assert list(row.movements.values_list("kind", "held", "payable")) == [("withheld", D("30000.00"), D(0))]
        assert published.only("RetentionAgreed")["amount"] == "30000.00"

    def test_follows_the_law_where_nothing_else_was_agreed(self, place):
        row = builders.agreed(place)
        assert (row.verify_days, row.pay_days, row.reminder_days, row.silence) == (14, 14, 14, "after_reminder")
        assert (row.cap_percent, row.interest_percent) == (D(3), D(3))

    def test_takes_the_projects_price(self, place):
        change_project(
            project_id=place.project_id, changes={"settlement_price": D("200000")}, by=BUILDER, at=noon("2025-09-09")
        )
        assert builders.agreed(place, settlement_price=None).amount == D("6000.00")

    def test_takes_a_guarantee_instead_of_money(self, place):
        row = builders.agreed(place, guarantee=PLEDGE)
        assert (row.form, row.guarantee_bank, row.account().held) == ("guarantee", "建设银行", D("30000.00"))

    def test_takes_a_subcontractor_the_company_owes(self, place):
        firm = organisation(name="屋面防水公司")
        add_party(
            project_id=place.project_id, organisation_id=firm.pk, part="installer", by=BUILDER, at=noon("2025-09-01")
        )
        row = builders.agreed(place, holder_id=None, payee_id=firm.pk)
        assert (row.holder, row.payee) == (None, firm)

    def test_more_than_three_percent_is_allowed_where_no_law_caps(self, place):
        assert builders.agreed(place, percent=D(10), jurisdiction="OTHER").amount == D("100000.00")

    def test_may_come_before_acceptance_and_waits_for_it(self, shared_held):
        early = requests.scene(accepted_on=None)
        assert builders.agreed(early).liable_until is None


CASES = [
    ({"percent": D("3.01")}, "above_cap", "percent"),
    ({"percent": None, "amount": D("30000.01")}, "above_cap", "amount"),
    ({"percent": D("3.01"), "guarantee": PLEDGE}, "above_cap", "percent"),
    ({"percent": D(-1)}, "bad_percent", "percent"),
    ({"percent": D("NaN")}, "bad_percent", "percent"),
    ({"percent": D("2.999")}, "bad_percent", "percent"),
    ({"percent": None, "amount": D("-5")}, "bad_amount", "amount"),
    ({"percent": None, "amount": D("0.001")}, "bad_amount", "amount"),
    ({"percent": None}, "missing", "percent"),
    ({"amount": D(5)}, "missing", "amount"),
    ({"settlement_price": None}, "no_price", "settlement_price"),
    ({"settlement_price": D(0)}, "bad_amount", "settlement_price"),
    ({"has_performance_guarantee": True}, "performance_guarantee", "has_performance_guarantee"),
    ({"defect_months": 25}, "bad_period", "defect_months"),
    ({"defect_months": 0}, "bad_period", "defect_months"),
    ({"withheld_on": date(2025, 9, 11)}, "bad_day", "withheld_on"),
    ({"holder_id": None}, "same_party", "payee_id"),
    ({"payee_id": 987654321}, "unknown", "payee_id"),
    ({"jurisdiction": "XX"}, "unknown", "jurisdiction"),
    ({"silence": "maybe"}, "unknown", "silence"),
    ({"verify_days": 0}, "bad_days", "verify_days"),
    ({"interest_percent": D(37)}, "bad_percent", "interest_percent"),
    ({"note": "长" * 2001}, "too_long", "note"),
    ({"project_id": 987654321}, "not_found", None),
    (
        {"guarantee": Guarantee(bank="建行", number="1", until=date(2026, 8, 31))},
        "too_short",
        "guarantee_until",
    ),
]


@pytest.mark.django_db
class TestGuarantee:
    def test_is_flagged_when_it_ends_before_the_period_that_moved(self, place):
        row = builders.agreed(place, guarantee=PLEDGE)
        assert [row.is_guarantee_short(day) for day in (date(2027, 1, 1), date(2027, 1, 2))] == [False, True]
        row.liable_until = date(2027, 2, 1)
        assert row.is_guarantee_short(date(2026, 1, 1))


@pytest.mark.django_db
class TestAgreeIsRefused:
    @pytest.mark.parametrize(("given", "code", "field"), CASES)
    def test_for_what_nobody_could_have_agreed_and_keeps_nothing(self, place, published, given, code, field):
        count = Retention.objects.count()
        with pytest.raises(Refused) as refusal:
            builders.agreed(place, **given)
        assert (refusal.value.code, refusal.value.field) == (code, field)
        assert (Retention.objects.count(), published.names()) == (count, [])

    def test_above_the_cap_in_words_with_law_and_amounts(self, place):
        with pytest.raises(Refused) as refusal:
            builders.agreed(place, percent=D(5))
        for word in ("138号", "第七条", "¥30,000.00", "¥50,000.00"):
            assert word in str(refusal.value.message)

    def test_a_second_time_between_the_same_parties(self, held, published):
        with pytest.raises(Refused, match="conflict"):
            builders.agreed(held.place)
        assert (Retention.objects.count(), published.names()) == (1, [])

    def test_to_the_desk_and_to_another_regions_manager(self, place, desk_agent, make_actor):
        for who, code in ((desk_agent, "not_allowed"), (make_actor(Role.SERVICE_MANAGER, regions={0}), "not_found")):
            with pytest.raises(Refused, match=code):
                builders.agreed(place, by=who)
        assert Retention.objects.count() == 1

    def test_by_the_database_above_the_cap(self, held):
        with pytest.raises(IntegrityError, match="retention_within_cap"), transaction.atomic():
            Retention.objects.filter(pk=held.row.pk).update(amount=D("30000.01"))


@pytest.mark.django_db
class TestFollowAcceptance:
    def test_lets_the_period_begin_when_completion_is_accepted(self, shared_held, drain):
        early = requests.scene(accepted_on=None)
        row = builders.agreed(early)
        changes = {"completion_accepted_on": date(2026, 1, 31)}
        change_project(project_id=early.project_id, changes=changes, by=BUILDER, at=noon("2026-02-01"))
        drain()
        row.refresh_from_db()
        assert row.liable_until == date(2027, 1, 31)


@pytest.mark.django_db
class TestMovement:
    @pytest.mark.parametrize("act", ["update", "delete"])
    def test_stays_as_it_was_written(self, held, act):
        rows = Movement.objects.filter(retention=held.row)
        with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
            rows.update(held=1) if act == "update" else rows.delete()

    def test_is_refused_by_the_database_below_zero(self, held, at):
        line = {"retention": held.row, "on": at.date(), "at": at}
        with pytest.raises(IntegrityError, match="below zero"), transaction.atomic():
            Movement.objects.create(kind="released", held=D("-30000.01"), payable=0, **line)
        Movement.objects.create(kind="released", held=D("-30000.00"), payable=0, **line)

    @pytest.mark.parametrize(
        ("kind", "held_change", "payable"), [("withheld", -1, 0), ("paid", 0, 1), ("released", -2, 1), ("gift", 1, 0)]
    )
    def test_has_the_signs_of_its_kind(self, held, at, kind, held_change, payable):
        line = {"retention": held.row, "on": at.date(), "at": at}
        with pytest.raises(IntegrityError), transaction.atomic():
            Movement.objects.create(kind=kind, held=held_change, payable=payable, **line)

    def test_of_a_deduction_has_request_reason_and_proof(self, held, at):
        with pytest.raises(IntegrityError, match="deduction_proved"), transaction.atomic():
            Movement.objects.create(retention=held.row, kind="deducted", held=-1, payable=0, on=at.date(), at=at)
