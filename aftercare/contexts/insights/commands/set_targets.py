"""Say what the company wants its figures to reach."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from aftercare.contexts.insights import policies
from aftercare.contexts.insights.models import Target
from aftercare.contexts.insights.rules import LESS_IS_BETTER, Code
from aftercare.platform import outbox
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused
from aftercare.published.insights import TargetsSet


@transaction.atomic
def set_targets(*, values: Mapping[Code, Decimal], by: Actor, at: datetime) -> None:
    """
    Set the targets of these figures: per cent, hours or points.

    :raises Refused: `not_allowed`, or `bad_target` when nothing of that kind can be reached.
    """
    policies.may_set_target(by=by).or_refuse()
    for code, value in values.items():
        low, high = (Decimal("0.1"), Decimal(8760)) if code in LESS_IS_BETTER else (Decimal(0), Decimal(100))
        if not low <= value <= high:
            words = _("The target must lie between %(low)s and %(high)s.") % {"low": low, "high": high}
            raise Refused("bad_target", words, field=code.value)
        Target.objects.update_or_create(code=code.value, defaults={"value": value})
    if values:
        told = tuple(sorted((code.value, str(value)) for code, value in values.items()))
        outbox.publish(TargetsSet(values=told, at=at), about="figures:targets", by=by)
