"""What becomes of a plan while it is being worked out: begun, heard of, failed, finished. For the planning job."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from aftercare.contexts.dispatch.lifecycle import PLAN
from aftercare.contexts.dispatch.models import Plan, PlannedVisit
from aftercare.contexts.dispatch.planning.outcome import Line, Outcome
from aftercare.contexts.dispatch.planning.process import Wish
from aftercare.platform import live, outbox
from aftercare.platform.actor import Actor
from aftercare.published.dispatch import PlanReady


@transaction.atomic
def begin_plan(*, plan_id: int, seen_at: datetime, at: datetime) -> Plan | None:
    """Begin, or after a lost worker begin anew, with the bookings as they are `seen_at`; None when nobody wants it."""
    row = Plan.objects.locked(plan_id)
    if not PLAN.can(row.status, "begin"):
        return None
    status = PLAN.after(row.status, "begin")
    return row.change(status=status, attempts=row.attempts + 1, seen_at=seen_at, beat_at=at, progress={})


def note_progress(row: Plan, news: dict[str, Any], *, at: datetime) -> Wish:
    """Keep the news for who looks; tell the planner whether anybody still wants the plan."""
    mine = Plan.objects.filter(pk=row.pk, status="working", attempts=row.attempts)
    if not mine.update(progress=news, beat_at=at):
        return Wish.STOP
    live.tell(row.key, {"share": news["share"]})
    wished = mine.values_list("assumed__enough", flat=True).first()
    return Wish.ENOUGH if wished else Wish.GO_ON


@transaction.atomic
def fail_plan(row: Plan, *, trouble: str, at: datetime) -> Plan | None:
    """Say why there is no plan; None when it is not this attempt's business any more."""
    found = mine(row)
    if found is None:
        return None
    found.change(status=PLAN.after(found.status, "fail"), trouble=trouble[:300], ended_at=at)
    live.tell(found.key, {"status": found.status})
    return found


@transaction.atomic
def finish_plan(row: Plan, found: Outcome, *, inputs: dict[str, Any], by: Actor, at: datetime) -> Plan | None:
    """Keep the proposal, unless the plan was thrown away or begun anew meanwhile."""
    plan = mine(row)
    if plan is None:
        return None
    PlannedVisit.objects.filter(plan=plan).delete()
    PlannedVisit.objects.bulk_create([planned_visit(plan, line) for line in found.lines], batch_size=500)
    progress = {**plan.progress, "share": 1}
    plan.change(
        status=PLAN.after(plan.status, "finish"), figures=found.figures, inputs=inputs, ready_at=at, progress=progress
    )
    event = PlanReady(plan_id=plan.pk, region_id=plan.region_id, cause=plan.cause, at=at)
    outbox.publish(event, about=plan.key, by=by)
    return plan


def mine(row: Plan) -> Plan | None:
    """Return the plan, locked, if this attempt still works on it."""
    found = Plan.objects.locked(row.pk)
    return found if found.status == "working" and found.attempts == row.attempts else None


def planned_visit(plan: Plan, line: Line) -> PlannedVisit:
    """Return what a plan says of one visit, not written yet."""
    job, order = line.job, line.job.order
    return PlannedVisit(
        plan=plan, work_order_id=order.id, booking_id=job.booking_id, change=line.change, engineer_id=line.engineer_id,
        during=DateTimeTZRange(line.start, line.end) if line.start else None, was_engineer_id=job.engineer_id,
        was_during=DateTimeTZRange(job.start, job.end) if job.start else None, seen_version=job.version,
        reasons=line.reasons, crew_size=order.crew_size, nth=job.nth,
        inputs={
            "priority": order.priority, "minutes": job.minutes, "skills": order.skills, "lock": job.lock,
            "status": job.status, "knows_it": job.knows_it, "is_stranded": job.is_stranded, "mate": line.mate,
            "arrive_by": order.arrive_by.isoformat() if order.arrive_by else None,
            "resolve_by": order.resolve_by.isoformat() if order.resolve_by else None,
        },
    )  # fmt: skip
