"""What is proposed around edits on the days somebody looks at."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from aftercare.contexts.dispatch import policies
from aftercare.contexts.dispatch.models import CHANGES, Cause, Plan
from aftercare.contexts.dispatch.queries.plans import PlannedRow, planned_rows
from aftercare.platform.actor import Actor

# The strip stays a strip.
MOST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Mending:
    """A few visits that would do better elsewhere, as somebody changed the tours beside them."""

    plan: Plan
    visits: list[PlannedRow]

    def less(self, kind: str) -> int:
        """Return how many minutes of a kind it saves."""
        before, after = (self.plan.figures[when][kind] for when in ("before", "after"))
        return int(before - after)


def mendings(
    actor: Actor, *, first_on: date, last_on: date, region_ids: Collection[int] | None = None
) -> list[Mending]:
    """Return the proposals that wait for the actor's word, the latest first; of some regions or all. Two queries."""
    rows = policies.plans_visible_to(actor).filter(
        cause=Cause.MENDING, status="ready", first_on__range=(first_on, last_on)
    )
    if region_ids is not None:
        rows = rows.filter(region_id__in=region_ids)
    plans = list(rows.select_related("region").order_by("-pk")[:MOST])
    changes = planned_rows(plan_id__in=[plan.pk for plan in plans], change__in=CHANGES) if plans else []
    return [Mending(plan=plan, visits=[row for row in changes if row.plan_id == plan.pk]) for plan in plans]
