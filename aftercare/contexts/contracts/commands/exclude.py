"""Leave something out of a contract."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from aftercare.contexts.contracts import policies
from aftercare.contexts.contracts.commands import checking
from aftercare.contexts.contracts.models import Exclusion
from aftercare.platform import wording
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused


@transaction.atomic
def exclude(*, contract_id: int, name: str, clause_id: int, by: Actor, at: datetime) -> Exclusion:
    """
    Name something a draft does not cover; its clause says so in words that can be quoted.

    :raises Refused: `not_allowed`, `not_found`, `wrong_state` unless a draft, `missing`, `unknown` for a clause of
        another contract, `conflict` when it is named already.
    """
    contract = checking.seen(contract_id, by=by)
    policies.may_revise(contract, by=by).or_refuse()
    name = wording.line(name, field="name", limit=120, required=True)
    if not contract.clauses.filter(pk=clause_id).exists():
        raise Refused("unknown", _("Choose a clause of this contract."), field="clause_id")
    if contract.exclusions.filter(name=name).exists():
        raise Refused("conflict", _("This is left out already."), field="name")
    return Exclusion.objects.create(contract=contract, name=name, clause_id=clause_id)
