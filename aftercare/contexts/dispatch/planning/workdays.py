"""Engineers' days as a planner sees them: from when and where, until when, what in them cannot be moved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from aftercare.contexts.dispatch.models import Lock
from aftercare.contexts.dispatch.planning.scene import FROZEN, Job, Scene
from aftercare.contexts.people.public import EngineerCard, RosterRow
from aftercare.platform.geo import Place, place_of

# Without a break of its own in the shift: when lunch may begin, and how long it is.
LUNCH_FROM, LUNCH_BY, LUNCH = time(11, 30), time(13), timedelta(minutes=45)
# Only who works this long has lunch.
LONG_SHIFT = timedelta(hours=6)
BREAKS = timedelta(minutes=20), timedelta(hours=3)

Ways = Callable[[Place | None, Place | None], int]
NO_LUNCH = (0, 0, -1)


@dataclass(frozen=True, slots=True)
class Fixed:
    """A stretch of a day that is settled; a time away has no job, and what runs into each other has several."""

    start: int
    seconds: int
    place: Place | None
    jobs: tuple[Job, ...] = ()

    @property
    def end(self) -> int:
        """Return when it is over."""
        return self.start + self.seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Workday:
    """One engineer on one day; times are seconds from the scene's start, `lunch` (opens, closes, length or -1)."""

    engineer: EngineerCard
    on: date
    start: int
    end: int
    latest: int
    sets_out_from: Place | None
    home: Place | None
    lunch: tuple[int, int, int] = NO_LUNCH
    fixed: tuple[Fixed, ...] = ()
    loose: tuple[Job, ...] = ()
    gone: tuple[Job, ...] = field(default=())


def workdays(scene: Scene, *, overtime: timedelta, move_told: bool = False) -> list[Workday]:
    """Return the days that still have time in them, engineer by engineer."""
    booked: dict[int, list[Job]] = defaultdict(list)
    for job in scene.jobs:
        if job.engineer_id is not None and not job.is_stranded:
            booked[job.engineer_id].append(job)
    found = []
    for row in scene.people:
        dates, mine = _by_date(row), defaultdict(list)
        for job in booked[row.card.id]:
            mine[_date_of(_beginning(job), dates, row)].append(job)
        for on, spans in sorted(dates.items()):
            spilled = [job for when, jobs in mine.items() if when != on for job in jobs if _runs_into(job, spans)]
            if day := _workday(scene, row, on, spans, mine[on], spilled, overtime, move_told):
                found.append(day)
    return found


@dataclass(frozen=True, slots=True)
class Taken:
    """A booking as an engineer's time knows it."""

    start: datetime
    end: datetime
    place: Place | None


def days_as_booked(scene: Scene, taken: Mapping[int, Sequence[Taken]], *, overtime: timedelta) -> list[Workday]:
    """Return the days that still have time in them, all that is booked settled: for one more visit, nothing moves."""
    found = []
    for row in scene.people:
        dates, mine = _by_date(row), defaultdict(list)
        for one in taken.get(row.card.id, ()):
            mine[_date_of(one.start, dates, row)].append(one)
        for on, spans in sorted(dates.items()):
            spilled = [one for when, those in mine.items() if when != on for one in those if _runs_into(one, spans)]
            if day := _day_as_booked(scene, row, on, spans, [*spilled, *mine[on]], overtime):
                found.append(day)
    return found


def _day_as_booked(
    scene: Scene, row: RosterRow, on: date, spans: list[tuple[datetime, datetime]], taken: Sequence[Taken],
    overtime: timedelta,
) -> Workday | None:  # fmt: skip
    begins, ends = _trimmed(spans[0][0], spans[-1][1], row)
    home = place_of(row.card.lat, row.card.lon)
    mine = sorted(taken, key=lambda one: one.start)
    past = [one for one in mine if one.start <= scene.now or _runs_into(one, spans)]
    begins, origin = max([begins, scene.now, *(one.end for one in past)]), home
    for one in past:
        origin = one.place or origin
    if begins >= ends:
        return None
    ahead = [Fixed(scene.seconds(x.start), int((x.end - x.start).total_seconds()), x.place) for x in mine[len(past) :]]
    ahead += [Fixed(scene.seconds(a), int((b - a).total_seconds()), home) for a, b in _away(row, spans, begins, ends)]
    return Workday(
        engineer=row.card, on=on, start=scene.seconds(begins), end=scene.seconds(ends),
        latest=scene.seconds(ends + overtime), sets_out_from=origin, home=home,
        lunch=_lunch(scene, on, spans, begins, row.card.zone),
        fixed=tuple(sorted(ahead, key=lambda one: one.start)),
    )  # fmt: skip


