"""Amounts and days of an agreement; pure."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

FEN = Decimal("0.01")
NOTHING = Decimal("0.00")


def share(settlement_price: Decimal, percent: Decimal) -> Decimal:
    """Return a percentage of the settlement price; part of a fen is never withheld, so a cap is never passed."""
    return (settlement_price * percent / 100).quantize(FEN, rounding=ROUND_DOWN)


def to_fen(amount: Decimal) -> Decimal:
    """Return an amount in whole fen, half a fen upwards."""
    return amount.quantize(FEN, rounding=ROUND_HALF_UP)


def months_later(day: date, months: int) -> date:
    """
    Return the last day of a term of whole months that begins with a day, which itself does not count.

    The corresponding day of the last month, or its last day where there is none (民法典 art. 201 and 202).
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def liable_until(accepted_on: date | None, months: int) -> date | None:
    """Return the last day of the defect-liability period; None while completion is not accepted."""
    return None if accepted_on is None else months_later(accepted_on, months)


def days_later(day: date, days: int) -> date:
    """Return the last day on which something due within so many days is in time."""
    return day + timedelta(days=days)


def end_of_last_month(today: date) -> date:
    """Return the last day of the month before a day."""
    return today.replace(day=1) - timedelta(days=1)


def silence_counts_on(silence: str, due_on: date, reminded_on: date | None, blocked_on: date | None) -> date | None:
    """
    Return the day after which no answer counts as consent; None while it does not.

    `due_on` is the last day to answer the request, or the reminder once there was one. A day on which a defect was
    open does not count towards it: consent waits for the day after the last of them.
    """
    if silence == "never" or (silence == "after_reminder" and reminded_on is None):
        return None
    return due_on if blocked_on is None else max(due_on, blocked_on)
