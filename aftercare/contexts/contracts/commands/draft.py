"""Draw up a contract."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from aftercare.contexts.contracts import policies
from aftercare.contexts.contracts.commands import checking
from aftercare.contexts.contracts.lifecycle import CONTRACT
from aftercare.contexts.contracts.models import ServiceContract
from aftercare.platform import numbering, wording
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused


@transaction.atomic
def draft(
    *,
    name: str,
    customer_id: int | None,
    starts_on: date,
    ends_on: date,
    calendar_id: int,
    number: str = "",
    warn_percent: int = 75,
    note: str = "",
    by: Actor,
    at: datetime,
) -> ServiceContract:
    """
    Draw up a contract; without a customer, the standard terms everybody has.

    It binds nobody until it is put in force. An empty number is given by the series SC.
    :raises Refused: `not_allowed`, `bad_term`, `unknown`, `bad_percent`, `conflict` for a known number or a second
        set of standard terms.
    """
    policies.may_draft(by=by).or_refuse()
    checking.term(starts_on, ends_on)
    checking.calendar(calendar_id)
    if customer_id is not None:
        checking.customer(customer_id, by=by)
    elif ServiceContract.objects.filter(is_default=True).exists():
        raise Refused("conflict", _("There are standard terms already; change those."), field="customer_id")
    number = wording.line(number, field="number", limit=24) or numbering.next("SC", at)
    if ServiceContract.objects.filter(number=number).exists():
        raise Refused("conflict", _("There is already a contract with this number."), field="number")
    contract = ServiceContract.objects.create(
        number=number,
        name=wording.line(name, field="name", limit=160, required=True),
        customer_id=customer_id,
        status=CONTRACT.start,
        starts_on=starts_on,
        ends_on=ends_on,
        calendar_id=calendar_id,
        is_default=customer_id is None,
        warn_percent=checking.warn_percent(warn_percent),
        note=wording.lines(note, field="note", limit=2000),
    )
    checking.index(contract)
    return contract
