"""What service managers, and the customers that hold the money, are told about retention money."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from aftercare.contexts.organisations import public as organisations
from aftercare.contexts.people import public as people
from aftercare.contexts.settlement import obstacles
from aftercare.contexts.settlement.models import Retention
from aftercare.platform.actor import Role
from aftercare.platform.money import Money
from aftercare.platform.notify.telling import Message, tell


def overdue(row: Retention, *, at: datetime) -> int:
    """Tell that the period, the time to verify or the time to pay is over; return how many were told."""
    blocked = obstacles.of(row, on=row.day(at)).words if row.status == Retention.Status.HELD else ""

    def said() -> Message:
        words = {
            "held": _("%(number)s: the defect-liability period is over; the release can be requested"),
            "requested": _("%(number)s: not verified in time"),
            "payable": _("%(number)s: not paid in time"),
        }[row.status]
        if blocked:
            words = _("%(number)s: the defect-liability period is over, but the release is blocked")
        body = f"{row.project.name} · {blocked}" if blocked else row.project.name
        return Message(title=words % {"number": row.number}, body=body[:1000], url=_url(row))

    return _tell(row, f"{row.status}:{row.version}", said, at=at)


def silence_counted(row: Retention, *, amount: Money, at: datetime) -> int:
    """Tell that a holder's silence counted as consent; return how many were told."""

    def said() -> Message:
        words = _("%(number)s: no answer in time counts as consent, %(amount)s released")
        return Message(title=words % {"number": row.number, "amount": amount}, body=row.project.name, url=_url(row))

    return _tell(row, f"silence:{at.isoformat()}", said, at=at)


def holder_acted(row: Retention, what: str, *, at: datetime) -> int:
    """Tell the managers what the customer that holds the money decided; return how many were told."""

    def said() -> Message:
        words = {
            "agreed": _("%(number)s: the customer agrees to the release"),
            "objected": _("%(number)s: the customer objects to the release"),
            "deducted": _("%(number)s: the customer deducted for a defect"),
            "paid": _("%(number)s: the customer says it has paid; look for the money"),
        }[what]
        return Message(title=words % {"number": row.number}, body=row.project.name, url=_url(row))

    return _tell(row, f"{what}:{at.isoformat()}", said, at=at)


def tell_holder(row: Retention, what: str, *, until: date | None, body: str = "", at: datetime) -> int:
    """Tell the customer that holds the money what is expected of it; return how many logins were told."""
    if row.holder_id is None:
        return 0

    def said() -> Message:
        words = {
            "requested": _("%(number)s: please verify the release of the retention money by %(day)s"),
            "reminded": _("%(number)s: reminder, please answer the release by %(day)s"),
            "payable": _("%(number)s: the released retention money is to be paid by %(day)s"),
            "missed": _("%(number)s: the payment you reported has not arrived"),
        }[what]
        url = reverse("settlement_portal:my_retention", args=[row.pk])
        title = words % {"number": row.number, "day": until}
        return Message(title=title, body=body[:1000] or row.project.name, url=url)

    logins = organisations.portal_logins(row.holder_id) if row.holder_id == row.project.customer_id else []
    dedupe = f"{row.key}:holder:{what}:{at.isoformat()}"
    return tell(logins, kind=f"settlement.{what}", message=said, dedupe=dedupe, at=at, about=row.key)


def _url(row: Retention) -> str:
    return reverse("settlement:retention", args=[row.pk])


def _tell(row: Retention, what: str, said: Callable[[], Message], *, at: datetime) -> int:
    managers = people.users_with(Role.SERVICE_MANAGER, region_id=row.project.region_id)
    kind = f"settlement.{what.partition(':')[0]}"
    return tell(managers, kind=kind, message=said, dedupe=f"{row.key}:{what}", at=at, about=row.key)
