"""Draw up an amendment of a contract in force."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from aftercare.contexts.contracts import policies
from aftercare.contexts.contracts.commands import checking, copying
from aftercare.contexts.contracts.lifecycle import CONTRACT
from aftercare.contexts.contracts.models import ServiceContract
from aftercare.platform import wording
from aftercare.platform.actor import Actor


@transaction.atomic
def amend(
    *,
    contract_id: int,
    reason: str,
    starts_on: date,
    number: str = "",
    summary: str = "",
    by: Actor,
    at: datetime,
) -> ServiceContract:
    """
    Draw up the next version of a contract, with everything it says, to be changed and then put in force.

    It takes effect on `starts_on`; until it is put in force the contract binds as it is. An empty number of the
    amendment is made from the contract's.
    :raises Refused: `not_allowed`, `not_found`, `wrong_state` unless in force and the latest version, `missing` without
        a reason, `overlap` for a day outside the term.
    """
    before = checking.seen(contract_id, by=by)
    policies.may_amend(before, by=by).or_refuse()
    checking.amendment_day(before, starts_on)
    version = before.version + 1
    contract = copying.successor(
        before,
        status=CONTRACT.start,
        version=version,
        original_id=before.first_id,
        amends=before,
        starts_on=starts_on,
        ends_on=before.ends_on,
        amendment_number=wording.line(number, field="number", limit=40) or f"{before.number}-A{version - 1}",
        amendment_reason=wording.line(reason, field="reason", limit=300, required=True),
        amendment_summary=wording.lines(summary, field="summary", limit=1000),
    )
    checking.index(contract)
    return contract
