"""The promises about a request as the report shows them: due, actual, kept or not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from aftercare.contexts.clocks import public as clocks
from aftercare.contexts.visits.queries import Job
from aftercare.contexts.work_orders import public as work_orders
from aftercare.platform.actor import Actor
from aftercare.platform.web import marks


def rows(job: Job, moment: Callable[[datetime | None], str]) -> list[list[str]]:
    """Return one line a promise: its name, due, actual, verdict (`good`, `bad` or ``), its word, pauses, clause."""
    return [_row(job, deadline, moment) for deadline in job.deadlines if deadline.state != "canceled"]


def _row(job: Job, deadline: clocks.Deadline, moment: Callable[[datetime | None], str]) -> list[str]:
    actual = deadline.stopped_at or _signed_now(job, deadline)
    kept = _kept(deadline, actual)
    kind, word = {True: ("good", _("Kept")), False: ("bad", _("Not kept")), None: ("", pgettext("paper", "Running"))}[
        kept
    ]
    paused = marks.duration_words(deadline.paused_minutes) if deadline.paused_minutes else "–"
    return [deadline.label, moment(deadline.due_at), moment(actual), kind, word, paused, deadline.clause]


def _kept(deadline: clocks.Deadline, actual: datetime | None) -> bool | None:
    if deadline.state in {"met", "missed"}:
        return deadline.state == "met"
    if actual is not None and deadline.due_at is not None:
        return actual <= deadline.due_at
    return None


def _signed_now(job: Job, deadline: clocks.Deadline) -> datetime | None:
    """
    Return the signature's moment for the promise to resolve when this order was the last open one.

    The clock itself stops a moment later, by a reaction to the acceptance; the paper does not wait for it.
    """
    if deadline.promise != "resolve" or job.order.request_id is None or job.visit.leftovers:
        return None
    everything = work_orders.visible_to(Actor.system("reports"))
    others = everything.open().filter(request_id=job.order.request_id).exclude(pk=job.order.id)
    return None if others.exists() else job.visit.signed_at
