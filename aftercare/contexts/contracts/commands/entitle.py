"""Say what a contract includes."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from aftercare.contexts.contracts import policies
from aftercare.contexts.contracts.commands import checking
from aftercare.contexts.contracts.models import Entitlement, EntitlementKind
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused


@transaction.atomic
def entitle(*, contract_id: int, kind: str, per_year: Decimal, by: Actor, at: datetime) -> Entitlement:
    """
    Include visits, hours or parts in each year of a draft's term; what was included before is replaced.

    :raises Refused: `not_allowed`, `not_found`, `wrong_state` unless a draft, or for the standard terms, `unknown`,
        `bad_amount`.
    """
    contract = checking.seen(contract_id, by=by)
    policies.may_revise(contract, by=by).or_refuse()
    if contract.is_default:
        raise Refused("wrong_state", _("The standard terms include nothing; a customer's contract does."))
    if kind not in EntitlementKind.values:
        raise Refused("unknown", _("Choose from the list what is included."), field="kind")
    checking.amount(per_year, field="per_year")
    entitlement, _new = Entitlement.objects.update_or_create(
        contract=contract, kind=kind, defaults={"per_year": per_year}
    )
    return entitlement
