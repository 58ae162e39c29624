"""Arithmetic and decisions about bookings: times, distances, free gaps, and why an engineer does not suit."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from aftercare.contexts.dispatch.travel import Speeds, Way
from aftercare.platform import geo
from aftercare.platform.refusal import Refused

SHORTEST, LONGEST = timedelta(minutes=15), timedelta(days=14)
FARTHEST_AHEAD = timedelta(days=366)
STEP = timedelta(minutes=15)
# Without a place, half an hour on the road is a fair guess.
UNKNOWN_TRAVEL_MINUTES = 30
ON_TIME = timedelta(minutes=1)
ARRIVAL_WINDOW = timedelta(hours=2)
# By priority: minutes to remind the engineer, minutes to tell the dispatchers, whether only the shift counts.
ANSWER_TIMES = {1: (10, 20, False), 2: (30, 60, False), 3: (120, 240, True), 4: (240, 480, True)}

Span = tuple[datetime, datetime]


def check_time(start: datetime, end: datetime, *, at: datetime) -> Span:
    """
    Return the span of a booking.

    :raises Refused: `bad_time` when it has no zone, ends before it begins, is too short or long, or out of reach.
    """
    if start.tzinfo is None or end.tzinfo is None:
        raise Refused("bad_time", _("Give the time with its zone."), field="start_at")
    if end <= start:
        raise Refused("bad_time", _("The end must come after the beginning."), field="end_at")
    if end - start < SHORTEST:
        raise Refused("bad_time", _("Book at least 15 minutes."), field="end_at")
    if end - start > LONGEST:
        raise Refused("bad_time", _("Book at most 14 days at a time."), field="end_at")
    if end <= at:
        raise Refused("bad_time", _("This time is over; choose a later one."), field="start_at")
    if start > at + FARTHEST_AHEAD:
        raise Refused("bad_time", _("Book at most one year ahead."), field="start_at")
    return start, end


def way_between(a: geo.Place | None, b: geo.Place | None, speeds: Speeds) -> Way | None:
    """Return the way between two places as it is reckoned; None when either is unknown."""
    return None if a is None or b is None else speeds.way(geo.distance_m(*a, *b))


def travel_minutes(way: Way | None) -> int:
    """Return how many minutes to allow for the way."""
    return UNKNOWN_TRAVEL_MINUTES if way is None else math.ceil(way.seconds / 60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A booking of the day as a place to come from or go to."""

    start: datetime
    end: datetime
    where: geo.Place | None


def travel_shortfall(
    start: datetime, end: datetime, where: geo.Place | None, stops: Iterable[Stop], speeds: Speeds
) -> int:
    """Return how many minutes are missing for the way from the booking before or to the one after; 0 when none."""
    worst = 0
    for stop in stops:
        way = travel_minutes(way_between(stop.where, where, speeds))
        if stop.end <= start and start - stop.end < timedelta(hours=4):
            worst = max(worst, way - int((start - stop.end).total_seconds() // 60))
        elif stop.start >= end and stop.start - end < timedelta(hours=4):
            worst = max(worst, way - int((stop.start - end).total_seconds() // 60))
    return worst if where is not None else 0


def free_start(
    work: Sequence[Span], taken: Iterable[Span], *, length: timedelta, not_before: datetime
) -> datetime | None:
    """
    Return the first quarter of an hour from which the whole length is free inside one working span.

    Work longer than every span starts at the first free quarter of one; what is left of a shift already begun is
    no reason to run over its end.
    """
    busy = sorted(taken)
    fits_at_all = any(end - start >= length for start, end in work)
    for start, end in sorted(work):
        moment = round_up(max(start, not_before))
        while moment < end:
            clash = next((b for b in busy if b[0] < moment + length and b[1] > moment), None)
            if clash is None:
                if moment + length <= end or not fits_at_all:
                    return moment
                break
            moment = round_up(clash[1])
    return None


def round_up(moment: datetime) -> datetime:
    """Return the moment, or the next quarter of an hour."""
    over = timedelta(minutes=moment.minute % 15, seconds=moment.second, microseconds=moment.microsecond)
    return moment if not over else moment + STEP - over


def promise_warning(
    start: datetime, end: datetime, *, arrive_by: datetime | None, resolve_by: datetime | None
) -> str | None:
    """Return `late_arrival` or `late_finish` when the time breaks a promise, else None."""
    if arrive_by is not None and start > arrive_by:
        return "late_arrival"
    return "late_finish" if resolve_by is not None and end > resolve_by else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What ranking engineers goes by."""

    engineer_id: int
    is_fit: bool
    soft: int
    keeps_promise: bool
    wait_minutes: int
    travel_minutes: int
    booked_minutes: int
    # Handed this very order back, or let it lie.
    has_passed: bool = False
    # What the customer said of them.
    is_preferred: bool = False
    is_unwanted: bool = False
    # What the engine's place on the tour costs; None where it found none.
    extra_minutes: int | None = None


def cost(candidate: Candidate) -> float:
    """
    Return what sending an engineer costs whom the engine has no place for, in minutes: lower is better.

    An hour for each thing to overlook, a working day for a broken promise, the way twice, a quarter of the wait
    and of the day's load, so that a near, free and skilled engineer comes first.
    """
    return (
        60 * candidate.soft
        + (0 if candidate.keeps_promise else 480)
        + 2 * candidate.travel_minutes
        + candidate.wait_minutes / 4
        + candidate.booked_minutes / 4
    )


def ranked(candidates: Iterable[Candidate]) -> list[Candidate]:
    """
    Return the candidates, best first: whom the customer would rather have, then the engine's places by what they cost,
    then the others.

    Those who must not go come last, before them whom the customer does not want, then those who passed it up. A wish
    does not go before a promise.
    """

    def rank(c: Candidate) -> tuple[bool, bool, bool, bool, bool, float, int]:
        is_left = c.extra_minutes is None
        is_wished = c.is_preferred and c.keeps_promise
        price = cost(c) if is_left else c.extra_minutes or 0
        return (not c.is_fit, c.is_unwanted, c.has_passed, not is_wished, is_left, price, c.engineer_id)

    return sorted(candidates, key=rank)


def waited_minutes(spans: Iterable[Span], *, since: datetime, now: datetime) -> int:
    """Return how many minutes of the spans lie between two instants."""
    parts = ((max(start, since), min(end, now)) for start, end in spans)
    return int(sum((end - start).total_seconds() for start, end in parts if end > start) // 60)


def silence(waited: int, *, remind: int, tell: int, is_reminded: bool) -> str:
    """Return what an unanswered job asks for: `tell` the dispatchers, `remind` the engineer, or "" for patience."""
    if waited >= tell:
        return "tell"
    return "remind" if waited >= remind and not is_reminded else ""


def arrival_window(start: datetime) -> Span:
    """
    Return the two hours in which the customer is told to expect the engineer.

    They begin with the half hour before the booking does: the job before may be done sooner, and roads are roads.
    """
    early = timedelta(minutes=start.minute % 30, seconds=start.second, microseconds=start.microsecond)
    return start - early, start - early + ARRIVAL_WINDOW
