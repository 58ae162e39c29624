"""The company's last months and its living today."""

from __future__ import annotations

import heapq
import os
from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from django.db import connections

from aftercare.contexts.clocks import public as clocks
from aftercare.contexts.insights import public as insights
from aftercare.contexts.people import commands as people
from aftercare.contexts.people.models import Engineer, Region
from aftercare.demo.simulation.authors import Author
from aftercare.demo.simulation.cast import Cast
from aftercare.demo.simulation.life import Life
from aftercare.demo.simulation.roster import Roster
from aftercare.demo.simulation.settling import Settler
from aftercare.demo.simulation.story import DONE, Story
from aftercare.platform.actor import Actor
from aftercare.platform.notify.models import Mail, Notice
from aftercare.platform.outbox.gathering import gathering

ZONE = ZoneInfo("Asia/Shanghai")
DAYS = 100
A_WEEKDAY, A_WEEKEND_DAY = 1.7, 0.8
LIVELY_DAYS, LIVELY = 2, 7.0
REPEATS = 0.08
PRINTED_DAYS, UNREAD_DAYS = 3, 1
SEED = "砺川"
# Messages nobody would read any more, and facts that are written once at the end.
OLD_NEWS = {
    "service_requests.tell_the_desk", "work_orders.tell_dispatch", "feedback.tell_managers",
    "insights.refresh_request", "insights.follow_deadline", "dispatch.tell_customer", "dispatch.tell_customer_it_fell",
}  # fmt: skip
# Engineer, kind, days from now, days long, approved.
LEAVE = (("葛亮", "annual", 2, 3, True), ("尹航", "training", 4, 2, True), ("柳青", "personal", 6, 1, False))
# Two parts of the company that never help each other out: each is played by a process of its own.
PARTS = (("east",), ("north", "south"))
Say = Callable[[str], None]


def play(*, now: datetime, say: Say) -> None:
    """
    Let the company work from some months ago until now.

    :raises RuntimeError: when a part could not be played; what it said is on the error stream.
    """
    _plan_leave(now)
    author = Author(Random(SEED), zone=ZONE)  # noqa: S311 - stories, not secrets
    stories = author.everyday(_days(now)) + author.right_now(now)
    say(f"{len(stories)} requests of {DAYS} days, registered, dispatched, visited and rated")
    _in_parallel([_Part(author, stories, roots, now, say) for roots in PARTS])
    with gathering() as gathered:
        clocks.sweep(by=Actor.system("clocks"), at=now)
        Settler(gathered).settle()
    last = 0
    while ids := insights.refresh_requests(after_id=last):
        last = ids[-1]
    Notice.objects.filter(sent_at__lt=now - timedelta(days=UNREAD_DAYS)).update(read_at=now)


class _Part:
    """One part of the company with its own stories and engineers."""

    def __init__(self, author: Author, stories: list[Story], roots: tuple[str, ...], now: datetime, say: Say) -> None:
        self.author, self.now, self.say, self.name = author, now, say, "+".join(roots)
        tops = dict(Region.objects.values_list("code", "pk"))
        parents = dict(Region.objects.values_list("pk", "parent_id"))
        self.regions = {pk for pk, parent in parents.items() if parent in {tops[code] for code in roots}}
        places = {piece.pk: piece.region_id for piece in author.equipment}
        self.stories = [story for story in stories if places[story.report["equipment_id"]] in self.regions]

    def play(self) -> None:
        """Live every story of this part, in the order in which they begin."""
        cast = Cast()
        roster = Roster([card for card in cast.engineers if card.region_id in self.regions])
        queue = [(story.received_at, number, story) for number, story in enumerate(self.stories)]
        heapq.heapify(queue)
        rng = Random(f"{SEED} {self.name}")  # noqa: S311 - stories, not secrets
        with gathering() as gathered:
            settler = Settler(gathered)
            told = 0
            while queue:
                received_at, number, story = heapq.heappop(queue)
                is_recent = received_at > self.now - timedelta(days=PRINTED_DAYS)
                settler.keeps_printing, settler.forgets = is_recent, set() if is_recent else OLD_NEWS
                Life(story, cast=cast, roster=roster, settler=settler, until=self.now).live()
                told += 1
                if (again := self._again(story, rng)) is not None:
                    heapq.heappush(queue, (again.received_at, number + 100_000, again))
                if told % 30 == 0:
                    self.say(f"{self.name}: {told} requests, until {received_at.astimezone(ZONE):%Y-%m-%d}")
        # Nobody is written to about the past.
        Mail.objects.filter(state=Mail.State.WAITING).update(state=Mail.State.SENT, attempts=1)

    def _again(self, story: Story, rng: Random) -> Story | None:
        """Return the same trouble some days later, now and then."""
        lasts = story.ending != "visit" or story.visits[-1] != DONE or bool(story.stops_at) or rng.random() > REPEATS
        again = None if lasts else self.author.again(story, rng)
        return again if again and again.received_at < self.now else None


def _in_parallel(parts: list[_Part]) -> None:
    """Play every part in a process of its own and wait for all of them."""
    connections.close_all()
    children = []
    for part in parts:
        child = os.fork()
        if child == 0:
            _play_and_leave(part)
        children.append(child)
    ends = [os.waitpid(child, 0)[1] for child in children]
    if any(ends):
        raise RuntimeError("The demo company could not be finished; what went wrong is told above.")


def _play_and_leave(part: _Part) -> None:
    """Play in the child and end it without the parent's farewells, such as stopping the database."""
    import traceback

    code = 1
    try:
        part.play()
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        connections.close_all()
        os._exit(code)


def _days(now: datetime) -> list[tuple[datetime, float]]:
    """Return each day's midnight with how many requests to expect."""
    today = now.astimezone(ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
    found = []
    for back in range(DAYS, -1, -1):
        day = today - timedelta(days=back)
        usual = A_WEEKDAY if day.weekday() < 5 else A_WEEKEND_DAY
        found.append((day, LIVELY if back < LIVELY_DAYS else usual))
    return found


def _plan_leave(now: datetime) -> None:
    by = Actor.system("demo", via="demo")
    today = now.astimezone(ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
    for name, kind, ahead, days, is_approved in LEAVE:
        engineer = Engineer.objects.get(name=name)
        start = today + timedelta(days=ahead)
        leave = people.request_leave(
            engineer_id=engineer.pk, kind=kind, start_at=start, end_at=start + timedelta(days=days),
            reason="已与班组长沟通", by=by, at=now,
        )  # fmt: skip
        if is_approved:
            people.approve_leave(leave_id=leave.pk, by=by, at=now)
