"""What commands on retention money refuse alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from aftercare.contexts.installed_base import public as installed_base
from aftercare.contexts.settlement.rules import terms
from aftercare.contexts.settlement.rules.jurisdictions import Jurisdiction, codes
from aftercare.contexts.settlement.rules.jurisdictions import jurisdiction as law_of
from aftercare.platform import wording
from aftercare.platform.money import Money
from aftercare.platform.refusal import Refused

MOST = Decimal("999999999999.99")
MOST_DAYS, MOST_MONTHS = 365, 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarantee:
    """A bank's promise to pay in place of money held back."""

    bank: str
    number: str
    until: date


def amount(value: Decimal, *, field: str) -> Decimal:
    """
    Return a positive amount in whole fen.

    :raises Refused: `bad_amount`.
    """
    if not value.is_finite() or value <= 0 or value > MOST:
        raise Refused("bad_amount", _("Enter an amount greater than zero."), field=field)
    if value != value.quantize(terms.FEN):
        raise Refused("bad_amount", _("An amount has at most two decimal places."), field=field)
    return value.quantize(terms.FEN)


def not_above(value: Decimal, limit: Decimal, *, field: str) -> None:
    """
    Refuse more than there is.

    :raises Refused: `too_much`.
    """
    if value > limit:
        words = _("This is more than there is: at most %(most)s.")
        raise Refused("too_much", words % {"most": Money(limit)}, field=field)


def day(value: date, *, first: date | None, today: date, field: str) -> date:
    """
    Return a day on which something happened.

    :raises Refused: `bad_day` in the future, or before `first`.
    """
    if value > today:
        raise Refused("bad_day", _("This day lies in the future."), field=field)
    if first is not None and value < first:
        words = _("This cannot have been before %(day)s, the day of what came before it.")
        raise Refused("bad_day", words % {"day": first}, field=field)
    return value


def law(code: str) -> Jurisdiction:
    """
    Return the limits of a jurisdiction.

    :raises Refused: `unknown`.
    """
    if code not in codes():
        raise Refused("unknown", _("Choose a jurisdiction from the list."), field="jurisdiction")
    return law_of(code)


def cited(limits: Jurisdiction, clause: str) -> dict[str, str]:
    """Return the law and one of its clauses in the reader's language."""
    language = get_language() or ""
    return {"law": limits.said("source", language), "clause": limits.said(clause, language)}


def parties(holder_id: int | None, payee_id: int | None, project: installed_base.ProjectCard) -> None:
    """
    Refuse whoever has no part in the project, and one party that would owe itself; None is the company itself.

    :raises Refused: `unknown`, `same_party`.
    """
    known = {None, project.customer_id, *(pk for pk, _name, _part in installed_base.parties_of(project.id))}
    for field, party in (("holder_id", holder_id), ("payee_id", payee_id)):
        if party not in known:
            words = _("Choose a party of the project; add it to the project first if it is missing there.")
            raise Refused("unknown", words, field=field)
    if holder_id == payee_id:
        raise Refused(
            "same_party", _("Nobody holds money back from themselves; choose two different parties."), field="payee_id"
        )


def agreed(price: Decimal, percent: Decimal | None, fixed: Decimal | None) -> Decimal:
    """
    Return the amount that was agreed, directly or as a percentage of the settlement price.

    :raises Refused: `bad_amount`, `bad_percent`, or `missing` unless exactly one of the two is given.
    """
    if (percent is None) == (fixed is None):
        words = _("Enter either a percentage or an amount, not both.")
        raise Refused("missing", words, field="percent" if percent is None else "amount")
    if fixed is not None:
        found = amount(fixed, field="amount")
        if found > price:
            raise Refused("bad_amount", _("This is more than the settlement price."), field="amount")
        return found
    if not _is_percentage(percent):
        words = _("Enter a percentage above 0 and up to 100, with at most two decimal places.")
        raise Refused("bad_percent", words, field="percent")
    return amount(terms.share(price, percent or terms.NOTHING), field="percent")


def _is_percentage(value: Decimal | None) -> bool:
    return value is not None and value.is_finite() and 0 < value <= 100 and value == value.quantize(terms.FEN)


def cap(found: Decimal, price: Decimal, limits: Jurisdiction, *, field: str) -> None:
    """
    Refuse more than the law lets be held back.

    :raises Refused: `above_cap`.
    """
    if limits.cap_percent is None:
        return
    most = terms.share(price, limits.cap_percent)
    if found <= most:
        return
    words = _(
        "%(law)s, %(clause)s: at most %(percent)s %% of the settlement price may be held back, in money or by a "
        "guarantee. That is %(most)s of %(price)s; %(found)s was entered."
    )
    said = {
        **cited(limits, "cap_clause"),
        "percent": f"{limits.cap_percent.normalize():f}",
        "most": Money(most),
        "price": Money(price),
        "found": Money(found),
    }
    raise Refused("above_cap", words % said, field=field)


def period(months: int, limits: Jurisdiction) -> None:
    """
    Refuse a defect-liability period the law does not allow.

    :raises Refused: `bad_period`.
    """
    if not 1 <= months <= MOST_MONTHS:
        raise Refused("bad_period", _("Enter 1 to 120 months."), field="defect_months")
    if limits.longest_months is not None and months > limits.longest_months:
        words = _("%(law)s, %(clause)s: the defect-liability period is at most %(n)s months.")
        said = {**cited(limits, "term_clause"), "n": limits.longest_months}
        raise Refused("bad_period", words % said, field="defect_months")


def guarantee(given: Guarantee | None, liable_until: date | None) -> Guarantee | None:
    """
    Return the guarantee with its words in order.

    :raises Refused: what is wrong with a field, or `too_short` when it ends before the period does.
    """
    if given is None:
        return None
    if liable_until is not None and given.until < liable_until:
        words = _("The guarantee ends before the defect-liability period, which runs until %(day)s.")
        raise Refused("too_short", words % {"day": liable_until}, field="guarantee_until")
    return Guarantee(
        bank=wording.line(given.bank, field="guarantee_bank", limit=120, required=True),
        number=wording.line(given.number, field="guarantee_number", limit=80, required=True),
        until=given.until,
    )


def days(value: int, *, field: str) -> int:
    """
    Return a number of days.

    :raises Refused: `bad_days`.
    """
    if not 1 <= value <= MOST_DAYS:
        raise Refused("bad_days", _("Enter 1 to 365 days."), field=field)
    return value
