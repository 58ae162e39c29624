"""Say who answers for a contract, and when they are reminded that it ends."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from aftercare.contexts.contracts import policies
from aftercare.contexts.contracts.commands import checking
from aftercare.contexts.contracts.commands.remind import MOST_DAYS
from aftercare.contexts.contracts.models import ServiceContract
from aftercare.contexts.people import public as people
from aftercare.platform.actor import Actor, Role
from aftercare.platform.refusal import Refused

MOST_STEPS = 6


@transaction.atomic
def entrust(
    *,
    contract_id: int,
    responsible_id: int | None,
    remind_days: Iterable[int] = (90, 60, 30),
    by: Actor,
    at: datetime,
) -> ServiceContract:
    """
    Name the person responsible for a contract, in whatever state, and the days before its end they are reminded on.

    :raises Refused: `not_allowed`, `not_found`, `unknown` unless a service manager of the customer's region,
        `bad_days` for days outside 1 to 365, or too many.
    """
    contract = checking.seen(contract_id, by=by)
    policies.may_entrust(contract, by=by).or_refuse()
    if responsible_id is not None and responsible_id not in candidates(contract):
        raise Refused("unknown", _("Choose a service manager of the customer's region."), field="responsible_id")
    days = sorted(set(remind_days), reverse=True)
    if not days or len(days) > MOST_STEPS or not all(1 <= day <= MOST_DAYS for day in days):
        words = _("Name one to six numbers of days before the end, each from 1 to 365.")
        raise Refused("bad_days", words, field="remind_days")
    contract.responsible_id, contract.remind_days = responsible_id, days
    contract.save(update_fields=["responsible", "remind_days"])
    return contract


def candidates(contract: ServiceContract) -> list[int]:
    """Return the logins that may answer for a contract."""
    region = contract.customer.region_id if contract.customer is not None else None
    return people.users_with(Role.SERVICE_MANAGER, region_id=region)
