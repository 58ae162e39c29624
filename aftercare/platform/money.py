"""Amounts of money: exact decimals with a currency, two places."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
SIGNS = {"CNY": "¥", "USD": "$", "EUR": "€"}


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in one currency."""

    amount: Decimal
    currency: str = "CNY"

    def __post_init__(self) -> None:
        object.__setattr__(self, "amount", self.amount.quantize(CENT, rounding=ROUND_HALF_UP))

    def __str__(self) -> str:
        minus = "-" if self.amount < 0 else ""
        return f"{minus}{SIGNS.get(self.currency, self.currency + ' ')}{abs(self.amount):,.2f}"
