"""Reads about people, as frozen rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Prefetch, QuerySet

from aftercare.contexts.people import policies, rules
from aftercare.contexts.people.models import Certificate, CertificateKind, Engineer, EngineerSkill, Leave, Region, Skill
from aftercare.contexts.people.rules import Scope, Span
from aftercare.platform.actor import Actor, Role

MOST_ENGINEERS = 1000
MOST_DAYS = 62

_SCOPE = """
    WITH RECURSIVE reach (role, region_id) AS (
        SELECT g.role, g.region_id FROM people_grant g JOIN accounts_user u ON u.id = g.user_id
         WHERE g.user_id = %(user)s AND u.is_active
        UNION
        SELECT reach.role, r.id FROM reach JOIN people_region r ON r.parent_id = reach.region_id
    )
    SELECT role, region_id,
           (SELECT e.id FROM people_engineer e WHERE e.user_id = %(user)s AND e.is_active)
      FROM reach
"""
_USERS_WITH = """
    WITH RECURSIVE above (id) AS (
        SELECT %(region)s::bigint
        UNION
        SELECT r.parent_id FROM above JOIN people_region r ON r.id = above.id WHERE r.parent_id IS NOT NULL
    )
    SELECT DISTINCT g.user_id FROM people_grant g JOIN accounts_user u ON u.id = g.user_id
     WHERE g.role = ANY(%(roles)s) AND u.is_active
       AND (%(region)s IS NULL OR g.region_id IS NULL OR g.region_id IN (SELECT id FROM above))
     ORDER BY g.user_id
"""
_UNDER = """
    WITH RECURSIVE under (id) AS (
        SELECT id FROM people_region WHERE id = ANY(%(regions)s)
        UNION
        SELECT r.id FROM under JOIN people_region r ON r.parent_id = under.id
    )
    SELECT id FROM under
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionCard:
    """A region as neighbours see it; `zone` is an IANA name."""

    id: int
    code: str
    name: str
    zone: str
    parent_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineerCard:
    """
    An engineer as neighbours see them.

    `lat`/`lon` is where they set out; `skills` maps skill id to level, `certificates` kind id to last valid day.
    """

    id: int
    user_id: int
    name: str
    employee_no: str
    phone: str
    region_id: int
    region_name: str
    zone: str
    centre: str
    lat: float | None
    lon: float | None
    grade: str
    is_active: bool
    skills: Mapping[int, int] = field(default_factory=dict)
    certificates: Mapping[int, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveSpan:
    """Approved time away."""

    leave_id: int
    start: datetime
    end: datetime
    kind: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Availability:
    """When one engineer works and is away in the period asked for."""

    engineer_id: int
    shifts: tuple[Span, ...]
    leave: tuple[LeaveSpan, ...]


def scope_of(user_id: int) -> Scope:
    """Return what the login may be trusted with; region grants include the parts of the region. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_SCOPE, {"user": user_id})
        rows = cursor.fetchall()
    return rules.scope([(role, region) for role, region, _engineer in rows], rows[0][2] if rows else None)


def users_with(*roles: Role, region_id: int | None) -> list[int]:
    """Return the open logins that hold one of the roles for the region (None: anywhere), in order of id. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_USERS_WITH, {"roles": [str(role) for role in roles], "region": region_id})
        return [row[0] for row in cursor.fetchall()]


def regions_under(region_ids: Iterable[int]) -> frozenset[int]:
    """Return the regions with all their parts."""
    with connection.cursor() as cursor:
        cursor.execute(_UNDER, {"regions": list(region_ids)})
        return frozenset(row[0] for row in cursor.fetchall())


def regions_above(region_id: int) -> list[int]:
    """Return the region, then the one it is a part of, and so on."""
    parents = dict(Region.objects.values_list("pk", "parent_id"))
    found = []
    at: int | None = region_id
    while at in parents and at not in found:
        found.append(at)
        at = parents[at]
    return found


def regions() -> list[RegionCard]:
    """Return every region, parents before their parts."""
    rows = list(Region.objects.order_by("name", "pk"))
    parts: dict[int | None, list[Region]] = defaultdict(list)
    for row in rows:
        parts[row.parent_id].append(row)
    found: list[RegionCard] = []
    waiting = parts[None][::-1]
    while waiting:
        row = waiting.pop()
        found.append(_region(row))
        waiting += parts[row.pk][::-1]
    return found


def region_choices(actor: Actor) -> list[tuple[int, str]]:
    """Return the regions the actor works in as choices, parts indented under their region."""
    depth: dict[int | None, int] = {None: -1}
    choices = []
    for card in regions():
        depth[card.id] = depth[card.parent_id] + 1
        if actor.works_in(card.id):
            choices.append((card.id, "　" * depth[card.id] + card.name))
    return choices


