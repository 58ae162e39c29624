"""Change a contract's name, term and calendar."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from aftercare.contexts.contracts import policies
from aftercare.contexts.contracts.commands import checking
from aftercare.contexts.contracts.models import ServiceContract
from aftercare.platform import wording
from aftercare.platform.actor import Actor


@transaction.atomic
def revise(
    *,
    contract_id: int,
    name: str,
    starts_on: date,
    ends_on: date,
    calendar_id: int,
    warn_percent: int = 75,
    note: str = "",
    by: Actor,
    at: datetime,
) -> ServiceContract:
    """
    Change a draft's name, term, calendar and warning; of an amendment, `starts_on` is the day it takes effect.

    :raises Refused: `not_allowed`, `not_found`, `wrong_state` unless a draft, `bad_term`, `overlap`, `unknown`,
        `bad_percent`.
    """
    contract = checking.seen(contract_id, by=by)
    policies.may_revise(contract, by=by).or_refuse()
    checking.term(starts_on, ends_on)
    if contract.amends is not None:
        checking.amendment_day(contract.amends, starts_on)
    checking.calendar(calendar_id)
    contract.name = wording.line(name, field="name", limit=160, required=True)
    contract.starts_on, contract.ends_on = starts_on, ends_on
    contract.calendar_id = calendar_id
    contract.warn_percent = checking.warn_percent(warn_percent)
    contract.note = wording.lines(note, field="note", limit=2000)
    contract.save(update_fields=["name", "starts_on", "ends_on", "calendar", "warn_percent", "note"])
    checking.index(contract)
    return contract
