"""From the engine's plan back to people: who goes where when, what changes, and what it does to ways and promises."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from aftercare.contexts.dispatch.models import CHANGES, NOBODY, Change
from aftercare.contexts.dispatch.planning.crews.belonging import nearest_mate
from aftercare.contexts.dispatch.planning.drawing import Drawn
from aftercare.contexts.dispatch.planning.scene import Job
from aftercare.contexts.dispatch.planning.speaking import GRID, spoken
from aftercare.contexts.dispatch.planning.suiting import is_kept_away
from aftercare.contexts.dispatch.planning.workdays import Fixed, Workday
from aftercare.contexts.dispatch.solver.plan import Route
from aftercare.contexts.dispatch.wishes.wishing import WANTS_OTHER

if TYPE_CHECKING:
    from aftercare.contexts.dispatch.planning.process import Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What a plan does to one visit; without an engineer it waits, or waits again."""

    job: Job
    change: str
    engineer_id: int | None = None
    start: datetime | None = None
    reasons: dict[str, Any] = field(default_factory=dict)
    # Of a crew: who stays as booked, and on whose booking this rests.
    mate: dict[str, Any] | None = None

    @property
    def end(self) -> datetime | None:
        """Return when the work would be over."""
        if self.start is None or self.job.until:
            return self.job.until
        return self.start + timedelta(minutes=self.job.minutes)


