"""Say why a promise was broken."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from aftercare.contexts.clocks import policies
from aftercare.contexts.clocks.models import BreachCause, Clock
from aftercare.platform import outbox
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused, not_found
from aftercare.published.clocks import BreachExplained


@transaction.atomic
def give_cause(*, clock_id: int, cause_id: int, note: str = "", by: Actor, at: datetime) -> Clock:
    """
    Note the cause of a breach, or another one than was thought at first.

    :raises Refused: `not_found`, `not_allowed`, `wrong_state` where nothing is broken, or `unknown_cause`.
    """
    clock = policies.visible_to(by).select_for_update(of=("self",)).filter(pk=clock_id).first()
    if clock is None:
        raise not_found()
    policies.may_give_cause(clock, by=by).or_refuse()
    cause = BreachCause.objects.filter(pk=cause_id, is_active=True).first()
    if cause is None:
        raise Refused("unknown_cause", _("Choose a cause from the list."), field="cause_id")
    clock.cause, clock.cause_note = cause, note[:500]
    clock.save(update_fields=["cause", "cause_note"])
    event = BreachExplained(clock_id=clock.pk, subject=clock.subject, promise=clock.promise, cause=cause.name, at=at)
    outbox.publish(event, about=clock.subject, by=by)
    return clock
