"""Write a clause."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from aftercare.contexts.contracts import policies
from aftercare.contexts.contracts.commands import checking
from aftercare.contexts.contracts.models import Clause
from aftercare.platform import wording
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused, not_found


@transaction.atomic
def write_clause(
    *, contract_id: int, clause_id: int | None = None, number: str, title: str, text: str = "", by: Actor, at: datetime
) -> Clause:
    """
    Add a clause to a contract, or change one.

    :raises Refused: `not_allowed`, `not_found`, `wrong_state`, `missing`, `conflict` for a number taken.
    """
    contract = checking.seen(contract_id, by=by)
    policies.may_revise(contract, by=by).or_refuse()
    clause = Clause(contract=contract)
    if clause_id is not None:
        known = contract.clauses.filter(pk=clause_id).first()
        if known is None:
            raise not_found()
        clause = known
    clause.number = wording.line(number, field="number", limit=16, required=True)
    clause.title = wording.line(title, field="title", limit=120, required=True)
    clause.text = wording.lines(text, field="text", limit=4000)
    if contract.clauses.filter(number=clause.number).exclude(pk=clause.pk).exists():
        raise Refused("conflict", _("This contract has a clause with this number already."), field="number")
    clause.save()
    return clause
