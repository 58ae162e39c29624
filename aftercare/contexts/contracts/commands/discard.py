"""Throw a draft away."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from aftercare.contexts.contracts import policies
from aftercare.contexts.contracts.commands import checking
from aftercare.platform.actor import Actor


@transaction.atomic
def discard(*, contract_id: int, by: Actor, at: datetime) -> None:
    """
    Throw a contract or an amendment away that never bound anybody; the audit keeps what it said.

    :raises Refused: `not_allowed`, `not_found`, `wrong_state` unless a draft.
    """
    contract = checking.seen(contract_id, by=by)
    policies.may_discard(contract, by=by).or_refuse()
    contract.levels.all().delete()
    contract.exclusions.all().delete()
    contract.delete()
