"""Write down retention money that was agreed and is held back."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.contexts.installed_base import public as installed_base
from aftercare.contexts.settlement import policies
from aftercare.contexts.settlement.commands import checking, opening
from aftercare.contexts.settlement.commands.checking import Guarantee
from aftercare.contexts.settlement.lifecycle import RETENTION
from aftercare.contexts.settlement.models import Form, Movement, Retention, Silence
from aftercare.contexts.settlement.rules import terms
from aftercare.contexts.settlement.rules.jurisdictions import HOME, Jurisdiction
from aftercare.platform import numbering, outbox, rows, wording
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused, not_found
from aftercare.published.settlement import RetentionAgreed

CLASHES = {
    "retention_once": Refused(
        "conflict", gettext_lazy("There is retention money between these two parties of the project already.")
    )
}
HIGHEST_RATE = 36


@transaction.atomic
def agree(
    *,
    project_id: int,
    defect_months: int,
    withheld_on: date,
    holder_id: int | None = None,
    payee_id: int | None = None,
    percent: Decimal | None = None,
    amount: Decimal | None = None,
    settlement_price: Decimal | None = None,
    guarantee: Guarantee | None = None,
    has_performance_guarantee: bool = False,
    jurisdiction: str = HOME,
    verify_days: int | None = None,
    pay_days: int | None = None,
    reminder_days: int | None = None,
    silence: str = "",
    interest_percent: Decimal | None = None,
    note: str = "",
    by: Actor,
    at: datetime,
) -> Retention:
    """
    Write down what the holder keeps of the payee's price, in money or as a guarantee; the ledger begins with it.

    Either `percent` of the settlement price (the project's unless given) or an `amount` is agreed; a party that is
    None is the company itself. What is not given follows the jurisdiction.
    :raises Refused: `not_found`, `not_allowed`, `conflict`, `above_cap`, `performance_guarantee`, `no_price`,
        `unknown`, `same_party`, `bad_period`, `bad_day`, or what else is wrong with a field.
    """
    project = _project(project_id, by=by)
    limits = checking.law(jurisdiction)
    price = _price(settlement_price, project)
    checking.parties(holder_id, payee_id, project)
    found = checking.agreed(price, percent, amount)
    checking.cap(found, price, limits, field="percent" if amount is None else "amount")
    checking.period(defect_months, limits)
    _no_second_security(has_performance_guarantee, limits)
    until = terms.liable_until(project.completion_accepted_on, defect_months)
    pledge = checking.guarantee(guarantee, until)
    checking.day(withheld_on, first=None, today=at.astimezone(ZoneInfo(project.zone)).date(), field="withheld_on")
    row = Retention(
        number=numbering.next("RM", at),
        project_id=project.id,
        holder_id=holder_id,
        payee_id=payee_id,
        status=RETENTION.start,
        form=Form.CASH if pledge is None else Form.GUARANTEE,
        jurisdiction=limits.code,
        settlement_price=price,
        percent=percent,
        cap_percent=limits.cap_percent,
        amount=found,
        has_performance_guarantee=has_performance_guarantee,
        defect_months=defect_months,
        note=wording.lines(note, field="note", limit=2000),
        agreed_at=at,
        liable_until=until,
    )
    _secure(row, pledge)
    _clocks(row, limits, verify_days, pay_days, reminder_days, silence, interest_percent)
    return _begin(row, withheld_on, by=by, at=at)


def _begin(row: Retention, withheld_on: date, *, by: Actor, at: datetime) -> Retention:
    with rows.telling(CLASHES):
        row.save()
    opening.book(row, Movement.Kind.WITHHELD, held=row.amount, on=withheld_on, by=by, at=at)
    event = RetentionAgreed(
        retention_id=row.pk, number=row.number, project_id=row.project_id, form=row.form, amount=row.amount, at=at
    )
    outbox.publish(event, about=row.key, by=by)
    return row


def _project(project_id: int, *, by: Actor) -> installed_base.ProjectCard:
    seen = installed_base.projects_visible_to(by).filter(pk=project_id).exists()
    card = installed_base.project_card(project_id) if seen else None
    if card is None:
        raise not_found()
    policies.may_agree(card.region_id, by=by).or_refuse()
    return card


def _price(given: Decimal | None, project: installed_base.ProjectCard) -> Decimal:
    price = given if given is not None else project.settlement_price
    if price is None:
        words = _("The project has no settlement price yet; enter it here or in the project.")
        raise Refused("no_price", words, field="settlement_price")
    return checking.amount(price, field="settlement_price")


def _no_second_security(has_performance_guarantee: bool, limits: Jurisdiction) -> None:
    if has_performance_guarantee and limits.excludes_performance_guarantee:
        words = _("%(law)s, %(clause)s: where a performance guarantee is given, nothing may be held back as well.")
        said = checking.cited(limits, "exclusion_clause")
        raise Refused("performance_guarantee", words % said, field="has_performance_guarantee")


def _secure(row: Retention, pledge: Guarantee | None) -> None:
    if pledge is not None:
        row.guarantee_bank, row.guarantee_number, row.guarantee_until = pledge.bank, pledge.number, pledge.until


def _clocks(
    row: Retention,
    limits: Jurisdiction,
    verify_days: int | None,
    pay_days: int | None,
    reminder_days: int | None,
    silence: str,
    interest_percent: Decimal | None,
) -> None:
    """Put the times and the interest on the retention; what was not agreed follows the jurisdiction."""
    row.verify_days = checking.days(limits.verify_days if verify_days is None else verify_days, field="verify_days")
    row.pay_days = checking.days(limits.pay_days if pay_days is None else pay_days, field="pay_days")
    reminder = limits.reminder_days if reminder_days is None else reminder_days
    row.reminder_days = checking.days(reminder, field="reminder_days")
    row.silence = silence or limits.silence
    if row.silence not in Silence.values:
        raise Refused("unknown", _("Choose what silence means from the list."), field="silence")
    rate = limits.interest_percent if interest_percent is None else interest_percent
    if not rate.is_finite() or not 0 <= rate <= HIGHEST_RATE:
        raise Refused("bad_percent", _("Enter an annual rate from 0 to 36 %."), field="interest_percent")
    row.interest_percent = rate
