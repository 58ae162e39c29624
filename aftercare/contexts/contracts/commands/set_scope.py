"""Say what a contract covers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from aftercare.contexts.contracts import policies
from aftercare.contexts.contracts.commands import checking
from aftercare.contexts.contracts.models import ContractScope, ServiceContract
from aftercare.contexts.installed_base import public as installed_base
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused

MOST = 500


@transaction.atomic
def set_scope(
    *,
    contract_id: int,
    project_ids: Iterable[int] = (),
    equipment_ids: Iterable[int] = (),
    by: Actor,
    at: datetime,
) -> ServiceContract:
    """
    Name the projects and equipment a contract covers; naming none covers everything of the customer.

    :raises Refused: `not_allowed`, `not_found`, `wrong_state`, `unknown` for what is not the customer's, `too_many`.
    """
    contract = checking.seen(contract_id, by=by)
    policies.may_revise(contract, by=by).or_refuse()
    projects, equipment = sorted(set(project_ids)), sorted(set(equipment_ids))
    if contract.is_default and (projects or equipment):
        raise Refused("unknown", _("The standard terms cover everybody; they have no scope."), field="projects")
    if len(projects) + len(equipment) > MOST:
        raise Refused("too_many", _("Name at most %(most)d.") % {"most": MOST}, field="equipment")
    own = {card.id for card in installed_base.projects_of(contract.customer_id or 0, limit=10_000)}
    if set(projects) - own:
        raise Refused("unknown", _("Choose projects of this customer."), field="projects")
    cards = installed_base.equipment_cards(equipment)
    if any(pk not in cards or cards[pk].customer_id != contract.customer_id for pk in equipment):
        raise Refused("unknown", _("Choose equipment of this customer."), field="equipment")
    contract.scope.all().delete()
    ContractScope.objects.bulk_create(
        [ContractScope(contract=contract, project_id=pk) for pk in projects]
        + [ContractScope(contract=contract, equipment_id=pk) for pk in equipment]
    )
    return contract
