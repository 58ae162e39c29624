"""Draw up the contract that goes on where another ends."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from aftercare.contexts.contracts import policies
from aftercare.contexts.contracts.commands import checking, copying
from aftercare.contexts.contracts.lifecycle import CONTRACT
from aftercare.contexts.contracts.models import ServiceContract
from aftercare.contexts.contracts.rules.renewal import next_term
from aftercare.platform import numbering
from aftercare.platform.actor import Actor


@transaction.atomic
def renew(*, contract_id: int, by: Actor, at: datetime) -> ServiceContract:
    """
    Draw up a contract that says the same for a term as long, from the day after the other's last.

    It is a draft with a number of its own. Reminders stop once it is put in force.
    :raises Refused: `not_allowed`, `not_found`, `wrong_state` for standard terms, a draft, a version replaced by
        another, or a contract renewed already.
    """
    before = checking.seen(contract_id, by=by)
    policies.may_renew(before, by=by).or_refuse()
    starts_on, ends_on = next_term(ServiceContract.objects.get(pk=before.first_id).starts_on, before.ends_on)
    contract = copying.successor(
        before,
        number=numbering.next("SC", at),
        status=CONTRACT.start,
        starts_on=starts_on,
        ends_on=ends_on,
        renewal_of=before,
    )
    checking.index(contract)
    return contract
