"""Whatever happens to an extended promise through the commands, its deadline is what counting minutes gives."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from django.db import transaction

from aftercare.contexts.calendars import public as calendars
from aftercare.contexts.clocks import commands
from aftercare.contexts.clocks.models import Clock
from aftercare.contexts.clocks.tests.by_the_minute import EPOCH, Act, Clockwork, Story, due, moment
from aftercare.contexts.clocks.tests.conftest import SUBJECT
from aftercare.contexts.contracts.models import ServiceLevel
from aftercare.contexts.contracts.public import Moment

WINDOW = 40 * 1440
HISTORIES = 25
VERBS = ("extend", "extend", "pause", "resume", "swap", "stop", "reopen")


def minute(at) -> int:
    """Return the minute of an instant, as stories count them."""
    return (at - EPOCH) // timedelta(minutes=1)


class Teller:
    """Draws what happens to a promise, does it by the commands, and writes it down for the oracle."""

    def __init__(self, clock: Clock, by, seed: int) -> None:
        self.clock, self.by, self.rng = clock, by, Random(seed)
        hours = calendars.working_time(clock.calendar_id)
        specials = {on: special.as_weekday for on, special in hours.specials.items()}
        self.work = Clockwork(hours.zone, hours.week, specials)
        self.now = minute(clock.started_at)
        self.story = Story(self.now, clock.target_minutes, self.work, ())
        self.is_open, self.held, self.granted = True, False, 0

    def act(self, n: int) -> None:
        """Let some time pass and do one thing that is possible now."""
        self.now += self.rng.randint(1, 1500)
        verb = self.rng.choice(VERBS)
        possible = {"reopen": not self.is_open, "pause": self.is_open and not self.held, "resume": self.held}
        if possible.get(verb, self.is_open):
            told = getattr(self, verb)(n, {"by": self.by, "at": moment(self.now)})
            acts = (*self.story.acts, told or Act(self.now, verb, "a"))
            self.story = Story(self.story.start, self.story.target, self.work, acts)

    def extend(self, n, acting):
        minutes = self.rng.randint(1, 900)
        commands.extend(clock_id=self.clock.pk, minutes=minutes, source=f"c:{n}", note="", **acting)
        return Act(self.now, "extend", target=minutes)

    def pause(self, n, acting):
        self.held = True
        commands.pause(subject=SUBJECT, source="a", reason="weather", party="nobody", since=moment(self.now), **acting)

    def resume(self, n, acting):
        self.held = False
        commands.resume(subject=SUBJECT, source="a", until=moment(self.now), **acting)

    def swap(self, n, acting):
        current = Clock.objects.get(pk=self.clock.pk)
        priority = self.rng.choice([p for p in (1, 2, 3, 4) if p != current.priority])
        level = ServiceLevel.objects.get(priority=priority, promise="resolve")
        commands.change_priority(subject=SUBJECT, priority=priority, **acting)
        work = Clockwork(self.work.zone, self.work.week, self.work.specials, level.counting == "calendar")
        return Act(self.now, "swap", clockwork=work, target=level.target_minutes)

    def stop(self, n, acting):
        self.is_open = self.held = False
        commands.reach(subject=SUBJECT, moment=Moment.RESOLVED, **acting)

    def reopen(self, n, acting):
        self.is_open = True
        commands.restart(subject=SUBJECT, ends=[Moment.RESOLVED], **acting)


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_is_due_to_the_second_when_counting_every_minute_says_so(seed, start, system):
    with transaction.atomic():
        teller = Teller(next(c for c in start() if c.promise == "resolve"), system, seed)
        for n in range(10):
            teller.act(n)
        found = Clock.objects.get(pk=teller.clock.pk)
        expected = due(teller.story, WINDOW)
        assert found.due_at == (None if expected is None else moment(expected))


def test_the_oracle_tells_an_extension_that_was_forgotten(start, system, at):
    """The control: the same story without its extension is due at another moment."""
    teller = Teller(next(c for c in start() if c.promise == "resolve"), system, 0)
    told = teller.extend(0, {"by": system, "at": at})
    with_it = Story(teller.story.start, teller.story.target, teller.work, (told,))
    found = Clock.objects.get(pk=teller.clock.pk).due_at
    assert found == moment(due(with_it, WINDOW))
    assert found != moment(due(teller.story, WINDOW))
