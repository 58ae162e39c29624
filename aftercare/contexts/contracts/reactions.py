"""What finished visits use of a contract."""

from __future__ import annotations

from decimal import Decimal
from zoneinfo import ZoneInfo

from django.conf import settings

from aftercare.contexts.contracts import commands
from aftercare.contexts.contracts.models import EntitlementKind, ServiceContract
from aftercare.platform.actor import Actor
from aftercare.platform.outbox import when
from aftercare.published.visits import VisitAssisted, VisitDone

MINUTES_AN_HOUR = 60


@when(VisitDone, VisitAssisted)
def use_visit_and_hours(event: VisitDone | VisitAssisted, by: Actor) -> None:
    """
    Enter the visit and its hours where the contract that pays for it includes them.

    Hours are those from arrival to the end, to the nearest hundredth. A visit finished again counts once;
    whoever only helped is no visit of its own, the hours count.
    """
    if event.contract_id is None:
        return
    contract = ServiceContract.objects.get(pk=event.contract_id)
    used_on = event.at.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
    version = contract.family().in_force(used_on).first()
    if version is None:
        return
    subject = f"visit:{event.visit_id}"
    included = set(version.entitlements.values_list("kind", flat=True))
    entered = set(contract.family().filter(ledger__subject=subject).values_list("ledger__kind", flat=True))
    hours = round(Decimal(event.minutes) / MINUTES_AN_HOUR, 2)
    visits = Decimal(isinstance(event, VisitDone))
    for kind, quantity in ((EntitlementKind.VISITS, visits), (EntitlementKind.HOURS, hours)):
        if kind in included - entered and quantity > 0:
            commands.consume(
                contract_id=contract.pk,
                kind=kind,
                quantity=quantity,
                used_on=used_on,
                subject=subject,
                note=event.number,
                by=Actor.system("contracts"),
                at=event.at,
            )
