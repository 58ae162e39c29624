"""Engineers with their working time in few queries: what a day board needs of everybody at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from django.db.models.functions import JSONObject

from aftercare.contexts.people import policies, rules
from aftercare.contexts.people.models import Certificate, EngineerSkill, Leave, Shift
from aftercare.contexts.people.queries import MOST_ENGINEERS, Availability, EngineerCard, LeaveSpan
from aftercare.platform.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterRow:
    """One engineer and when they work or are away in the period asked for."""

    card: EngineerCard
    time: Availability


def roster(
    actor: Actor,
    *,
    start: datetime,
    end: datetime,
    region_ids: Collection[int] | None = None,
    engineer_ids: Collection[int] | None = None,
) -> list[RosterRow]:
    """Return the working engineers the actor may see, of the named regions or all, by name. Two queries."""
    rows = policies.visible_to(actor).filter(is_active=True)
    if region_ids is not None:
        rows = rows.filter(region_id__in=region_ids)
    if engineer_ids is not None:
        rows = rows.filter(pk__in=engineer_ids)
    skills = EngineerSkill.objects.filter(engineer=OuterRef("pk"))
    papers = Certificate.objects.filter(engineer=OuterRef("pk")).order_by("expires_on")
    shifts = Shift.objects.filter(engineer=OuterRef("pk")).order_by("weekday", "start_minute")
    found = rows.select_related("region", "centre").annotate(
        _skills=ArraySubquery(skills.values(row=JSONObject(id=F("skill_id"), level=F("level")))),
        _papers=ArraySubquery(papers.values(row=JSONObject(id=F("kind_id"), until=F("expires_on")))),
        _shifts=ArraySubquery(shifts.values(row=JSONObject(d=F("weekday"), a=F("start_minute"), b=F("end_minute")))),
    )
    engineers = list(found.order_by("name", "pk")[:MOST_ENGINEERS])
    away = _leave({row.pk for row in engineers}, start, end)
    weeks = _Weeks(start, end)
    return [_row(row, weeks, away[row.pk]) for row in engineers]


class _Weeks:
    """The working spans of weeks; many people share a week, and a zone's arithmetic takes its time."""

    def __init__(self, start: datetime, end: datetime) -> None:
        self._ends = start, end
        self._known: dict[tuple[str, tuple[tuple[int, int, int], ...]], tuple[rules.Span, ...]] = {}

    def spans(self, week: tuple[tuple[int, int, int], ...], zone: str) -> tuple[rules.Span, ...]:
        """Return when somebody with this week works."""
        if (zone, week) not in self._known:
            start, end = self._ends
            self._known[zone, week] = tuple(rules.shift_spans(week, zone=ZoneInfo(zone), start=start, end=end))
        return self._known[zone, week]


def _leave(engineer_ids: set[int], start: datetime, end: datetime) -> dict[int, list[LeaveSpan]]:
    taken = Leave.objects.filter(
        engineer_id__in=engineer_ids, status=Leave.Status.APPROVED, during__overlap=(start, end)
    )
    found: dict[int, list[LeaveSpan]] = defaultdict(list)
    for row in taken.order_by("during"):
        span = LeaveSpan(
            leave_id=row.pk, start=row.during.lower, end=row.during.upper, kind=row.kind, label=row.get_kind_display()
        )
        found[row.engineer_id].append(span)
    return found


def _row(row: Any, weeks: _Weeks, leave: list[LeaveSpan]) -> RosterRow:
    centre = row.centre
    has_place = row.lat is not None
    card = EngineerCard(
        id=row.pk,
        user_id=row.user_id,
        name=row.name,
        employee_no=row.employee_no,
        phone=row.phone,
        region_id=row.region_id,
        region_name=row.region.name,
        zone=row.region.zone,
        centre=centre.name if centre else "",
        lat=row.lat if has_place else centre.lat if centre else None,
        lon=row.lon if has_place else centre.lon if centre else None,
        grade=row.grade,
        is_active=row.is_active,
        skills={held["id"]: held["level"] for held in row._skills},
        certificates={held["id"]: date.fromisoformat(held["until"]) for held in row._papers},
    )
    week = tuple((shift["d"], shift["a"], shift["b"]) for shift in row._shifts)
    shifts = weeks.spans(week, row.region.zone)
    return RosterRow(card=card, time=Availability(engineer_id=row.pk, shifts=shifts, leave=tuple(leave)))
