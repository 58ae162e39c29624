"""Name a party of a contract."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from aftercare.contexts.contracts import policies
from aftercare.contexts.contracts.commands import checking
from aftercare.contexts.contracts.models import ContractParty, PartyRole
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused


@transaction.atomic
def name_party(*, contract_id: int, organisation_id: int, role: str, by: Actor, at: datetime) -> ContractParty:
    """
    Name a party of a draft with its role; the customer is one anyway.

    :raises Refused: `not_allowed`, `not_found`, `wrong_state` unless a draft, `unknown`, `conflict` when it has
        the role.
    """
    contract = checking.seen(contract_id, by=by)
    policies.may_revise(contract, by=by).or_refuse()
    checking.organisation(organisation_id, by=by)
    if role not in PartyRole.values:
        raise Refused("unknown", _("Choose a role from the list."), field="role")
    party, new = ContractParty.objects.get_or_create(contract=contract, organisation_id=organisation_id, role=role)
    if not new:
        raise Refused("conflict", _("This party has this role already."), field="organisation_id")
    return party
