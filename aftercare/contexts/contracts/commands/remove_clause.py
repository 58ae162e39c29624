"""Take a clause out."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from aftercare.contexts.contracts import policies
from aftercare.contexts.contracts.commands import checking
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused, not_found


@transaction.atomic
def remove_clause(*, contract_id: int, clause_id: int, by: Actor, at: datetime) -> None:
    """
    Take a clause out of a contract.

    :raises Refused: `not_allowed`, `not_found`, `wrong_state`, `conflict` when a promised time or an exclusion
        rests on it.
    """
    contract = checking.seen(contract_id, by=by)
    policies.may_revise(contract, by=by).or_refuse()
    clause = contract.clauses.filter(pk=clause_id).first()
    if clause is None:
        raise not_found()
    if clause.levels.exists():
        raise Refused("conflict", _("Promised times rest on this clause; give them another clause first."))
    if clause.exclusions.exists():
        raise Refused("conflict", _("An exclusion is quoted from this clause; take that out first."))
    clause.delete()