def is_settled(job: Job, now: datetime, *, move_told: bool = False) -> bool:
    """Tell whether a booking stays where and when it is."""
    assert job.start is not None
    if job.is_begun or job.lock == Lock.BOTH or job.start < now + FROZEN:
        return True
    return job.is_told and not move_told and not job.loses_mate


def reconciled(day: Workday, ways: Ways) -> Workday:
    """
    Return the day so that what is settled can be kept, whatever rule a person went over when booking it.

    What follows too closely counts as one stretch, the day begins early enough for its first job, and lunch falls
    away where there is no gap for it.
    """
    joined: list[Fixed] = []
    for one in day.fixed:
        last = joined[-1] if joined else None
        if last and last.end + ways(last.place, one.place) > one.start:
            whole = max(last.end, one.end) - last.start
            joined[-1] = Fixed(last.start, whole, one.place or last.place, last.jobs + one.jobs)
        else:
            joined.append(one)
    if not joined:
        return day
    first, last = joined[0], joined[-1]
    start, origin = day.start, day.sets_out_from
    if start + ways(origin, first.place) > first.start:
        start, origin = min(start, first.start), first.place
    latest = max(day.latest, last.end + ways(last.place, day.home))
    settled = replace(day, fixed=tuple(joined), start=start, sets_out_from=origin, latest=latest)
    return settled if _has_time_for_lunch(settled, ways) else replace(settled, lunch=NO_LUNCH)


def _has_time_for_lunch(day: Workday, ways: Ways) -> bool:
    opens, closes, length = day.lunch
    if length < 0:
        return True
    free, here = day.start, day.sets_out_from
    for one in (*day.fixed, Fixed(day.latest, 0, day.home)):
        begins = max(free, opens)
        if begins <= closes and begins + length + ways(here, one.place) <= one.start:
            return True
        free, here = one.end, one.place
    return False


def _by_date(row: RosterRow) -> dict[date, list[tuple[datetime, datetime]]]:
    here = ZoneInfo(row.card.zone)
    found: dict[date, list[tuple[datetime, datetime]]] = defaultdict(list)
    for span in row.time.shifts:
        found[span.start.astimezone(here).date()].append((span.start, span.end))
    return found


def _date_of(moment: datetime, dates: Mapping[date, list[tuple[datetime, datetime]]], row: RosterRow) -> date:
    """Return the working day a moment belongs to: after midnight it may be that of the shift before."""
    shift = (on for on, spans in dates.items() if spans[0][0] <= moment < spans[-1][1])
    return next(shift, moment.astimezone(ZoneInfo(row.card.zone)).date())


def _runs_into(one: Job | Taken, spans: list[tuple[datetime, datetime]]) -> bool:
    """Tell whether work of another day goes on into this one."""
    return bool(one.start and one.end and one.start < spans[0][0] < one.end)


def _is_beyond(job: Job, spans: list[tuple[datetime, datetime]], overtime: timedelta) -> bool:
    """Tell whether a person booked the job beyond the shift; a plan could only take it off."""
    assert job.start is not None and job.end is not None
    return job.start < spans[0][0] or job.end > spans[-1][1] + overtime


