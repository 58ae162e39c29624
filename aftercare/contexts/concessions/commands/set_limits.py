"""Say what a level may grant."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.contexts.concessions import policies, rules
from aftercare.contexts.concessions.models import ApprovalLimit, Kind
from aftercare.platform import outbox, rows
from aftercare.platform.actor import OFFICE, Actor
from aftercare.platform.refusal import Refused, not_found
from aftercare.published.concessions import ApprovalLimitSet

LONGEST_HOURS = 720
FALLING = {
    "kinds": gettext_lazy("A higher level may grant all that a lower one may."),
    "most_minutes": gettext_lazy("A higher level may grant no less time than a lower one."),
    "most_amount": gettext_lazy("A higher level may grant no less money than a lower one."),
}


@transaction.atomic
def set_limits(
    *,
    level: int,
    role: str,
    is_companywide: bool = False,
    most_minutes: int | None = None,
    most_amount: Decimal | None = None,
    kinds: Collection[str],
    decide_hours: int,
    by: Actor,
    at: datetime,
) -> ApprovalLimit:
    """
    Give a level its role and its limits; the top level has none. What is asked already keeps the level it needs.

    :raises Refused: `not_allowed`, `not_found`, `unknown`, `bad_amount`, `bad_minutes`, `bad_hours`, `top_is_open`,
        `falling` where a level could grant less than one below it.
    """
    policies.may_set_limits(by=by).or_refuse()
    known = list(ApprovalLimit.objects.select_for_update().order_by("level"))
    row = next((one for one in known if one.level == level), None)
    if row is None:
        raise not_found()
    _check(role, most_minutes, most_amount, kinds, decide_hours)
    if level == rules.TOP and (most_minutes, most_amount, set(kinds)) != (None, None, set(Kind.values)):
        raise Refused("top_is_open", _("The top level decides whatever goes beyond the others: it has no limits."))
    values: dict[str, Any] = {"role": role, "is_companywide": is_companywide, "decide_hours": decide_hours}
    values |= {"most_minutes": most_minutes, "most_amount": most_amount}
    rows.fill(row, values)
    row.kinds = [kind for kind in Kind.values if kind in kinds]
    if wrong := rules.falling([one.rule for one in known]):
        raise Refused("falling", FALLING[wrong], field=wrong)
    row.save()
    outbox.publish(ApprovalLimitSet(level=level, at=at), about=f"approval_limit:{level}", by=by)
    return row


def _check(
    role: str, most_minutes: int | None, most_amount: Decimal | None, kinds: Collection[str], decide_hours: int
) -> None:
    if role not in {str(one) for one in OFFICE}:
        raise Refused("unknown", _("Choose a role of the office."), field="role")
    if not kinds or set(kinds) - set(Kind.values):
        raise Refused("unknown", _("Choose what the level may grant."), field="kinds")
    if most_minutes is not None and not 0 <= most_minutes <= 525_600:
        raise Refused("bad_minutes", _("Enter a time up to a year, or nothing for no limit."), field="most_minutes")
    if most_amount is not None and (not most_amount.is_finite() or most_amount < 0):
        raise Refused("bad_amount", _("Enter an amount, or nothing for no limit."), field="most_amount")
    if not 1 <= decide_hours <= LONGEST_HOURS:
        raise Refused("bad_hours", _("Enter 1 to 720 hours."), field="decide_hours")
