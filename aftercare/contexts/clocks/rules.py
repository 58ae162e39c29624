"""
The arithmetic of a promise; pure.

A deadline is reckoned from the start, the terms, the stops and the calendar every time, and never from an earlier
deadline: so a correction of any of them gives what would have come out had it been known from the start.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from aftercare.contexts.calendars.public import NeverOpen, WorkingTime

Span = tuple[datetime, datetime]
Open = tuple[datetime, datetime | None]
NOTHING = timedelta()
MINUTE = timedelta(minutes=1)
# The percentage of the target at which a promise is broken.
BREACH = 100


@dataclass(frozen=True, slots=True)
class Term:
    """How time counts from a moment on: in the hours of a calendar, or around the clock."""

    since: datetime
    hours: WorkingTime
    around_the_clock: bool = False

    def time_between(self, start: datetime, end: datetime) -> timedelta:
        """Return the time that counts between two instants."""
        if end <= start:
            return NOTHING
        return end - start if self.around_the_clock else self.hours.time_between(start, end)

    def after(self, start: datetime, span: timedelta) -> datetime:
        """Return the first instant by which the span has been counted since `start`."""
        return start + span if self.around_the_clock else self.hours.after(start, span)


@dataclass(frozen=True, slots=True)
class History:
    """Everything that decides a deadline. The last of `terms` is the present one; `target` belongs to it."""

    started_at: datetime
    target: timedelta
    terms: tuple[Term, ...]
    pauses: tuple[Open, ...] = ()
    solved: tuple[Open, ...] = ()
    stopped_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the history: `running` counts, `paused` and `solved` do not. An open end is the future."""

    kind: str
    since: datetime
    until: datetime | None
    term: Term

    def counted(self, now: datetime | None = None) -> timedelta:
        """Return the time of the calendar in the stretch, up to `now` where it has no end."""
        end = self.until if self.until is not None else now
        return NOTHING if end is None else self.term.time_between(self.since, end)


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What follows: None for a moment nobody knows yet, because the clock stands still."""

    due_at: datetime | None
    # When each part of the target that was asked for is used up; None also where that never comes.
    marks: tuple[datetime | None, ...]
    is_standing: bool
    is_provisional: bool


def pieces(history: History) -> Iterator[Piece]:
    """Yield the stretches from the start on, in order and without gaps; the last one is open unless stopped."""
    end = history.stopped_at
    pauses, solved = _cut(history.pauses, end), _cut(history.solved, end)
    edges = {history.started_at, *(t.since for t in history.terms)}
    edges |= {edge for span in (*pauses, *solved) for edge in span if edge is not None}
    moments = sorted(edge for edge in edges if edge >= history.started_at and (end is None or edge < end))
    for since, until in zip(moments, [*moments[1:], end], strict=False):
        kind = "solved" if _within(since, solved) else "paused" if _within(since, pauses) else "running"
        yield Piece(kind, since, until, _term_at(history.terms, since))


def reckon(history: History, *percents: int) -> Reckoning:
    """
    Return when the target is used up, and when these percentages of it are.

    After a change of terms the promise cannot have been broken before it was made: a target that is already used up
    is due at the change.
    """
    line = list(pieces(history))
    made_at = promised_at(history)
    due_at = _reached(line, history.target, made_at)
    marks = tuple(_marked(line, history.target * percent / 100, made_at) for percent in percents)
    if due_at is None and history.stopped_at is not None:
        # Stopped with time left: when it would have been due, had it gone on by the terms in force then.
        term = _term_at(history.terms, history.stopped_at)
        due_at = term.after(history.stopped_at, history.target - _sum(line, "running"))
    standing = bool(line) and line[-1].kind != "running" and history.stopped_at is None
    end = due_at or (line[-1].since if line else history.started_at)
    counts_hours = any(not term.around_the_clock for term in history.terms)
    hours = history.terms[-1].hours
    return Reckoning(due_at, marks, standing, counts_hours and hours.is_provisional(history.started_at, end))


def promised_at(history: History) -> datetime:
    """Return when the present terms were given; terms given after the clock stopped bind nobody."""
    end = history.stopped_at
    return max((t.since for t in history.terms if end is None or t.since <= end), default=history.started_at)


def counted(history: History, now: datetime) -> timedelta:
    """Return how much of the target is used at a moment."""
    return _sum(_until(history, now), "running")


def paused(history: History, now: datetime) -> timedelta:
    """Return how much of the calendar's time the pauses took, measured as work is; solved time is not among it."""
    return _sum(_until(history, now), "paused")


def paused_by(history: History, pause: Open, now: datetime) -> timedelta:
    """Return how much of the calendar's time one pause took by itself."""
    return paused(replace(history, pauses=(pause,)), now)


def _until(history: History, now: datetime) -> list[Piece]:
    line = (p for p in pieces(history) if p.since < now)
    return [Piece(p.kind, p.since, now if p.until is None or p.until > now else p.until, p.term) for p in line]


def _sum(line: Iterable[Piece], kind: str) -> timedelta:
    return sum((piece.counted() for piece in line if piece.kind == kind), NOTHING)


def _reached(line: list[Piece], target: timedelta, made_at: datetime) -> datetime | None:
    """Return when the counted time reaches the target, or None while the clock stands still before it does."""
    left = target
    for piece in line:
        if piece.kind != "running":
            continue
        if piece.until is None:
            return max(piece.term.after(piece.since, left), made_at)
        used = piece.counted()
        if used >= left:
            return max(piece.term.after(piece.since, left), made_at)
        left -= used
    return None


def _marked(line: list[Piece], part: timedelta, made_at: datetime) -> datetime | None:
    """Return when a part of the target is used up, or None where the calendar has not so many hours."""
    try:
        return _reached(line, part, made_at)
    except NeverOpen:
        return None


def _cut(spans: Iterable[Open], end: datetime | None) -> list[Open]:
    """Return the spans that have a length, none going beyond the end."""
    found: list[Open] = []
    for since, until in spans:
        last = until if end is None else end if until is None else min(until, end)
        if last is None or last > since:
            found.append((since, last))
    return found


def _within(moment: datetime, spans: Iterable[Open]) -> bool:
    return any(since <= moment and (until is None or moment < until) for since, until in spans)


def _term_at(terms: tuple[Term, ...], moment: datetime) -> Term:
    """Return the term in force: the last one that has begun."""
    found = terms[0]
    for term in terms[1:]:
        if term.since <= moment:
            found = term
    return found


def alarms(percents: Iterable[int], found: Reckoning) -> list[datetime | None]:
    """Return the first moment of each step of a ladder, in order: a promise is kept to the minute, and broken after."""
    moments: list[datetime | None] = []
    for percent, mark in zip(percents, found.marks, strict=True):
        if percent == BREACH:
            mark = None if found.due_at is None else found.due_at + timedelta.resolution
        before = moments[-1] if moments else mark
        moments.append(None if mark is None or before is None else max(mark, before))
    return moments


def outcome(due_at: datetime | None, stopped_at: datetime) -> str:
    """Return `met` when the promise was kept to the minute or better, else `missed`."""
    return "met" if due_at is not None and stopped_at <= due_at else "missed"
