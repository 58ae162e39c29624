from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftercare.contexts.settlement.rules import terms
from aftercare.contexts.settlement.rules.jurisdictions import codes, jurisdiction
from aftercare.contexts.settlement.rules.ledger import Account, Line, account, interest_due

D = Decimal
DAY = date(2026, 9, 1)
money = st.decimals(min_value="0.01", max_value="9999999.99", places=2)


class TestTerms:
    @pytest.mark.parametrize(
        ("day", "months", "last"),
        [
            ("2024-02-29", 12, "2025-02-28"),
            ("2024-02-29", 24, "2026-02-28"),
            ("2025-08-31", 6, "2026-02-28"),
            ("2025-12-15", 1, "2026-01-15"),
            ("2025-01-31", 1, "2025-02-28"),
            ("2023-11-30", 13, "2024-12-30"),
        ],
    )
    def test_end_on_the_corresponding_day_or_the_months_last(self, day, months, last):
        assert terms.liable_until(date.fromisoformat(day), months) == date.fromisoformat(last)

    def test_have_not_begun_without_acceptance(self):
        assert terms.liable_until(None, 24) is None

    @given(price=money, percent=st.decimals(min_value="0.01", max_value="100", places=2))
    def test_a_share_never_passes_its_percentage(self, price, percent):
        found = terms.share(price, percent)
        exact = Fraction(price) * Fraction(percent) / 100
        assert 0 <= exact - Fraction(found) < Fraction(1, 100)

    @pytest.mark.parametrize(
        ("silence", "reminded", "blocked", "counts"),
        [
            ("at_once", None, None, DAY),
            ("at_once", None, DAY + timedelta(days=3), DAY + timedelta(days=3)),
            ("after_reminder", None, None, None),
            ("after_reminder", DAY - timedelta(days=14), None, DAY),
            ("never", DAY, None, None),
        ],
    )
    def test_silence_counts_as_agreed(self, silence, reminded, blocked, counts):
        assert terms.silence_counts_on(silence, DAY, reminded, blocked) == counts


class TestJurisdictions:
    def test_of_china_caps_at_three_percent_and_two_years(self):
        law = jurisdiction("CN")
        assert (law.cap_percent, law.longest_months, law.silence) == (D(3), 24, "after_reminder")
        assert (law.verify_days, law.reminder_days, law.pay_days) == (14, 14, 14)

    def test_are_all_readable(self):
        assert [jurisdiction(code).code for code in codes()] == ["CN", "OTHER"]

    def test_unknown_to_us_are_no_jurisdictions(self):
        with pytest.raises(KeyError):
            jurisdiction("../CN")


def owing(amount: str) -> Account:
    return account([Line("withheld", D(amount), D(0), DAY), Line("released", -D(amount), D(amount), DAY)])


class TestInterest:
    @pytest.mark.parametrize(
        ("principal", "rate", "days", "due"),
        [
            ("30000.00", "3.65", 1, "3.00"),
            ("30000.00", "3.65", 0, "0.00"),
            ("30000.00", "3.65", -5, "0.00"),
            ("100.00", "3.65", 100, "1.00"),
            ("50.00", "3.65", 1, "0.01"),  # half a fen, upwards
            ("49.00", "3.65", 1, "0.00"),
            ("30000.00", "0.00", 400, "0.00"),
        ],
    )
    def test_is_simple_by_days_and_rounded_once(self, principal, rate, days, due):
        through = DAY + timedelta(days=days)
        assert interest_due(owing(principal), pay_by=DAY, through=through, annual_percent=D(rate)) == D(due)

    @given(principal=money, rate=st.decimals(0, 36, places=2), stops=st.lists(st.integers(1, 900), max_size=8))
    def test_comes_to_the_same_however_often_it_is_written_down(self, principal, rate, stops):
        so_far, last = owing(str(principal)), 900
        for stop in [*stops, last]:  # in any order: a correction back in time is counted off
            through = DAY + timedelta(days=stop)
            grown = interest_due(so_far, pay_by=DAY, through=through, annual_percent=rate)
            so_far.take(Line("interest", D(0), grown, through))
        exact = Fraction(principal) * Fraction(rate) * last / 36500
        assert abs(Fraction(so_far.interest) - exact) <= Fraction(1, 200)

    def test_a_payment_goes_to_the_interest_first(self):
        so_far = owing("1000.00")
        so_far.take(Line("interest", D(0), D("20.00"), DAY))
        so_far.take(Line("paid", D(0), D("-120.00"), DAY + timedelta(days=9)))
        assert (so_far.principal, so_far.interest, so_far.accrued) == (D(900), D(0), D(0))
        assert so_far.since == DAY + timedelta(days=9)


class TestLedger:
    def test_a_replaced_guarantee_stays_held(self):
        so_far = account([Line("withheld", D(9), D(0), DAY), Line("converted", D(0), D(9), DAY)])
        assert (so_far.held, so_far.released, so_far.payable) == (D(9), D(0), D(9))
