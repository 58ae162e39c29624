"""Whom to send: the engine's places on the tours first, then who else is free when, and why not the others."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.contexts.dispatch import crewing, rules
from aftercare.contexts.dispatch.answers import answering
from aftercare.contexts.dispatch.lending import helping
from aftercare.contexts.dispatch.lending import words as helpwords
from aftercare.contexts.dispatch.models import Booking, Help
from aftercare.contexts.dispatch.planning.advising import Advice, Place, advise_of
from aftercare.contexts.dispatch.rules import Stop
from aftercare.contexts.dispatch.travel import Way, band_of
from aftercare.contexts.dispatch.ways import roads_of
from aftercare.contexts.dispatch.wishes import wishing
from aftercare.contexts.dispatch.wishes import words as wishwords
from aftercare.contexts.dispatch.wishes.wishing import NOTHING, Heed
from aftercare.contexts.people import public as people
from aftercare.contexts.people.public import EngineerCard, RosterRow
from aftercare.contexts.work_orders.public import OrderCard
from aftercare.platform import geo
from aftercare.platform.actor import Actor

LOOK_AHEAD = timedelta(days=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """
    One engineer for an order: at the engine's place on the tour, else at the earliest free time.

    `extra_minutes` is what the place costs in all and `detour_minutes` the way among it, None without one; `reasons`
    say why not at all (hard), `warnings` what one would go over (soft). `km` is None without a site.
    """

    engineer: EngineerCard
    start_at: datetime | None
    end_at: datetime | None
    reasons: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    km: float | None
    travel_minutes: int
    booked_minutes: int
    keeps_promise: bool
    has_passed: bool = False
    # What the customer said of the engineer.
    is_preferred: bool = False
    is_unwanted: bool = False
    extra_minutes: int | None = None
    detour_minutes: int | None = None

    @property
    def is_fit(self) -> bool:
        """Tell whether the engineer may be sent."""
        return not self.reasons


def suggestions(order: OrderCard, *, by: Actor, now: datetime, limit: int = 30) -> list[Suggestion]:
    """
    Return the engineers for an order, best first, those who must not go last with the reason. Fifteen queries.

    Where one of a crew is booked, those who could go along, at that time. One query more.
    """
    mate = crewing.partner(order)
    begin = max(now, order.earliest_at) if order.earliest_at else now
    if mate is not None:
        begin = max(now, mate.start)
    end = begin + LOOK_AHEAD
    standing = helping.approved(begin, end)
    loans = {loan.engineer_id: loan for loan in standing}
    rows = helping.roster(by, start=begin, end=end, loans=standing)
    rows = [row for row in rows if mate is None or row.card.id != mate.engineer_id]
    places = {} if mate else _places(advise_of(order, rows, standing, begin=begin, end=end))
    stops = _stops([row.card.id for row in rows], begin - timedelta(hours=12), end)
    names = _names()
    starts = {
        row.card.id: place.start
        if (place := places.get(row.card.id))
        else _free_start(order, row, stops[row.card.id], begin, is_fixed=mate is not None)
        for row in rows
    }
    passed = answering.passed_up(order.id)
    wishes = wishing.read([order])
    trips = _ways(order, rows, stops, {pk: start or begin for pk, start in starts.items()})
    found = {
        row.card.id: _suggest(
            order,
            row.card,
            stops[row.card.id],
            begin,
            names,
            start=starts[row.card.id],
            way=trips.get(row.card.id),
            past=passed.get(row.card.id),
            loan=loans.get(row.card.id),
            mate=mate,
            place=places.get(row.card.id),
            heed=wishes.for_order(order, wishing.day_of(order, starts[row.card.id] or begin)),
        )
        for row in rows
    }
    ranked = rules.ranked(_candidate(s, begin) for s in found.values())
    return [found[candidate.engineer_id] for candidate in ranked[:limit]]


def _places(advice: Advice) -> dict[int, Place]:
    """Return by engineer the engine's best place; of two who go together each has it."""
    found: dict[int, Place] = {}
    for place in advice.places:
        for card in (place.engineer, place.mate):
            if card is not None:
                found.setdefault(card.id, place)
    return found


@dataclass(frozen=True, slots=True)
class _Names:
    skills: dict[int, str]
    papers: dict[int, str]


def _names() -> _Names:
    # Without the trade: the line has little room.
    skills = {pk: name.rsplit(" · ", 1)[-1] for pk, name in people.skill_choices()}
    return _Names(skills, dict(people.certificate_choices()))


def _stops(engineer_ids: list[int], start: datetime, end: datetime) -> dict[int, list[Stop]]:
    rows = Booking.objects.occupying().filter(engineer_id__in=engineer_ids, during__overlap=(start, end))
    found: dict[int, list[Stop]] = defaultdict(list)
    columns = ("engineer_id", "during", "work_order__lat", "work_order__lon")
    for engineer_id, during, lat, lon in rows.values_list(*columns):
        found[engineer_id].append(Stop(start=during.lower, end=during.upper, where=geo.place_of(lat, lon)))
    return found


def _free_start(
    order: OrderCard, row: RosterRow, stops: list[Stop], begin: datetime, *, is_fixed: bool
) -> datetime | None:
    """Return the first good time; the one at which the other of the crew comes, or none, where that is fixed."""
    length = timedelta(minutes=order.estimated_minutes)
    taken = [(s.start, s.end) for s in stops] + [(away.start, away.end) for away in row.time.leave]
    if is_fixed:
        is_at_work = any(span.start <= begin < span.end for span in row.time.shifts)
        return begin if is_at_work and all(end <= begin or begin + length <= start for start, end in taken) else None
    return rules.free_start([(s.start, s.end) for s in row.time.shifts], taken, length=length, not_before=begin)


