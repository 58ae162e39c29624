from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from aftercare.contexts.settlement import commands, jobs
from aftercare.contexts.settlement.models import Movement
from aftercare.contexts.settlement.tests import builders
from aftercare.contexts.settlement.tests.builders import BUILDER, deducted, noon, requested, verified
from aftercare.contexts.settlement.tests.test_agree import PLEDGE
from aftercare.platform.files.models import Attachment

D = Decimal


def pay(row, day, amount=None, **given):
    amount = None if amount is None else D(amount)
    on = date.fromisoformat(day)
    return commands.pay(retention_id=row.pk, paid_on=on, amount=amount, by=BUILDER, at=noon(day), **given)


def convert(row, pledge=PLEDGE, day="2026-03-01"):
    on = date.fromisoformat(day)
    return commands.convert(retention_id=row.pk, guarantee=pledge, converted_on=on, by=BUILDER, at=noon(day))


@pytest.fixture
def payable(held):
    requested(held.row)
    verified(held.row)  # to be paid by 2026-10-04
    return held.row


@pytest.mark.django_db
class TestDeduct:
    def test_keeps_the_cost_with_request_reason_and_proof(self, held, defect, published):
        row = deducted(held.row, "8000.00", defect.pk)
        line = Movement.objects.get(kind="deducted")
        assert (row.account().held, line.request_id, line.evidence.name) == (D("22000.00"), defect.pk, "发票.pdf")
        assert published.only("RetentionDeducted")["amount"] == "8000.00"

    def test_of_everything_settles_it(self, held, defect, published):
        assert deducted(held.row, "30000.00", defect.pk).status == "settled"
        assert published.names().count("RetentionSettled") == 1

    @pytest.mark.parametrize(
        ("amount", "given", "code", "field"),
        [
            ("30000.01", {}, "too_much", "amount"),
            ("-1", {}, "bad_amount", "amount"),
            ("1", {"reason": " "}, "missing", "reason"),
            ("1", {"request_id": 987654321}, "unknown", "request_id"),
            ("1", {"day": "2025-08-31"}, "bad_day", "deducted_on"),
            ("1", {"evidence": b""}, "empty_file", "file"),
            ("1", {"seen_version": 7}, "stale", None),
        ],
    )
    def test_is_refused_without_grounds_and_keeps_no_file(self, held, defect, refused, amount, given, code, field):
        given = {"request_id": defect.pk, **given}
        with refused(code, field):
            deducted(held.row, amount, **given)
        assert not Attachment.objects.filter(subject=held.row.key).exists()

    def test_is_refused_for_another_projects_request(self, held, refused):
        other = builders.requests.request_of(builders.requests.scene())
        with refused("unknown", "request_id"):
            deducted(held.row, "1", other.pk)


@pytest.mark.django_db
class TestConvert:
    def test_lets_a_guarantee_stand_and_the_money_be_paid(self, held, published):
        row = convert(held.row)
        assert (row.status, row.form, row.due_on) == ("payable", "guarantee", date(2026, 3, 15))
        assert (row.account().held, row.account().payable) == (D("30000.00"), D("30000.00"))
        assert published.only("RetentionConverted")["bank"] == "建设银行"
        row = pay(row, "2026-03-10")
        assert (row.status, row.account().held, row.account().payable) == ("held", D("30000.00"), D(0))

    def test_is_refused_for_a_guarantee_that_ends_too_soon_and_a_second_time(self, held, refused):
        short = commands.Guarantee(bank="建行", number="1", until=date(2026, 8, 31))
        with refused("too_short", "guarantee_until"):
            convert(held.row, short)
        convert(held.row)
        pay(held.row, "2026-03-10")
        with refused("wrong_state"):
            convert(held.row, day="2026-04-01")


