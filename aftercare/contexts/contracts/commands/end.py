"""End a contract before its day."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from aftercare.contexts.contracts import policies
from aftercare.contexts.contracts.commands import checking
from aftercare.contexts.contracts.lifecycle import CONTRACT
from aftercare.contexts.contracts.models import ServiceContract
from aftercare.platform import outbox, wording
from aftercare.platform.actor import Actor
from aftercare.published.contracts import ContractEnded


@transaction.atomic
def end(*, contract_id: int, reason: str, by: Actor, at: datetime) -> ServiceContract:
    """
    End a contract with this day, the last one it binds; promises already running are still kept.

    What it promised about matters of the days before stays: they are judged by it also when they are entered later.

    :raises Refused: `not_allowed`, `not_found`, `wrong_state`, `missing` without a reason.
    """
    contract = checking.seen(contract_id, by=by)
    policies.may_end(contract, by=by).or_refuse()
    contract.status = CONTRACT.after(contract.status, "end")
    why = wording.line(reason, field="reason", limit=300, required=True)
    today = at.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
    contract.ended_on = today
    contract.save(update_fields=["status", "ended_on"])
    # An amendment that was to come leaves nothing behind: the version it replaces ends with it.
    earlier = contract.family().filter(status=ServiceContract.Status.ACTIVE)
    earlier.filter(bound_until__gte=today).update(status="ended", ended_on=today)
    event = ContractEnded(
        contract_id=contract.pk, number=contract.number, customer_id=contract.customer_id, reason=why, at=at
    )
    outbox.publish(event, about=contract.key, by=by)
    return contract
