"""What the movements of a ledger come to, and the interest on what is paid late; pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from aftercare.contexts.settlement.rules.terms import NOTHING, to_fen

DAYS_OF_A_YEAR = 365


@dataclass(frozen=True, slots=True)
class Line:
    """One movement: what it adds to the money held and to the money owed; minus what it takes away."""

    kind: str
    held: Decimal
    payable: Decimal
    on: date


@dataclass(slots=True)
class Account:
    """
    What the movements so far come to: always `withheld == held + released + deducted`.

    `principal` and `interest` are what is owed to the payee; `since` is the day from which the principal has stood
    unchanged, `accrued` the interest written down since then.
    """

    withheld: Decimal = NOTHING
    held: Decimal = NOTHING
    released: Decimal = NOTHING
    deducted: Decimal = NOTHING
    paid: Decimal = NOTHING
    interest_so_far: Decimal = NOTHING
    principal: Decimal = NOTHING
    interest: Decimal = NOTHING
    since: date | None = None
    accrued: Decimal = NOTHING

    @property
    def payable(self) -> Decimal:
        """Return what is owed now."""
        return self.principal + self.interest

    def take(self, line: Line) -> None:
        """Let one movement count."""
        self.held += line.held
        match line.kind:
            case "withheld" | "voided":
                self.withheld += line.held
            case "deducted":
                self.deducted -= line.held
            case "released" | "converted":
                self.released -= line.held
                self._owe(line)
            case "interest":
                self.interest += line.payable
                self.interest_so_far += line.payable
                self.accrued += line.payable
            case "paid":
                self._pay(line)

    def _owe(self, line: Line) -> None:
        self.principal += line.payable
        self.since, self.accrued = line.on, NOTHING

    def _pay(self, line: Line) -> None:
        """Let a payment go to the interest first, then to the principal (民法典 art. 561)."""
        to_interest = min(-line.payable, self.interest)
        self.paid -= line.payable
        self.interest -= to_interest
        self.principal += line.payable + to_interest
        self.since, self.accrued = line.on, NOTHING


def account(lines: Iterable[Line]) -> Account:
    """Return what the movements, in their order, come to."""
    found = Account()
    for line in lines:
        found.take(line)
    return found


def interest_due(so_far: Account, *, pay_by: date, through: date, annual_percent: Decimal) -> Decimal:
    """
    Return the interest for paying late that is not written down yet; below zero when too much was.

    Simple interest by days of a year of 365: the day after the last day to pay is the first, the day of payment the
    last. It is reckoned for the whole time since the principal last changed and rounded once, half a fen upwards, so
    that it does not matter how often it was written down meanwhile.
    """
    first = pay_by if so_far.since is None else max(pay_by, so_far.since)
    days = max((through - first).days, 0)
    return to_fen(so_far.principal * annual_percent * days / (100 * DAYS_OF_A_YEAR)) - so_far.accrued