@pytest.mark.django_db
class TestPay:
    def test_in_time_settles_without_interest(self, payable, published):
        assert pay(payable, "2026-10-04").status == "settled"
        assert published.only("RetentionPaid")["interest"] == "0.00"
        assert published.names().count("RetentionSettled") == 1

    def test_late_adds_interest_of_every_day(self, payable):
        row = pay(payable, "2026-11-03")  # 30 days: 30000 × 3 % × 30 / 365
        assert (row.status, row.account().interest_so_far, row.account().paid) == ("settled", D("73.97"), D("30073.97"))

    def test_in_parts_goes_to_interest_first(self, payable):
        row = pay(payable, "2026-11-03", "10073.97")
        so_far = row.account()
        assert (row.status, so_far.principal, so_far.interest) == ("payable", D("20000.00"), D(0))
        assert pay(payable, "2026-12-03").account().interest_so_far == D("73.97") + D("49.32")

    def test_then_lets_the_rest_be_asked_for(self, held):
        requested(held.row)
        verified(held.row, amount=D("12000.00"))
        assert pay(held.row, "2026-09-25").status == "held"
        assert requested(held.row, "2026-10-10").asked_amount == D("18000.00")

    @pytest.mark.parametrize(
        ("day", "amount", "code", "field"),
        [
            ("2026-10-04", "30000.01", "too_much", "amount"),
            ("2026-10-04", "-1", "bad_amount", "amount"),
            ("2026-09-19", "1", "bad_day", "paid_on"),
        ],
    )
    def test_is_refused_beyond_what_is_owed_and_before_it_was(self, payable, refused, day, amount, code, field):
        with refused(code, field):
            pay(payable, day, amount)

    def test_is_refused_when_nothing_is_owed(self, held, refused):
        with refused("wrong_state"):
            pay(held.row, "2026-09-10")


@pytest.mark.django_db
class TestAccrue:
    def sweep(self, day, monkeypatch):
        monkeypatch.setattr(jobs.clock, "now", lambda: noon(day))
        return jobs.accrue_interest()

    def test_writes_last_months_interest_down_once(self, payable, monkeypatch, published):
        days = ("2026-10-31", "2026-11-01", "2026-11-02", "2026-12-05")
        assert [self.sweep(day, monkeypatch) for day in days] == [0, 1, 0, 1]
        lines = Movement.objects.filter(kind="interest").order_by("pk").values_list("on", "payable")
        assert list(lines) == [(date(2026, 10, 31), D("66.58")), (date(2026, 11, 30), D("73.97"))]

    def test_comes_to_the_same_after_missed_months(self, payable, monkeypatch):
        assert self.sweep("2026-12-05", monkeypatch) == 1
        assert payable.account().interest == D("66.58") + D("73.97")

    def test_is_counted_off_when_an_earlier_payment_is_written_down_later(self, payable, monkeypatch):
        self.sweep("2026-11-01", monkeypatch)
        row = commands.pay(retention_id=payable.pk, paid_on=date(2026, 10, 14), by=BUILDER, at=noon("2026-11-02"))
        assert (row.status, row.account().interest_so_far) == ("settled", D("24.66"))

    def test_does_nothing_where_no_interest_was_agreed(self, shared_held, monkeypatch):
        row = builders.held(interest_percent=D(0)).row
        requested(row)
        verified(row)
        assert self.sweep("2026-12-05", monkeypatch) == 0


@pytest.mark.django_db
class TestVoid:
    def test_ends_the_ledger_at_nothing_and_frees_the_parties(self, held):
        row = commands.void(retention_id=held.row.pk, reason="重复录入", by=BUILDER, at=noon("2025-09-11"))
        assert (row.status, row.account().held) == ("voided", D(0))
        assert builders.agreed(held.place).status == "held"

    def test_is_refused_after_a_movement(self, held, defect, refused):
        deducted(held.row, "1", defect.pk)
        with refused("wrong_state"):
            commands.void(retention_id=held.row.pk, reason="x", by=BUILDER, at=noon("2026-09-11"))