def _ways(
    order: OrderCard, rows: list[RosterRow], stops: dict[int, list[Stop]], starts: dict[int, datetime]
) -> dict[int, Way]:
    """Return the way of each engineer whose place is known, by the hour they would go."""
    goal = geo.place_of(order.lat, order.lon)
    if goal is None:
        return {}
    come_from = {row.card.id: _comes_from(row.card, stops[row.card.id], starts[row.card.id]) for row in rows}
    bands = {row.card.id: band_of(starts[row.card.id].astimezone(ZoneInfo(row.card.zone))) for row in rows}
    roads, known = roads_of(order.region_id, asking=True), {pk: place for pk, place in come_from.items() if place}
    found: dict[int, Way] = {}
    for band in sorted({bands[pk] for pk in known}):
        those = {pk: place for pk, place in known.items() if bands[pk] == band}
        found |= dict(zip(those, roads.to(goal, list(those.values()), band), strict=True))
    return found


def _suggest(
    order: OrderCard,
    card: EngineerCard,
    stops: list[Stop],
    begin: datetime,
    names: _Names,
    *,
    start: datetime | None,
    way: Way | None,
    past: Booking | None = None,
    loan: Help | None = None,
    mate: crewing.Mate | None = None,
    place: Place | None = None,
    heed: Heed = NOTHING,
) -> Suggestion:
    end = start + timedelta(minutes=order.estimated_minutes) if start else None
    promises = {"arrive_by": order.arrive_by, "resolve_by": order.resolve_by}
    broken = rules.promise_warning(start, end, **promises) if start and end else None
    day = timezone.localtime(start or begin, ZoneInfo(card.zone)).date()
    return Suggestion(
        engineer=card,
        start_at=start,
        end_at=end,
        reasons=_reasons(order, card, day, names) + ([] if start else [_not_free(mate)]),
        warnings=wishwords.briefly(heed, card.id) + _warnings(order, card, names) + _passed(past) + _lent(order, loan),
        km=way and way.metres / 1000,
        travel_minutes=rules.travel_minutes(way),
        booked_minutes=_minutes_on(day, stops, card.zone),
        keeps_promise=not broken,
        has_passed=past is not None,
        is_preferred=heed.prefers(card.id),
        is_unwanted=heed.against(card.id) is not None,
        extra_minutes=place.extra_minutes if place else None,
        detour_minutes=place.detour_minutes if place else None,
    )


def _not_free(mate: crewing.Mate | None) -> str:
    if mate is None:
        return _("No free time within three days")
    return _("Not free when %(name)s comes") % {"name": mate.name}


def _comes_from(card: EngineerCard, stops: list[Stop], start: datetime) -> geo.Place | None:
    """Return where the engineer comes from: the job before, of the same half day, else the own base."""
    before = [s for s in stops if s.end <= start and start - s.end < timedelta(hours=6) and s.where]
    last = max(before, key=lambda s: s.end, default=None)
    return last.where if last else geo.place_of(card.lat, card.lon)


def _reasons(order: OrderCard, card: EngineerCard, day: date, names: _Names) -> list[str]:
    found = []
    for kind in sorted(order.certificate_kind_ids):
        until, words = card.certificates.get(kind), {"kind": names.papers.get(kind, str(kind))}
        if until is None:
            found.append(_("No certificate: %(kind)s") % words)
        elif until < day:
            found.append(_("Certificate has run out: %(kind)s") % words)
    return found


def _warnings(order: OrderCard, card: EngineerCard, names: _Names) -> list[str]:
    found = []
    for skill, level in sorted(order.skills.items()):
        held, words = card.skills.get(skill), {"skill": names.skills.get(skill, str(skill)), "level": level}
        if held is None:
            found.append(_("Lacks the skill: %(skill)s") % words)
        elif held < level:
            found.append(_("%(skill)s only at level %(held)d of %(level)d") % {**words, "held": held})
    return found


def _passed(past: Booking | None) -> list[str]:
    if past is None:
        return []
    return [_("Refused: %(reason)s") % {"reason": past.refusal} if past.refused_code else _("Did not answer")]


def _lent(order: OrderCard, loan: Help | None) -> list[str]:
    if loan is None or order.region_id is None or loan.borrower_id in people.regions_above(order.region_id):
        return []
    return [helpwords.lent(loan)]


def _minutes_on(day: date, stops: list[Stop], zone: str) -> int:
    same = [s for s in stops if timezone.localtime(s.start, ZoneInfo(zone)).date() == day]
    return sum(int((s.end - s.start).total_seconds() // 60) for s in same)


def _candidate(suggestion: Suggestion, begin: datetime) -> rules.Candidate:
    wait = int((suggestion.start_at - begin).total_seconds() // 60) if suggestion.start_at else 0
    return rules.Candidate(
        engineer_id=suggestion.engineer.id,
        is_fit=suggestion.is_fit,
        soft=len(suggestion.warnings),
        keeps_promise=suggestion.keeps_promise,
        wait_minutes=wait,
        travel_minutes=suggestion.travel_minutes,
        booked_minutes=suggestion.booked_minutes,
        has_passed=suggestion.has_passed,
        is_preferred=suggestion.is_preferred,
        is_unwanted=suggestion.is_unwanted,
        extra_minutes=suggestion.extra_minutes,
    )