def _workday(
    scene: Scene, row: RosterRow, on: date, spans: list[tuple[datetime, datetime]], mine: list[Job],
    spilled: list[Job], overtime: timedelta, move_told: bool,
) -> Workday | None:  # fmt: skip
    """Return the rest of the day; None when nothing of it is left."""
    begins, ends = _trimmed(spans[0][0], spans[-1][1], row)
    card, home = row.card, place_of(row.card.lat, row.card.lon)
    mine = sorted(mine, key=_beginning)
    gone = [job for job in mine if _is_over(job, scene.now)]
    begins, origin = _free_from([*spilled, *gone], max(begins, scene.now), home)
    if begins >= ends:
        return None
    settled = [
        job
        for job in mine
        if job not in gone and (is_settled(job, scene.now, move_told=move_told) or _is_beyond(job, spans, overtime))
    ]
    away = [Fixed(scene.seconds(a), int((b - a).total_seconds()), home) for a, b in _away(row, spans, begins, ends)]
    fixed = [_fixed(scene, job) for job in settled] + away
    return Workday(
        engineer=card, on=on, start=scene.seconds(begins), end=scene.seconds(ends),
        latest=scene.seconds(ends + overtime), sets_out_from=origin, home=home,
        lunch=_lunch(scene, on, spans, begins, card.zone),
        fixed=tuple(sorted(fixed, key=lambda one: one.start)),
        loose=tuple(job for job in mine if job not in gone and job not in settled), gone=tuple(gone),
    )  # fmt: skip


def _trimmed(begins: datetime, ends: datetime, row: RosterRow) -> tuple[datetime, datetime]:
    """Return the shift without the leave at its edges."""
    for leave in row.time.leave:
        if leave.start <= begins < leave.end:
            begins = min(leave.end, ends)
    for leave in reversed(row.time.leave):
        if leave.start < ends <= leave.end:
            ends = max(leave.start, begins)
    return begins, ends


def _away(
    row: RosterRow, spans: list[tuple[datetime, datetime]], begins: datetime, ends: datetime
) -> list[tuple[datetime, datetime]]:
    """Return leave within the day, and what lies between the halves of a split shift."""
    between = [(rests, goes_on) for (_, rests), (goes_on, _) in pairwise(spans) if goes_on - rests > BREAKS[1]]
    inside = [(leave.start, leave.end) for leave in row.time.leave]
    return [(a, b) for a, b in [*inside, *between] if begins < a and b < ends]


def _is_over(job: Job, now: datetime) -> bool:
    """Tell whether the visit is behind the engineer, or under way: the rest of the day begins after it."""
    assert job.start is not None and job.end is not None
    return job.status == "done" or job.is_begun or job.end <= now or job.start <= now


def _free_from(gone: list[Job], moment: datetime, home: Place | None) -> tuple[datetime, Place | None]:
    """Return when and where the rest of the day begins: after the job under way, else after the last one done."""
    where = home
    for job in gone:
        assert job.end is not None
        over = job.end if job.status == "done" else max(job.until or job.end, moment)
        moment, where = max(moment, over), job.place or where
    return moment, where


def _fixed(scene: Scene, job: Job) -> Fixed:
    assert job.start is not None
    return Fixed(scene.seconds(job.start), job.minutes * 60, job.place, (job,))


def _lunch(
    scene: Scene, on: date, spans: list[tuple[datetime, datetime]], begins: datetime, zone: str
) -> tuple[int, int, int]:
    """Return the break of the shift, else the usual lunch of who works long; none when its time is over."""
    here = ZoneInfo(zone)
    opens, closes, length = datetime.combine(on, LUNCH_FROM, here), datetime.combine(on, LUNCH_BY, here), LUNCH
    for (_, rests), (goes_on, _) in pairwise(spans):
        if BREAKS[0] <= goes_on - rests <= BREAKS[1]:
            opens, closes, length = rests, rests, goes_on - rests
            break
    is_long = spans[-1][1] - spans[0][0] >= LONG_SHIFT
    if not is_long or not (spans[0][0] <= opens and closes + length <= spans[-1][1]) or begins > closes:
        return NO_LUNCH
    return scene.seconds(max(opens, begins)), scene.seconds(closes), int(length.total_seconds())


def _beginning(job: Job) -> datetime:
    assert job.start is not None
    return job.start
