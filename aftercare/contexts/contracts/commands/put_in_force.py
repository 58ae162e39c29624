"""Let a contract bind."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from aftercare.contexts.contracts import policies
from aftercare.contexts.contracts.commands import checking
from aftercare.contexts.contracts.lifecycle import CONTRACT
from aftercare.contexts.contracts.models import Promise, ServiceContract
from aftercare.contexts.contracts.rules.terms import PRIORITIES
from aftercare.platform import outbox
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused
from aftercare.published.contracts import ContractInForce


@transaction.atomic
def put_in_force(*, contract_id: int, by: Actor, at: datetime) -> ServiceContract:
    """
    Let a contract bind from its first day; new requests get its promises.

    What a customer's contract does not name follows the standard terms; those must name a time to resolve at every
    priority, so that no request is ever without a promise.
    :raises Refused: `not_allowed`, `not_found`, `wrong_state`, `incomplete` for standard terms with a gap.
    """
    contract = checking.seen(contract_id, by=by)
    policies.may_put_in_force(contract, by=by).or_refuse()
    contract.status = CONTRACT.after(contract.status, "put_in_force")
    if contract.is_default:
        named = set(contract.levels.filter(promise=Promise.RESOLVE).values_list("priority", flat=True))
        if named != set(PRIORITIES):
            words = _("Standard terms must promise a time to resolve at each of the four priorities.")
            raise Refused("incomplete", words)
    contract.save(update_fields=["status"])
    event = ContractInForce(contract_id=contract.pk, number=contract.number, customer_id=contract.customer_id, at=at)
    outbox.publish(event, about=contract.key, by=by)
    return contract
