"""Works out what to do around a person's edit: the tours touched and those near them, at most three visits moved."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from aftercare.contexts.dispatch import commands
from aftercare.contexts.dispatch.models import CHANGES, Cause, Lock, Plan, PlannedVisit
from aftercare.contexts.dispatch.planning import drawing, process, scene
from aftercare.contexts.dispatch.planning.drawing import Asked, Drawn
from aftercare.contexts.dispatch.planning.outcome import Outcome, outcome
from aftercare.contexts.dispatch.planning.process import Answer, NoPlan, Order, PlannerDied
from aftercare.contexts.dispatch.planning.profiles import PROFILES
from aftercare.contexts.dispatch.planning.scene import PLANNER, Scene
from aftercare.contexts.dispatch.planning.standing import standing_of
from aftercare.contexts.dispatch.solver import plan as tours
from aftercare.contexts.dispatch.solver.problem import BadProblem, Problem
from aftercare.contexts.dispatch.ways import roads_of
from aftercare.platform import clock

log = structlog.get_logger(__name__)

MOST_ATTEMPTS = 3
MOST_MOVED = 3
# Less is not worth anybody's attention.
WORTH_MINUTES = 10
# Ten quick edits are one: it is waited until nothing has happened for so long, but not for ever.
QUIET, LONGEST_WAIT = timedelta(seconds=5), timedelta(seconds=60)
# What somebody has just put somewhere stays there.
RECENTLY = timedelta(minutes=30)

Tours = dict[int, tuple[int, ...]]


def patience(row: Plan, *, now: datetime) -> timedelta | None:
    """Return how long to wait still, as somebody is at it; None when it is time."""
    last = datetime.fromisoformat(row.about["last_at"])
    if row.status != "waiting" or now - row.asked_at >= LONGEST_WAIT or now - last >= QUIET:
        return None
    return QUIET - max(now - last, timedelta())


def mend(row: Plan, *, at: datetime) -> Plan | None:
    """
    Work out a plan that was begun; None when nothing is worth proposing, or a person was quicker.

    :raises PlannerDied: when the planning process was killed, so that the job is tried again; three times at most.
    """
    began = time.monotonic()
    try:
        drawn = _drawn(row, at)
        touched = tuple(r for r, day in enumerate(drawn.days) if day.engineer.id in row.about["engineers"])
        asked = Order(drawn.problem, drawn.begin_with, float(row.seconds), row.seed, touched=touched)
        answer = process.run(asked) if touched else None
    except (BadProblem, NoPlan) as refused:
        log.info("not_mended", plan=row.pk, why=str(refused))
        answer = None
    except PlannerDied:
        if row.attempts < MOST_ATTEMPTS:
            raise
        answer = None
    found = worth_saying(drawn, answer) if answer else None
    if answer is None or found is None:
        commands.drop_mending(row, at=clock.now())
        return None
    engineers = {pk for line in found.lines for pk in (line.engineer_id, line.job.engineer_id) if pk}
    inputs = {
        "engine": answer.planned.engine, "speeds_version": drawn.version, "visits": len(found.lines),
        "engineers": len(engineers), "seconds": round(time.monotonic() - began, 1),
        "searched_seconds": round(answer.planned.seconds, 2), "missing_minutes": _missing(drawn, engineers),
    }  # fmt: skip
    there = standing_of(drawn.scene.jobs, engineers)
    return commands.propose_mending(row, found, standing=there, inputs=inputs, by=PLANNER, at=clock.now())


def _drawn(row: Plan, at: datetime) -> Drawn:
    seen = scene.read(row.region_id, row.first_on, row.days, now=at, waiting=())
    held = _held(row)
    jobs = (job for job in seen.jobs if not job.is_stranded)
    jobs = (replace(job, lock=Lock.BOTH) if job.booking_id in held else job for job in jobs)
    overtime = timedelta(minutes=row.assumed["overtime_minutes"])
    # An even load is a matter of whole plans; here only ways and promises are worth disturbing anybody for.
    asked = Asked(weights=replace(PROFILES[row.profile].weights, unfair=0), overtime=overtime)
    return drawing.draw(replace(seen, jobs=tuple(jobs)), asked, roads=roads_of(row.region_id, asking=True))


def _held(row: Plan) -> set[int]:
    """Return the bookings that stay: what somebody has just put there, and what somebody said no to that day."""
    same = Plan.objects.filter(cause=Cause.MENDING, region_id=row.region_id, first_on=row.first_on)
    abouts = same.filter(asked_at__gt=row.asked_at - RECENTLY).values_list("about", flat=True)
    declined = PlannedVisit.objects.filter(
        plan__in=same.filter(status="discarded").exclude(ended_by=""), change__in=CHANGES, booking__isnull=False
    )
    left = set(declined.values_list("booking_id", flat=True))
    return {pk for about in abouts for pk in about.get("edited", ())} | {pk for pk in left if pk}


def worth_saying(drawn: Drawn, answer: Answer) -> Outcome | None:
    """Return what of the engine's plan is worth a person's look, exchange by exchange; None when nothing is."""
    was, now = _tours(drawn.begin_with), _tours(answer.planned.plan)
    found: set[int] = set()
    for part in sorted(_exchanges(was, now), key=sorted):
        told = _outcome_of(drawn, answer, was, part)
        if told is not None and _is_worth_it(told, _missing(drawn, {drawn.days[r].engineer.id for r in part})):
            found |= part
    whole = _outcome_of(drawn, answer, was, found) if found else None
    moved = sum(line.change == "moved" for line in whole.lines) if whole else 0
    return whole if moved <= MOST_MOVED else None


def _tours(made: tours.Plan) -> Tours:
    return {route.resource: tuple(visit for visit, _start in route.visits) for route in made.routes}


def _exchanges(was: Tours, now: Tours) -> Iterator[set[int]]:
    """Yield the tours that are otherwise, those together that exchange a visit; half an exchange keeps no rule."""
    home = {visit: r for r, visits in now.items() for visit in visits}
    changed = {r for r in was.keys() | now.keys() if was.get(r, ()) != now.get(r, ())}
    meets: dict[int, set[int]] = {r: {r} for r in changed}
    for r, visits in was.items():
        for other in {home[visit] for visit in visits if visit in home} - {r}:
            joined = meets[r] | meets[other]
            meets |= dict.fromkeys(joined, joined)
    yield from {id(part): part for part in meets.values()}.values()


def _outcome_of(drawn: Drawn, answer: Answer, was: Tours, part: set[int]) -> Outcome | None:
    """Return what becomes of some tours alone; None when a visit would be taken off."""
    rs = sorted(part)
    inside = sorted(visit for r in rs for visit in was.get(r, ()))
    number, place = {visit: n for n, visit in enumerate(inside)}, {r: n for n, r in enumerate(rs)}
    routes = [route for route in answer.planned.plan.routes if route.resource in place]
    if sorted(visit for route in routes for visit, _start in route.visits) != inside:
        return None
    own = tuple(
        tours.Route(place[route.resource], tuple((number[v], start) for v, start in route.visits), route.lunch)
        for route in routes
    )
    others = {
        number[visit]: tuple((place[r], dearer) for r, dearer in known if r in place)
        for visit, known in answer.others.items()
        if visit in number
    }
    work = drawn.problem.visits.some(inside)
    problem = Problem(
        visits=replace(work, fit=work.fit[:, rs].copy()),
        resources=drawn.problem.resources.some(rs),
        travel=drawn.problem.travel,
    )
    alone = replace(
        drawn, problem=problem, days=tuple(drawn.days[r] for r in rs), aside=(),
        visits=tuple(drawn.visits[visit] for visit in inside),
    )  # fmt: skip
    return outcome(alone, Answer(replace(answer.planned, plan=tours.Plan(own), hopeless={}), others))


def _is_worth_it(found: Outcome, missing: int) -> bool:
    before, after = found.figures["before"], found.figures["after"]
    if after["late"] > before["late"] or after["late_minutes"] > before["late_minutes"]:
        return False
    kinds = ("travel_minutes", "late_minutes", "overtime_minutes")
    return missing + sum(before[kind] - after[kind] for kind in kinds) >= WORTH_MINUTES


def _missing(drawn: Drawn, engineer_ids: Iterable[int]) -> int:
    """Return how many minutes for the way are missing between what these engineers have, as it is booked."""
    mine, missing = set(engineer_ids), 0
    for day in drawn.days:
        if day.engineer.id not in mine:
            continue
        free, here = day.start, day.sets_out_from
        for start, seconds, place in sorted(_stretches(drawn.scene, day), key=lambda one: one[0]):
            missing += max(0, free + drawn.ways.between(here, place) - start)
            free, here = start + seconds, place
    return missing // 60


def _stretches(seen: Scene, day: drawing.Workday) -> Iterator[tuple[int, int, drawing.Place | None]]:
    for one in day.fixed:
        yield one.start, one.seconds, one.place
    for job in day.loose:
        assert job.start is not None
        yield seen.seconds(job.start), job.minutes * 60, job.place
