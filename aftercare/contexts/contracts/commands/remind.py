"""Tell the person responsible that a contract ends, in time to renew it."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aftercare.contexts.contracts.models import ServiceContract
from aftercare.contexts.contracts.rules.renewal import due_reminder
from aftercare.contexts.contracts.rules.terms import days_left
from aftercare.contexts.organisations import public as organisations
from aftercare.contexts.people import public as people
from aftercare.platform.actor import Actor, Role
from aftercare.platform.notify.telling import Message, tell

# The longest step a contract's own ladder may have.
MOST_DAYS = 365
AT_ONCE = 500


def remind(*, by: Actor, at: datetime) -> int:
    """
    Tell of each contract that ends soon, once for each step of its ladder; return how many were told.

    It looks at the state and not at the time since the last look. A contract whose renewal is in force is left alone.
    """
    today = at.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
    ending = ServiceContract.objects.in_force(today).filter(
        status="active", is_default=False, bound_until=None, ends_on__lte=today + timedelta(days=MOST_DAYS)
    )
    rows = ending.exclude(renewal__status=ServiceContract.Status.ACTIVE).order_by("ends_on", "pk")
    told = 0
    for pk, ends_on, ladder, reminded in rows.values_list("pk", "ends_on", "remind_days", "reminded_days")[:AT_ONCE]:
        step = due_reminder(days_left(ends_on, today), ladder, reminded)
        if step is not None:
            told += _tell(pk, step, days_left(ends_on, today), at)
    return told


@transaction.atomic
def _tell(contract_id: int, step: int, left: int, at: datetime) -> bool:
    contract = ServiceContract.objects.locked(contract_id)
    if contract.reminded_days is not None and contract.reminded_days <= step:
        return False
    card = organisations.organisation_card(contract.customer_id or 0)
    who = [contract.responsible_id] if contract.responsible_id else []
    who = who or people.users_with(Role.SERVICE_MANAGER, region_id=card.region_id if card else None)

    def said() -> Message:
        words = ngettext("%(name)s ends in %(n)d day", "%(name)s ends in %(n)d days", left)
        return Message(
            title=words % {"name": contract.name, "n": left},
            body=_("%(number)s, %(customer)s. Draw up its renewal, or tell the customer that it ends.")
            % {"number": contract.label, "customer": card.name if card else ""},
            url=reverse("contracts:detail", args=[contract.pk]),
        )

    key = f"{contract.key}:ends:{contract.ends_on}:{step}"
    tell(who, kind="contracts.ending", message=said, dedupe=key, at=at, about=contract.key)
    ServiceContract.objects.filter(pk=contract.pk).update(reminded_days=step)
    return True
