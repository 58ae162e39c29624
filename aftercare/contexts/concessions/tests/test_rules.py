"""Which level decides."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftercare.contexts.concessions import rules
from aftercare.contexts.concessions.rules import Ask, Excess, Limit

ALL = frozenset({"extend", "waive", "replan"})
ONE = Limit(1, 480, Decimal(5000), frozenset({"extend", "replan"}))
TWO = Limit(2, 2880, Decimal(50000), ALL)
TOP = Limit(3, None, None, ALL)
LEVELS = [ONE, TWO, TOP]


@pytest.mark.parametrize(
    ("ask", "level", "why"),
    [
        (Ask("extend", 480, Decimal(5000)), 1, ()),
        (Ask("extend", 481, Decimal(0)), 2, (Excess("minutes", "480"),)),
        (Ask("extend", 60, Decimal("5000.01")), 2, (Excess("amount", "5000"),)),
        (Ask("waive", None, Decimal(0)), 2, (Excess("kind", "waive"),)),
        (Ask("waive", None, Decimal(50001)), 3, (Excess("amount", "50000"),)),
        (Ask("replan", 9999, Decimal(99999)), 3, (Excess("minutes", "2880"), Excess("amount", "50000"))),
    ],
)
def test_the_lowest_level_whose_limits_hold_it_decides(ask, level, why):
    assert rules.needed(ask, LEVELS) == rules.Needed(level, why)


def test_the_order_of_the_register_does_not_matter():
    assert rules.needed(Ask("waive", None, Decimal(0)), [TOP, ONE, TWO]).level == 2


@given(
    st.sampled_from(sorted(ALL)), st.none() | st.integers(1, 10**6), st.decimals(0, 10**9, allow_nan=False, places=2)
)
def test_a_level_that_decides_holds_the_ask_and_none_below_does(kind, minutes, amount):
    ask = Ask(kind, minutes, amount)
    level = rules.needed(ask, LEVELS).level
    assert level == 3 or not rules.excesses(ask, LEVELS[level - 1])
    assert all(rules.excesses(ask, limit) for limit in LEVELS[: level - 1])


@pytest.mark.parametrize(
    ("above", "wrong"),
    [
        (TWO, ""),
        (Limit(2, 480, Decimal(5000), ONE.kinds), ""),
        (Limit(2, 479, None, ALL), "most_minutes"),
        (Limit(2, None, Decimal(4999), ALL), "most_amount"),
        (Limit(2, None, None, frozenset({"waive"})), "kinds"),
    ],
)
def test_a_higher_level_never_grants_less(above, wrong):
    assert rules.falling([ONE, above]) == wrong


def test_nothing_is_more_than_without_limit():
    assert rules.falling([Limit(1, None, None, ALL), TWO]) == "most_minutes"
