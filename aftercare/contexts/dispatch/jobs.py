"""What the passing of time starts."""

from __future__ import annotations

from datetime import timedelta

import structlog
from django.db import transaction
from django.db.models import Q
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.types import TimeDeltaParams

from aftercare.contexts.dispatch import commands
from aftercare.contexts.dispatch.answers import answering
from aftercare.contexts.dispatch.models import UNDER_WAY, Cause, Plan
from aftercare.contexts.dispatch.planning import mending, working
from aftercare.platform import clock
from aftercare.platform.actor import Actor

log = structlog.get_logger(__name__)

# A plan nobody reports on for so long has lost its worker.
LOST_AFTER = timedelta(minutes=2)
FORGET_AFTER = timedelta(days=1)


@app.periodic(cron="40 2 * * *")
@app.task(name="dispatch.fit_speeds", queue="dispatch", queueing_lock="dispatch.fit_speeds")
def fit_speeds(timestamp: int = 0) -> None:
    """Learn every night how fast one gets along in each region; a night missed is made up for by the next."""
    if learned := commands.fit_speeds(at=clock.now()):
        log.info("speeds_learned", regions=learned)


@app.periodic(cron="*/3 * * * *")
@app.task(name="dispatch.chase_answers", queue="dispatch", queueing_lock="dispatch.chase_answers")
def chase_answers(timestamp: int = 0) -> int:
    """Ask engineers again who do not answer, then tell the dispatchers; return how many jobs were chased."""
    now, itself = clock.now(), Actor.system("dispatch")
    due = answering.due(answering.unanswered(), now=now)
    chased = [booking_id for booking_id in due if commands.chase(booking_id=booking_id, by=itself, at=now)]
    if chased:
        log.info("answers_chased", bookings=len(chased))
    return len(chased)


@app.task(name="dispatch.work_out", queue="planning", retry=RetryStrategy(max_attempts=3, wait=5))
def work_out(plan_id: int) -> None:
    """Work a plan out in a process of its own; any number of workers on any hosts may listen to the queue."""
    row, now = Plan.objects.get(pk=plan_id), clock.now()
    if row.cause == Cause.MENDING and (wait := mending.patience(row, now=now)):
        hand_out(plan_id, wait=wait)
    else:
        working.work_out(plan_id, at=now)


def hand_out(plan_id: int, *, wait: timedelta = timedelta()) -> None:
    """
    Queue a plan, once; plans of one region are worked out one after the other, those of several side by side.

    What an edit asks for does not wait for a long plan of the region, nor the other way round.
    """
    region_id, cause = Plan.objects.values_list("region_id", "cause").get(pk=plan_id)
    kind = "mending" if cause == Cause.MENDING else "region"
    once, in_turn = f"dispatch.plan-{plan_id}", f"dispatch.{kind}-{region_id}"
    try:
        with transaction.atomic():
            later: TimeDeltaParams | None = {"milliseconds": wait // timedelta(milliseconds=1)} if wait else None
            work_out.configure(queueing_lock=once, lock=in_turn, schedule_in=later).defer(plan_id=plan_id)
    except AlreadyEnqueued:
        log.info("plan_queued_already", plan=plan_id)


@app.periodic(cron="* * * * *")
@app.task(name="dispatch.plans_left", queue="dispatch", queueing_lock="dispatch.plans_left")
def plans_left(timestamp: int = 0) -> None:
    """Hand out again the plans whose worker was lost."""
    since = clock.now() - LOST_AFTER
    silent = Q(beat_at__lt=since) | Q(beat_at__isnull=True, asked_at__lt=since)
    for pk in Plan.objects.filter(silent, status__in=UNDER_WAY).order_by("pk").values_list("pk", flat=True)[:50]:
        hand_out(pk)


@app.periodic(cron="*/5 * * * *")
@app.task(name="dispatch.mendings_passed", queue="dispatch", queueing_lock="dispatch.mendings_passed")
def mendings_passed(timestamp: int = 0) -> None:
    """Let the proposals around edits fall whose time has come, and forget those that came to nothing."""
    now, itself = clock.now(), Actor.system("dispatch")
    ready = Plan.objects.filter(cause=Cause.MENDING, status="ready").order_by("pk").values_list("pk", flat=True)
    for pk in ready[:500]:
        commands.let_fall_if_overtaken(pk, by=itself, at=now)
    gone = Plan.objects.filter(cause=Cause.MENDING, status="discarded", ended_by="", ended_at__lt=now - FORGET_AFTER)
    gone.delete()