def region_options(actor: Actor, text: str, limit: int) -> list[tuple[int, str]]:
    """Return the regions the actor works in that match, for the filter of a list."""
    return [(pk, name) for pk, name in region_choices(actor) if text.casefold() in name.casefold()][:limit]


def region_labels(actor: Actor, ids: Collection[int]) -> dict[int, str]:
    """Return the names of regions the actor works in."""
    return {pk: name.strip() for pk, name in region_choices(actor) if pk in ids}


def region_by_code(code: str) -> RegionCard | None:
    """Return the region with this code, or None."""
    row = Region.objects.filter(code=code).first()
    return _region(row) if row else None


def region_card(region_id: int) -> RegionCard | None:
    """Return one region, or None."""
    row = Region.objects.filter(pk=region_id).first()
    return _region(row) if row else None


def _region(row: Region) -> RegionCard:
    return RegionCard(id=row.pk, code=row.code, name=row.name, zone=row.zone, parent_id=row.parent_id)


def engineer_card(engineer_id: int) -> EngineerCard | None:
    """Return one engineer, working or not, or None."""
    return next(iter(_cards(Engineer.objects.filter(pk=engineer_id))), None)


def engineers_in(where: Actor | Collection[int] | None, on: date | None = None) -> list[EngineerCard]:
    """
    Return the working engineers an actor may see, or of the regions with their parts (None: of all), by name.

    With `on`, certificates that have run out before that day are left out. Three queries, four for given regions.
    """
    if isinstance(where, Actor):
        rows = policies.visible_to(where)
    else:
        rows = Engineer.objects.all() if where is None else Engineer.objects.filter(region__in=regions_under(where))
    return _cards(rows.filter(is_active=True).order_by("name", "pk")[:MOST_ENGINEERS], on=on)


def _cards(rows: QuerySet[Engineer], *, on: date | None = None) -> list[EngineerCard]:
    held = Certificate.objects.order_by("expires_on")
    if on is not None:
        held = held.filter(expires_on__gte=on)
    found = rows.select_related("region", "centre").prefetch_related(
        Prefetch("skills", EngineerSkill.objects.order_by("skill_id")), Prefetch("certificates", held)
    )
    return [_card(row) for row in found]


def _card(row: Engineer) -> EngineerCard:
    centre = row.centre
    has_place = row.lat is not None
    return EngineerCard(
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
        skills={held.skill_id: held.level for held in row.skills.all()},
        # The latest one of a kind counts: they come in the order of their last valid days.
        certificates={held.kind_id: held.expires_on for held in row.certificates.all()},
    )


def availability(engineer_ids: Collection[int], start: datetime, end: datetime) -> dict[int, Availability]:
    """
    Return when each engineer works and is on approved leave between two instants, at most 62 days. Three queries.

    :raises ValueError: when the period is longer or ends before it begins.
    """
    if not start <= end <= start + timedelta(days=MOST_DAYS):
        raise ValueError(f"the period must be at most {MOST_DAYS} days and end after it begins")
    engineers = Engineer.objects.filter(pk__in=engineer_ids).select_related("region").prefetch_related("shifts")
    away: dict[int, list[LeaveSpan]] = defaultdict(list)
    taken = Leave.objects.filter(
        engineer_id__in=engineer_ids, status=Leave.Status.APPROVED, during__overlap=(start, end)
    )
    for leave in taken.order_by("during"):
        away[leave.engineer_id].append(
            LeaveSpan(
                leave_id=leave.pk,
                start=leave.during.lower,
                end=leave.during.upper,
                kind=leave.kind,
                label=leave.get_kind_display(),
            )
        )
    found = {}
    for row in engineers:
        week = [(s.weekday, s.start_minute, s.end_minute) for s in row.shifts.all()]
        spans = rules.shift_spans(week, zone=ZoneInfo(row.region.zone), start=start, end=end)
        found[row.pk] = Availability(engineer_id=row.pk, shifts=tuple(spans), leave=tuple(away[row.pk]))
    return found


def skill_choices() -> list[tuple[int, str]]:
    """Return every skill as a choice, by trade and name."""
    rows = Skill.objects.order_by("group", "name", "pk").values_list("pk", "group", "name")
    return [(pk, f"{group} · {name}" if group else name) for pk, group, name in rows]


def certificate_choices() -> list[tuple[int, str]]:
    """Return every kind of certificate as a choice, by name."""
    return list(CertificateKind.objects.order_by("name", "pk").values_list("pk", "name"))
