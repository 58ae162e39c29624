"""
Whatever happens to a promise, its deadline is what counting minute by minute gives.

`AFTERCARE_HISTORIES=10000` makes the long run; another `--hypothesis-profile=default` looks for new stories.
"""

from __future__ import annotations

import os
import time
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aftercare.contexts.calendars.public import Special, WorkingTime
from aftercare.contexts.clocks import rules
from aftercare.contexts.clocks.tests.by_the_minute import PAUSED, RUNNING, Act, Clockwork, Story, due, moment, told

STORIES = int(os.environ.get("AFTERCARE_HISTORIES", "60"))
MINUTE = timedelta(minutes=1)
DAY = 1440
WINDOW = 45 * DAY
SHORTEST = date(2026, 1, 1)
# Days near which stories begin, counted from 1 January 2026: clocks go forward and back, holidays, the unknown 2027.
HOT = {
    "Asia/Shanghai": [44, 270, 276, 355, 362],
    "America/New_York": [58, 64, 66, 296, 302, 304, 360],
    "Europe/Paris": [79, 85, 87, 290, 296, 298, 360],
}
KNOWN = frozenset({2026})
# What these days give with the promise of `reckoned`, counted by the oracle.
EVERYWHERE = {
    "Asia/Shanghai": ["02-16 19:00", "09-30 20:40", "10-06 19:00", "12-24 19:00", "12-31 19:00"],
    "America/New_York": [
        "03-01 10:40",
        "03-07 10:40",
        "03-09 10:20",
        "10-25 10:00",
        "10-31 10:00",
        "11-02 10:00",
        "12-28 10:40",
    ],
    "Europe/Paris": [
        "03-23 01:20",
        "03-29 01:20",
        "03-31 02:40",
        "10-20 03:00",
        "10-26 03:00",
        "10-28 01:20",
        "12-29 01:20",
    ],
}


