"""A deadline in full: the start, every counted stretch, every hold with its clause and party, and the sum."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import prefetch_related_objects
from django.urls import reverse

from aftercare.contexts.calendars import public as calendars
from aftercare.contexts.clocks import facts, rules
from aftercare.contexts.clocks.granted_lines import GrantedLine, granted_lines
from aftercare.contexts.clocks.models import Clock, DeadlineChange, Pause, Waiver
from aftercare.contexts.contracts import public as contracts

MINUTE = timedelta(minutes=1)
# Beyond this many, days with the same hours are told as one line.
MOST_DAYS = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """
    One line of the arithmetic.

    `kind`: counted, paused, solved, or ignored for a hold that the clause does not let stop the clock. `first_day` to
    `last_day` are the local days of a counted line; `days` how many of them had hours.
    """

    kind: str
    since: datetime
    until: datetime | None
    minutes: int
    total: int
    first_day: date | None = None
    last_day: date | None = None
    days: int = 0
    reason: str = ""
    party: str = ""
    note: str = ""
    source: str = ""
    subject: str = ""
    evidence: tuple[int, ...] = ()

    @property
    def evidence_urls(self) -> list[str]:
        """Return the pictures that show why it stood still; they stand with the request."""
        kind, _colon, number = self.subject.partition(":")
        if kind != "service_request":
            return []
        return [reverse("service_requests:photo", args=[int(number), photo_id]) for photo_id in self.evidence]

    @property
    def reason_words(self) -> str:
        """Return the reason of a hold in words."""
        known = contracts.HoldReason.values
        return str(contracts.HoldReason(self.reason).label) if self.reason in known else self.reason

    @property
    def party_words(self) -> str:
        """Return the accountable party in words."""
        return str(contracts.HoldParty(self.party).label) if self.party in contracts.HoldParty.values else self.party


@dataclass(frozen=True, slots=True, kw_only=True)
class TermLine:
    """What the clock was counted by until the priority changed or the record was corrected."""

    until: datetime
    priority: int
    target: str
    counting: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Everything behind one deadline."""

    clock: Clock
    label: str
    calendar_name: str
    zone: str
    level: contracts.Level | None
    lines: list[Line]
    past_terms: list[TermLine]
    granted: list[GrantedLine]
    waiver: Waiver | None
    changes: list[DeadlineChange]
    counted_minutes: int
    paused_minutes: int
    left_minutes: int
    now: datetime
    provisional_years: list[int]
    pausing_words: str

    @property
    def words(self) -> dict[str, str]:
        """Return the sums in hours and minutes."""
        sums = {
            "target": self.clock.target_minutes,
            "granted": self.granted_minutes,
            "allowed": self.allowed_minutes,
            "used": self.counted_minutes,
            "paused": self.paused_minutes,
            "left": max(0, self.left_minutes),
            "over": max(0, -self.left_minutes),
        }
        return {name: contracts.hours_words(minutes) for name, minutes in sums.items()}

    @property
    def granted_minutes(self) -> int:
        """Return the minutes granted on top of the promised ones."""
        return sum(line.minutes for line in self.granted if line.counts)

    @property
    def allowed_minutes(self) -> int:
        """Return the promised minutes with those granted."""
        return self.clock.target_minutes + self.granted_minutes

    @property
    def moments_words(self) -> str:
        """Return from which moment to which the promise counts."""
        return contracts.moments_words(self.clock.begins, self.clock.ends)

    @property
    def is_around_the_clock(self) -> bool:
        """Tell whether every minute counts."""
        return self.clock.counting == contracts.Counting.CALENDAR


def explain(clock: Clock, *, now: datetime) -> Explanation:
    """Return how a clock's deadline came about, by the version of the calendar it was reckoned with."""
    hours = calendars.working_time(clock.calendar_id, clock.calendar_version)
    prefetch_related_objects([clock], *facts.FACTS, "extensions__by")
    history = facts.history_of(clock, hours)
    until = clock.stopped_at or now
    counted = rules.counted(history, until) // MINUTE if clock.has_begun else 0
    level = contracts.levels_by_id([clock.level_id]).get(clock.level_id) if clock.level_id else None
    return Explanation(
        clock=clock,
        label=str(contracts.Promise(clock.promise).label),
        calendar_name=str(clock.calendar),
        zone=hours.zone,
        level=level,
        lines=_lines(clock, history, until) if clock.has_begun else [],
        past_terms=[
            TermLine(
                until=t.until,
                priority=t.priority,
                target=contracts.hours_words(t.target_minutes),
                counting=t.get_counting_display(),
            )
            for t in clock.past_terms.all()
        ],
        granted=granted_lines(clock),
        waiver=Waiver.objects.filter(clock=clock).select_related("by").first(),
        changes=list(clock.changes.order_by("at", "id")[:100]),
        counted_minutes=counted,
        paused_minutes=rules.paused(history, until) // MINUTE if clock.has_begun else 0,
        left_minutes=history.target // MINUTE - counted,
        now=now,
        provisional_years=_unknown_years(hours, clock) if clock.is_provisional else [],
        pausing_words=contracts.reasons_words(clock.pausing_reasons),
    )


