"""Say what an engineer may decide on site."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from aftercare.contexts.contracts import policies
from aftercare.contexts.contracts.commands import checking
from aftercare.contexts.contracts.models import AuthorityLimit, OnSite
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused


@transaction.atomic
def limit_authority(*, contract_id: int, decision: str, amount: Decimal, by: Actor, at: datetime) -> AuthorityLimit:
    """
    Let an engineer decide something on site up to an amount; a limit set before is replaced.

    :raises Refused: `not_allowed`, `not_found`, `wrong_state` unless a draft, `unknown`, `bad_amount`.
    """
    contract = checking.seen(contract_id, by=by)
    policies.may_revise(contract, by=by).or_refuse()
    if decision not in OnSite.values:
        raise Refused("unknown", _("Choose from the list what is decided."), field="decision")
    checking.amount(amount, field="amount")
    limit, _new = AuthorityLimit.objects.update_or_create(
        contract=contract, decision=decision, defaults={"amount": amount}
    )
    return limit
