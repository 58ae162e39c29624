"""Take a party, an exclusion, a limit or an entitlement out of a draft."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from aftercare.contexts.contracts import policies
from aftercare.contexts.contracts.commands import checking
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import not_found

PARTS = ("parties", "exclusions", "limits", "entitlements")


@transaction.atomic
def take_out(*, contract_id: int, part: str, part_id: int, by: Actor, at: datetime) -> None:
    """
    Take one of the `PARTS` out of a draft.

    :raises Refused: `not_allowed`, `not_found`, `wrong_state` unless a draft.
    """
    contract = checking.seen(contract_id, by=by)
    policies.may_revise(contract, by=by).or_refuse()
    if part not in PARTS:
        raise not_found()
    gone, _each = getattr(contract, part).filter(pk=part_id).delete()
    if not gone:
        raise not_found()