@dataclass(frozen=True, slots=True)
class Tour:
    """A day's tour, as it is or would be: its jobs with their beginnings, in order."""

    day: Workday
    stops: tuple[tuple[Job, datetime], ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A plan for people."""

    lines: tuple[Line, ...]
    tours: tuple[Tour, ...]
    figures: dict[str, dict[str, float]]  # before, after


def outcome(drawn: Drawn, answer: Answer) -> Outcome:
    """Return what the engine's plan means for the visits."""
    made = answer.planned
    routes = spoken(drawn, made.plan.routes)
    tours = [_tour(drawn, route) for route in routes]
    placed = {id(job): (tour.day, start) for tour in tours for job, start in tour.stops}
    number = {id(visit): n for n, visit in enumerate(drawn.visits)}
    legs = _legs(drawn, routes)
    lines = [_settled_line(job) for day in (*drawn.days, *drawn.aside) for one in day.fixed for job in one.jobs]
    lines += [_settled_line(job) for day in drawn.aside for job in day.loose]
    lines += [_settled_line(job) for day in (*drawn.days, *drawn.aside) for job in day.gone if job.until]
    for visit in drawn.visits:
        if isinstance(visit, Job):
            day, start = placed.get(id(visit), (None, None))
            why = made.hopeless.get(number[id(visit)], "no_place")
            told: dict[str, Any] = {"code": str(why)}
            if why == "nobody_fit" and is_kept_away(drawn.scene, visit, drawn.days):
                told = {"code": WANTS_OTHER}
            if day:
                others = _others(drawn, day, answer.others.get(number[id(visit)], ()))
                others += _other_pairs(drawn, answer.pairs.get(number[id(visit)], ()))
                told = {"travel_minutes": legs[number[id(visit)]] // 60, "others": others}
            lines.append(_line(visit, day, start, told))
    before, after = _tours_before(drawn), [*tours, *_without(drawn, tours)]
    figures = {"before": _figures(drawn, before, lines, is_after=False), "after": _figures(drawn, after, lines)}
    return Outcome(tuple(_with_mates(lines)), tuple(after), figures)


def _others(drawn: Drawn, chosen: Workday, others: Iterable[tuple[int, int]]) -> list[dict[str, Any]]:
    """Return who else could go, by how many minutes dearer."""
    known = ((drawn.days[r].engineer, dearer) for r, dearer in others)
    return [
        {"engineer": engineer.id, "name": engineer.name, "dearer_minutes": round(dearer / 60)}
        for engineer, dearer in known
        if engineer.id != chosen.engineer.id
    ][:2]


def _other_pairs(drawn: Drawn, others: Iterable[tuple[int, int, int]]) -> list[dict[str, Any]]:
    """Return which two could go instead of a crew, by how many minutes dearer."""
    return [
        {
            "engineer": drawn.days[one].engineer.id,
            "name": "、".join(drawn.days[r].engineer.name for r in (one, two)),
            "dearer_minutes": round(dearer / 60),
        }
        for one, two, dearer in others
    ][:2]


def _with_mates(lines: Sequence[Line]) -> list[Line]:
    """Return the lines; what changes beside somebody who stays rests on that one's engineer and time."""
    moved = {line.job.booking_id for line in lines if line.change in CHANGES}
    return [
        replace(line, mate=mate) if line.change in CHANGES and (mate := _who_stays(line.job, moved)) else line
        for line in lines
    ]


def _who_stays(job: Job, moved: Collection[int | None]) -> dict[str, Any] | None:
    mate = nearest_mate(job)
    if mate is None or mate.booking_id in moved:
        return None
    return {
        "booking": mate.booking_id, "engineer": mate.engineer_id, "name": mate.name, "start": mate.start.isoformat(),
    }  # fmt: skip


def _line(job: Job, day: Workday | None, start: datetime | None, reasons: dict[str, Any]) -> Line:
    engineer_id = day.engineer.id if day else None
    if job.booking_id is None:
        change = Change.GAINED if day else Change.LEFT_OUT
    elif day is None:
        change = Change.LOST
    elif engineer_id != job.engineer_id:
        change = Change.MOVED
    else:
        change = Change.KEPT if start == job.start else Change.RETIMED
    return Line(job=job, change=change, engineer_id=engineer_id, start=start, reasons=reasons)


def _settled_line(job: Job) -> Line:
    change = Change.RETIMED if job.until else Change.KEPT
    return Line(job=job, change=change, engineer_id=job.engineer_id, start=job.start)


def _tour(drawn: Drawn, route: Route) -> Tour:
    stops: list[tuple[Job, datetime]] = []
    for visit, start in route.visits:
        found = drawn.visits[visit]
        if isinstance(found, Fixed):
            stops += [(job, job.start) for job in found.jobs if job.start]
        else:
            stops.append((found, drawn.scene.start + timedelta(seconds=start)))
    return Tour(drawn.days[route.resource], tuple(sorted(stops, key=lambda stop: stop[1])))


def _tours_before(drawn: Drawn) -> list[Tour]:
    found = []
    for day in (*drawn.days, *drawn.aside):
        jobs = [*(job for one in day.fixed for job in one.jobs), *day.loose]
        stops = [(job, job.start) for job in jobs if job.start]
        found.append(Tour(day, tuple(sorted(stops, key=lambda stop: stop[1]))))
    return found


def _without(drawn: Drawn, tours: Sequence[Tour]) -> list[Tour]:
    """Return the days that go on as they are, as nobody planned them."""
    planned = {id(tour.day) for tour in tours}
    return [tour for tour in _tours_before(drawn) if id(tour.day) not in planned and tour.day in drawn.aside]


def _legs(drawn: Drawn, routes: Sequence[Route]) -> dict[int, int]:
    """Return the seconds on the way to each visit."""
    travel, visits = drawn.problem.travel, drawn.problem.visits
    found = {}
    for route in routes:
        here = int(drawn.problem.resources.starts_at[route.resource])
        for visit, _start in route.visits:
            there = int(visits.place[visit])
            found[visit], here = int(travel[here, there]), there
    return found


def _figures(drawn: Drawn, tours: Sequence[Tour], lines: Sequence[Line], *, is_after: bool = True) -> dict[str, float]:
    late = [lateness(job, start) for tour in tours for job, start in tour.stops]
    waits = (line.change in NOBODY if is_after else _waits(line.job) for line in lines)
    out = len({line.job.order.id for line, does in zip(lines, waits, strict=True) if does})
    metres, seconds = _driven(drawn, tours)
    return {
        "km": round(metres / 1000, 1),
        "travel_minutes": round(seconds / 60),
        "booked": sum(len(tour.stops) for tour in tours),
        "left_out": out,
        "late": sum(minutes > 0 for minutes in late),
        "late_minutes": sum(late),
        "overtime_minutes": sum(_overtime(drawn, tour) for tour in tours),
        "busiest_minutes": max((sum(job.minutes for job, _ in tour.stops) for tour in tours), default=0),
    }


def _waits(job: Job) -> bool:
    return job.booking_id is None or job.is_stranded


def _driven(drawn: Drawn, tours: Iterable[Tour]) -> tuple[int, int]:
    """Return metres and seconds of all ways, from where each day sets out to its end."""
    ways, metres, seconds = drawn.ways, 0, 0
    for tour in tours:
        if not tour.stops:
            continue
        spots = [tour.day.sets_out_from, *(job.place for job, _ in tour.stops), tour.day.home]
        for a, b in pairwise(spots):
            metres += int(ways.metres[ways.index(a), ways.index(b)])
            seconds += ways.between(a, b)
    return metres, seconds


def _overtime(drawn: Drawn, tour: Tour) -> int:
    """Return the minutes after the end of the shift until the engineer is home."""
    if not tour.stops:
        return 0
    job, start = tour.stops[-1]
    home = drawn.scene.seconds(start) + job.minutes * 60 + drawn.ways.between(job.place, tour.day.home)
    return max(0, home - tour.day.end) // 60


def lateness(job: Job, start: datetime) -> int:
    """Return by how many minutes the visit breaks its nearest promise, at worst."""
    order, end = job.order, start + timedelta(minutes=job.minutes)
    broken = [(start - order.arrive_by) if order.arrive_by and not order.begun_at else timedelta()]
    broken += [(end - order.resolve_by) if order.resolve_by else timedelta()]
    return max(0, round(max(broken).total_seconds() / 60))


def said(
    drawn: Drawn, job: Job, r: int, start: datetime, *, without: int | None = None,
    before: tuple[Job, datetime] | None = None,
) -> datetime:  # fmt: skip
    """
    Return when work begins on a day where all else is settled: on five minutes, as people say it.

    To the minute where only that keeps what follows, or a promise; `without` is a visit that is no longer there,
    `before` one that is there besides, with its beginning.
    """
    day, exact = drawn.days[r], drawn.scene.seconds(start)
    gone = None if without is None else drawn.visits[without]
    behind = next((one for one in day.fixed if one.start >= exact and one is not gone), None)
    until, place = (behind.start, behind.place) if behind else (day.latest, day.home)
    if before and (begins := drawn.scene.seconds(before[1])) < until:
        until, place = begins, before[0].place
    free = -(-exact // GRID) * GRID
    later = drawn.scene.start + timedelta(seconds=free)
    is_in_time = free + job.minutes * 60 + drawn.ways.between(job.place, place) <= until
    return later if is_in_time and lateness(job, later) <= lateness(job, start) else start