@st.composite
def plans(draw: st.DrawFn) -> tuple[tuple[int, int], ...]:
    """Draw a day of up to three intervals, also through the small hours in which clocks change."""
    edges = sorted(draw(st.lists(st.integers(0, DAY), max_size=6, unique=True)))
    return tuple(zip(edges[: len(edges) // 2 * 2 : 2], edges[1::2], strict=False))


@st.composite
def clockworks(draw: st.DrawFn, zone: str, near: int) -> Clockwork:
    """Draw the hours of a week, with special days in the time of the story."""
    office = st.just((((540, 720), (780, 1080)),) * 5 + ((), ()))
    night = st.just((((0, 150), (170, 600)),) * 7)
    drawn = st.lists(plans(), min_size=7, max_size=7).filter(any).map(tuple)
    days = st.integers(near - 3, near + 40).map(lambda n: SHORTEST + timedelta(days=n))
    specials = draw(st.dictionaries(days, st.none() | st.integers(0, 6), max_size=6))
    return Clockwork(zone, draw(office | night | drawn), specials, draw(st.integers(0, 9)) == 0)


@st.composite
def stories(draw: st.DrawFn, zone: str) -> Story:
    """Draw a start, a target and up to nine things that happen."""
    near = draw(st.sampled_from(HOT[zone]) | st.integers(5, 360))
    start = near * DAY + draw(st.integers(0, 3 * DAY))
    clockwork = clockworks(zone, near)
    first, acts, now = draw(clockwork), [], start
    for _n in range(draw(st.integers(0, 9))):
        now += draw(st.integers(0, 3 * DAY))
        verb = draw(st.sampled_from(["pause", "pause", "resume", "swap", "calendar", "stop", "reopen"]))
        other = draw(clockwork) if verb in ("swap", "calendar") else None
        acts.append(Act(now, verb, draw(st.sampled_from("ab")), other, draw(st.integers(1, 3000))))
    return Story(start, draw(st.integers(1, 4000)), first, tuple(acts))


def hours(work: Clockwork) -> WorkingTime:
    """Return the engine for a clockwork."""
    specials = {on: Special(like) for on, like in work.specials.items()}
    return WorkingTime(work.zone, work.week, specials, KNOWN)


class Ledger:
    """Keeps what the commands would write about a story: terms, holds, solved spans."""

    def __init__(self, story: Story) -> None:
        self.terms = [rules.Term(moment(story.start), hours(story.clockwork), story.clockwork.every_minute)]
        self.target = story.target
        self.holds: list[list] = []
        self.solved: list[tuple] = []
        self.stopped_at = None
        for act in story.acts:
            self.note(act, moment(act.at))

    def note(self, act: Act, at) -> None:
        """Write down one act; on a promise that is over only a reopening and another calendar tell."""
        if act.verb == "reopen" and self.stopped_at is not None:
            self.solved.append((self.stopped_at, at))
            self.stopped_at = None
        elif act.verb == "calendar":
            old = self.terms[-1]
            self.terms[-1] = rules.Term(
                old.since, hours(Clockwork(old.hours.zone, act.clockwork.week, act.clockwork.specials)),
                old.around_the_clock,
            )  # fmt: skip
        elif self.stopped_at is None:
            self.note_of_open(act, at)

    def note_of_open(self, act: Act, at) -> None:
        """Write down what only an open promise knows."""
        held = [hold for hold in self.holds if hold[1] is None]
        if act.verb == "pause" and act.source not in [hold[2] for hold in held]:
            self.holds.append([at, None, act.source])
        elif act.verb in ("resume", "stop"):
            for hold in held:
                if act.verb == "stop" or hold[2] == act.source:
                    hold[1] = at
        if act.verb == "stop":
            self.stopped_at = at
        elif act.verb == "swap":
            self.target = act.target
            self.terms.append(rules.Term(at, hours(act.clockwork), act.clockwork.every_minute))

    @property
    def history(self) -> rules.History:
        """Return the story as the arithmetic reads it."""
        return rules.History(
            started_at=self.terms[0].since,
            target=self.target * MINUTE,
            terms=tuple(self.terms),
            pauses=tuple((since, until) for since, until, _source in self.holds),
            solved=tuple(self.solved),
            stopped_at=self.stopped_at,
        )


@pytest.mark.parametrize("zone", list(HOT))
class TestStory:
    def test_is_due_to_the_second_when_counting_every_minute_says_so(self, zone):
        @settings(max_examples=STORIES, deadline=None)
        @given(story=stories(zone))
        def holds(story: Story) -> None:
            expected = due(story, WINDOW)
            found = rules.reckon(Ledger(story).history, 75)
            if expected is not None:
                assert found.due_at == moment(expected)
            else:
                assert found.due_at is None or found.due_at > moment(story.start + WINDOW)

        holds()

    def test_uses_and_pauses_as_many_minutes_as_are_counted(self, zone):
        @settings(max_examples=STORIES // 2, deadline=None)
        @given(story=stories(zone), minutes=st.integers(0, 30 * DAY))
        def holds(story: Story, minutes: int) -> None:
            seen, history = told(story, WINDOW), Ledger(story).history
            if seen.stopped_at is not None:
                minutes = min(minutes, seen.stopped_at - story.start)
            now = moment(story.start + minutes)
            assert rules.counted(history, now) == seen.minutes(RUNNING, minutes) * MINUTE
            assert rules.paused(history, now) == seen.minutes(PAUSED, minutes) * MINUTE

        holds()

    def test_is_provisional_when_it_reaches_into_the_year_without_a_calendar(self, zone):
        @settings(max_examples=STORIES // 2, deadline=None)
        @given(story=stories(zone))
        def holds(story: Story) -> None:
            expected, history = due(story, WINDOW), Ledger(story).history
            if expected is None or all(term.around_the_clock for term in history.terms):
                return
            year = moment(expected).astimezone(history.terms[-1].hours.tz).year
            assert rules.reckon(history, 75).is_provisional == (year > 2026)

        holds()


@pytest.mark.parametrize("machine", ["UTC", "Asia/Shanghai", "America/New_York"])
def test_stands_the_same_wherever_the_machine_stands(machine, monkeypatch) -> None:
    """Cases with holidays, a skipped hour and a repeated one, each with the deadline it has everywhere."""
    monkeypatch.setenv("TZ", machine)
    time.tzset()
    try:
        found = {zone: reckoned(zone) for zone in HOT}
    finally:
        monkeypatch.undo()
        time.tzset()
    assert found == EVERYWHERE


def reckoned(zone: str) -> list[str]:
    """Return the deadlines of one promise begun on each of a zone's particular days."""
    work = Clockwork(zone, (((0, 150), (170, 600)),) * 7, {SHORTEST + timedelta(days=271): None})
    acts = (Act(0, "pause", "a"), Act(200, "resume", "a"), Act(1000, "stop"), Act(1500, "reopen"))
    found = []
    for day in HOT[zone]:
        story = Story(day * DAY, 900, work, tuple(replace(act, at=act.at + day * DAY + 60) for act in acts))
        found.append(f"{rules.reckon(Ledger(story).history, 75).due_at:%m-%d %H:%M}")
    return found


def test_the_oracle_tells_a_wrong_deadline_from_a_right_one() -> None:
    """The control: an arithmetic that forgets the clock change is found out."""
    night = (((0, 150), (170, 600)),) * 7
    story = Story(66 * DAY + 300, 500, Clockwork("America/New_York", night), ())  # midnight before the clocks change
    start = moment(story.start)
    blind = rules.Term(start, WorkingTime("Etc/GMT+5", night))
    expected = moment(due(story, WINDOW))
    assert rules.reckon(Ledger(story).history, 75).due_at == expected
    assert rules.reckon(rules.History(start, story.target * MINUTE, (blind,)), 75).due_at != expected
