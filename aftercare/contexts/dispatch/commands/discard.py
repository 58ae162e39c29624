"""Throw a plan away, or ask its planner to come to an end."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from aftercare.contexts.dispatch import policies
from aftercare.contexts.dispatch.lifecycle import PLAN
from aftercare.contexts.dispatch.models import Plan
from aftercare.platform import live, outbox
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused, not_found
from aftercare.published.dispatch import PlanDiscarded


@transaction.atomic
def discard(*, plan_id: int, by: Actor, at: datetime) -> Plan:
    """
    Throw a plan away; one that is being worked out is called off.

    :raises Refused: `not_found`, `not_allowed`, `wrong_state` once it is published or thrown away.
    """
    row = locked_plan(plan_id, by=by)
    row.change(status=PLAN.after(row.status, "discard"), ended_by=by.name[:80], ended_at=at)
    outbox.publish(PlanDiscarded(plan_id=row.pk, region_id=row.region_id, at=at), about=row.key, by=by)
    live.tell(row.key, {"status": row.status})
    return row


@transaction.atomic
def finish_early(*, plan_id: int, by: Actor) -> Plan:
    """
    Let the planner hand over the best plan so far.

    :raises Refused: `not_found`, `not_allowed`, `wrong_state` when it is not being worked out.
    """
    row = locked_plan(plan_id, by=by)
    if row.status != "working":
        raise Refused("wrong_state", PLAN.can(row.status, "finish").why)
    return row.change(assumed={**row.assumed, "enough": True})


def locked_plan(plan_id: int, *, by: Actor) -> Plan:
    """
    Return a plan the actor may decide on, locked until the transaction ends.

    :raises Refused: `not_found` also for one the actor may not see, `not_allowed`.
    """
    if not policies.plans_visible_to(by).filter(pk=plan_id).exists():
        raise not_found()
    row = Plan.objects.locked(plan_id)
    policies.may_plan(by=by, region_id=row.region_id).or_refuse()
    return row
