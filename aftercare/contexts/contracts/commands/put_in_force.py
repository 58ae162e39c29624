"""Let a contract bind."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from aftercare.contexts.contracts import policies
from aftercare.contexts.contracts.commands import checking, feasibility
from aftercare.contexts.contracts.lifecycle import CONTRACT
from aftercare.contexts.contracts.models import Promise, ServiceContract
from aftercare.contexts.contracts.rules.terms import PRIORITIES
from aftercare.platform import outbox
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused
from aftercare.published.contracts import ContractAmended, ContractInForce


@transaction.atomic
def put_in_force(*, contract_id: int, by: Actor, at: datetime) -> ServiceContract:
    """
    Let a contract bind from its first day; new requests get its promises.

    What a customer's contract does not name follows the standard terms; those must name a time to resolve at every
    priority, so that no request is ever without a promise.
    An amendment takes the place of the version before it from its first day on; that one keeps what it said.
    :raises Refused: `not_allowed`, `not_found`, `wrong_state`, `incomplete` for standard terms with a gap, `overlap`
        for an amendment that does not begin inside the term of the version before it, `never_open` or
        `longer_than_term` when the calendar or the term changed under the promised times.
    """
    contract = checking.seen(contract_id, by=by)
    policies.may_put_in_force(contract, by=by).or_refuse()
    contract.status = CONTRACT.after(contract.status, "put_in_force")
    if contract.is_default:
        named = set(contract.levels.filter(promise=Promise.RESOLVE).values_list("priority", flat=True))
        if named != set(PRIORITIES):
            words = _("Standard terms must promise a time to resolve at each of the four priorities.")
            raise Refused("incomplete", words)
    feasibility.refuse_impossible(contract, contract.levels.all())
    if contract.amends_id is not None:
        _take_place(contract)
    contract.save(update_fields=["status"])
    outbox.publish(_event(contract, at), about=contract.key, by=by)
    return contract


def _take_place(contract: ServiceContract) -> None:
    """Let the version before bind until the day before this one begins."""
    before = ServiceContract.objects.locked(contract.amends_id or 0)
    if before.status != ServiceContract.Status.ACTIVE:
        raise Refused("wrong_state", _("The version this amends is no longer in force."))
    checking.amendment_day(before, contract.starts_on, field="")
    before.bound_until = contract.starts_on - timedelta(days=1)
    before.save(update_fields=["bound_until"])


def _event(contract: ServiceContract, at: datetime) -> ContractInForce | ContractAmended:
    if contract.amends_id is None:
        return ContractInForce(contract_id=contract.pk, number=contract.number, customer_id=contract.customer_id, at=at)
    return ContractAmended(
        contract_id=contract.pk,
        number=contract.number,
        customer_id=contract.customer_id,
        at=at,
        amends_id=contract.amends_id,
        version=contract.version,
        amendment=contract.amendment_number,
        reason=contract.amendment_reason,
        starts_on=contract.starts_on,
    )
