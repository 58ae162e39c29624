"""Run what follows from the commands at once, many consequences together; mail stays unsent, printing may wait."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from django.db import connection, transaction

from aftercare.contexts.clocks.models import Clock
from aftercare.platform import audit
from aftercare.platform.actor import Actor
from aftercare.platform.outbox.encoding import decode
from aftercare.platform.outbox.gathering import Order
from aftercare.platform.outbox.jobs import react
from aftercare.platform.outbox.models import Event
from aftercare.platform.outbox.reacting import reactions_to

# Setting a report takes long; the worker prints the recent ones when it starts.
PRINTING = "visits.issue_reports"
# These write down what is so now: after several events of one matter, once is enough.
REFRESHING = {"service_requests.note_deadlines", "insights.refresh_request", "insights.follow_deadline"}
# What the engine proposes is for a person who edits just now; simulated people are gone by then.
FOR_NOBODY = {"dispatch.mend_around_edit"}
MOST_ROUNDS = 50


@dataclass(frozen=True, slots=True)
class Job:
    """One reaction that waits."""

    event_id: int
    reaction: str


class Settler:
    """Draws the consequences of what simulated people did, from the list they are gathered in."""

    def __init__(self, gathered: list[Order]) -> None:
        self.gathered = gathered
        # Thousands of small commits: a crash may lose the last of them, and then the whole is made again.
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit TO off")
        self.keeps_printing = False
        self.forgets: set[str] = set()

    def settle(self) -> None:
        """
        Run the waiting reactions in order until none is left.

        :raises RuntimeError: when reactions seem to feed each other.
        """
        for _round in range(MOST_ROUNDS):
            if not self.gathered:
                return
            jobs = [Job(cast(int, order["event_id"]), str(order["reaction"])) for order in self.gathered]
            self.gathered.clear()
            with transaction.atomic():
                self._run_all(jobs)
        raise RuntimeError("reactions seem to feed each other")

    def _run_all(self, jobs: list[Job]) -> None:
        events = Event.objects.in_bulk({job.event_id for job in jobs})
        needless = _needless(jobs, events)
        for job in jobs:
            if job.reaction == PRINTING:
                if self.keeps_printing:
                    react.defer(event_id=job.event_id, reaction=job.reaction)
                elif _promises_report(events[job.event_id]):
                    _react(job.reaction, events[job.event_id])
            elif job not in needless and job.reaction not in self.forgets | FOR_NOBODY:
                _react(job.reaction, events[job.event_id])


def _promises_report(row: Event) -> bool:
    """Tell whether the customer of a signed visit was promised the report by a time, so that it cannot stay undone."""
    subject = f"service_request:{row.payload.get('request_id')}"
    return Clock.objects.filter(subject=subject, promise="report").exists()


def _react(reaction: str, row: Event) -> None:
    function: Any = reactions_to(row.name)[reaction]
    by = Actor.from_json(row.actor).through("job")
    with audit.acting(by):
        function(decode(row), by)


def _needless(jobs: Iterable[Job], events: dict[int, Event]) -> set[Job]:
    """Return the refreshing reactions that a later one about the same record makes needless."""
    last: dict[tuple[str, str], Job] = {}
    found = set()
    for job in jobs:
        if job.reaction in REFRESHING:
            key = (job.reaction, events[job.event_id].about)
            if key in last:
                found.add(last[key])
            last[key] = job
    return found