def _unknown_years(hours: calendars.WorkingTime, clock: Clock) -> list[int]:
    last = (clock.due_at or clock.started_at).astimezone(hours.tz).year
    known = hours.known_years or frozenset()
    return [year for year in range(clock.started_at.astimezone(hours.tz).year, last + 1) if year not in known]


def _lines(clock: Clock, history: rules.History, until: datetime) -> list[Line]:
    """Return the arithmetic in the order of time; holds that did not stop the clock stand where they began."""
    holds = list(clock.pauses.all())
    lines = list(_counting(holds, history, until))
    for hold in holds:
        if not hold.stops and hold.since < until:
            before = [line.total for line in lines if line.since <= hold.since]
            lines.append(_hold("ignored", hold, until, timedelta(minutes=before[-1] if before else 0)))
            lines.sort(key=lambda line: line.since)
    return lines


def _counting(holds: list[Pause], history: rules.History, until: datetime) -> Iterator[Line]:
    """Yield the stretches that count and those that stand still."""
    total = timedelta()
    for piece in rules.pieces(history):
        if piece.since >= until:
            break
        end = until if piece.until is None else min(piece.until, until)
        if piece.kind == "running":
            yield from _counted(piece, end, total)
            total += piece.term.time_between(piece.since, end)
        elif piece.kind == "solved":
            yield Line(kind="solved", since=piece.since, until=piece.until, minutes=0, total=total // MINUTE)
        else:
            yield _hold("paused", _cause(holds, piece.since), until, total, piece)


def _cause(holds: list[Pause], moment: datetime) -> Pause:
    """Return the hold that stops the clock at a moment; of several, the one that began first."""
    return next(h for h in holds if h.stops and h.since <= moment and (h.until is None or h.until > moment))


def _hold(kind: str, hold: Pause, until: datetime, total: timedelta, piece: rules.Piece | None = None) -> Line:
    since, end = (hold.since, hold.until) if piece is None else (piece.since, piece.until)
    minutes = (min(end or until, until) - since) // MINUTE if piece is None else piece.counted(until) // MINUTE
    return Line(
        kind=kind,
        since=since,
        until=end,
        minutes=minutes,
        total=total // MINUTE,
        reason=hold.reason,
        party=hold.party,
        note=hold.note,
        source=hold.source,
        subject=hold.clock.subject,
        evidence=tuple(hold.evidence),
    )


def _counted(piece: rules.Piece, end: datetime, total: timedelta) -> Iterator[Line]:
    """Yield the counted spans of a stretch; days with the same hours become one line when there are many."""
    if piece.term.around_the_clock:
        spent = end - piece.since
        yield Line(
            kind="counted", since=piece.since, until=end, minutes=spent // MINUTE, total=(total + spent) // MINUTE
        )
        return
    spans = list(piece.term.hours.spans(piece.since, end))
    tz = piece.term.hours.tz
    days = _by_day(spans, tz)
    groups = [[day] for day in days] if len(days) <= MOST_DAYS else _alike(days, tz)
    for group in groups:
        spent = sum((closes - opens for day in group for opens, closes in day), timedelta())
        total += spent
        first, last = group[0][0][0], group[-1][-1][1]
        yield Line(
            kind="counted",
            since=first,
            until=last,
            minutes=spent // MINUTE,
            total=total // MINUTE,
            first_day=first.astimezone(tz).date(),
            last_day=group[-1][0][0].astimezone(tz).date(),
            days=len(group),
            note=" · ".join(_wall(span, tz) for span in group[0]),
        )


Day = list[rules.Span]


def _by_day(spans: list[rules.Span], tz: ZoneInfo) -> list[Day]:
    days: dict[date, Day] = {}
    for span in spans:
        days.setdefault(span[0].astimezone(tz).date(), []).append(span)
    return list(days.values())


def _alike(days: list[Day], tz: ZoneInfo) -> list[list[Day]]:
    """Return runs of days with the same hours."""
    groups: list[list[Day]] = []
    for day in days:
        said = [_wall(span, tz) for span in day]
        if groups and [_wall(span, tz) for span in groups[-1][-1]] == said:
            groups[-1].append(day)
        else:
            groups.append([day])
    return groups


def _wall(span: rules.Span, tz: ZoneInfo) -> str:
    opens, closes = (moment.astimezone(tz) for moment in span)
    last = "24:00" if closes.date() > opens.date() and closes.hour == closes.minute == 0 else f"{closes:%H:%M}"
    return f"{opens:%H:%M}–{last}"
