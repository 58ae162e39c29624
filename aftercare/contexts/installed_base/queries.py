"""Reads about projects, their site trees and the equipment, as frozen rows."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db.models import Count, F, Q, QuerySet

from aftercare.contexts.installed_base import policies, rules
from aftercare.contexts.installed_base.models import Equipment, EquipmentKind, Location, Project, ProjectParty
from aftercare.platform import search
from aftercare.platform.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class EquipmentCard:
    """A piece of equipment as neighbours see it; place and zone are its project's."""

    id: int
    number: str
    name: str
    status: str
    kind_id: int
    kind: str
    kind_code: str
    part_kind: str
    maker: str
    model: str
    serial: str
    project_id: int
    project_name: str
    location_id: int | None
    location_path: str
    customer_id: int
    customer_name: str
    region_id: int
    address: str
    lat: float | None
    lon: float | None
    zone: str
    installed_on: date | None
    completion_accepted_on: date | None
    warranty_until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectCard:
    """A project as neighbours see it."""

    id: int
    number: str
    name: str
    customer_id: int
    customer_name: str
    region_id: int
    address: str
    lat: float | None
    lon: float | None
    zone: str
    completion_accepted_on: date | None
    settlement_price: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LocationNode:
    """One place of a project's tree, with how deep it lies and how much equipment stands right there."""

    id: int
    parent_id: int | None
    kind: str
    name: str
    path: str
    depth: int
    equipment_count: int


def equipment_card(equipment_id: int) -> EquipmentCard | None:
    """Return one piece of equipment, or None. One query."""
    return next((_equipment(row) for row in _whole(Equipment.objects.filter(pk=equipment_id))), None)


def equipment_cards(equipment_ids: Collection[int]) -> dict[int, EquipmentCard]:
    """Return the named equipment by id. One query."""
    return {row.pk: _equipment(row) for row in _whole(Equipment.objects.filter(pk__in=equipment_ids))}


def equipment_by_label(code: str, signature: str) -> EquipmentCard | None:
    """
    Return the equipment whose label carries the code, or None.

    Without the right signature the database is not asked, so that guessing codes tells nothing.
    """
    if not rules.is_signed(code, signature, label_keys()):
        return None
    rows = _whole(Equipment.objects.filter(label_code=code).exclude(status=Equipment.Status.SCRAPPED))
    return next((_equipment(row) for row in rows), None)


def equipment_of(customer_id: int, text: str = "", limit: int = 50) -> list[EquipmentCard]:
    """Return a customer's equipment that is not scrapped, matching the text, by name. One query."""
    rows = Equipment.objects.filter(customer_id=customer_id).exclude(status=Equipment.Status.SCRAPPED)
    if text.strip():
        rows = search.matches(rows, text)
    return [_equipment(row) for row in _whole(rows).order_by("name", "pk")[:limit]]


def search_equipment(actor: Actor, text: str, *, limit: int = 20) -> list[EquipmentCard]:
    """Return the equipment the actor may see that matches, best first. One query."""
    rows = search.matches(policies.visible_to(actor), text)
    return [_equipment(row) for row in _whole(rows).order_by(F("rank").desc(), "name", "pk")[:limit]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lacking:
    """How much equipment of a project is in use, and what some of it lacks."""

    count: int
    without_serial: int
    without_place: int


def lacking(project_id: int) -> Lacking:
    """Return what the equipment of a project lacks. One query."""
    rows = Equipment.objects.filter(project_id=project_id).exclude(status=Equipment.Status.SCRAPPED)
    counted = {
        "count": Count("pk"),
        "without_serial": Count("pk", filter=Q(serial="")),
        "without_place": Count("pk", filter=Q(location=None)),
    }
    return Lacking(**rows.aggregate(**counted))


def parts_played(project_id: int) -> set[tuple[int, str]]:
    """Return who has which part in a project, as (organisation id, part). One query."""
    return set(ProjectParty.objects.filter(project_id=project_id).values_list("organisation_id", "part"))


def party_ids(project_id: int) -> set[int]:
    """Return the organisations that have a part in a project. One query."""
    return {organisation for organisation, _part in parts_played(project_id)}


def projects_of(customer_id: int, limit: int = 100) -> list[ProjectCard]:
    """Return a customer's projects, by name. One query."""
    rows = Project.objects.filter(customer_id=customer_id).select_related("customer")
    return [_project(row) for row in rows.order_by("name", "pk")[:limit]]


def project_card(project_id: int) -> ProjectCard | None:
    """Return one project, or None. One query."""
    rows = Project.objects.filter(pk=project_id).select_related("customer")
    return next((_project(row) for row in rows), None)


def search_projects(actor: Actor, text: str, *, limit: int = 20) -> list[ProjectCard]:
    """Return the projects the actor may see that match, best first; without a text the first by name. One query."""
    rows = policies.projects_visible_to(actor).select_related("customer")
    if not text.strip():
        return [_project(row) for row in rows.order_by("name", "pk")[:limit]]
    return [_project(row) for row in search.matches(rows, text).order_by(F("rank").desc(), "name", "pk")[:limit]]


def parties_of(project_id: int, *, limit: int = 100) -> list[tuple[int, str, str]]:
    """Return who has a part in a project as (organisation, its name, its part in words), by part. One query."""
    rows = ProjectParty.objects.filter(project_id=project_id).select_related("organisation").order_by("part", "pk")
    return [(row.organisation_id, str(row.organisation), row.get_part_display()) for row in rows[:limit]]


def project_options(actor: Actor, text: str, limit: int) -> list[tuple[int, str]]:
    """Return projects the actor may see as choices of a filter."""
    return [(card.id, card.name) for card in search_projects(actor, text, limit=limit)]


def project_labels(actor: Actor, project_ids: list[int]) -> dict[int, str]:
    """Return the names of those of the projects that the actor may see. One query."""
    rows = policies.projects_visible_to(actor).filter(pk__in=project_ids)
    return dict(rows.values_list("pk", "name"))


def equipment_options(actor: Actor, text: str, limit: int) -> list[tuple[int, str]]:
    """Return equipment the actor may see as choices of a filter."""
    if not text.strip():
        rows = policies.visible_to(actor).order_by("-pk").values_list("pk", "number", "name")[:limit]
        return [(pk, f"{number} {name}") for pk, number, name in rows]
    return [(card.id, f"{card.number} {card.name}") for card in search_equipment(actor, text, limit=limit)]


def equipment_labels(actor: Actor, equipment_ids: list[int]) -> dict[int, str]:
    """Return number and name of those of the equipment that the actor may see. One query."""
    rows = policies.visible_to(actor).filter(pk__in=equipment_ids).values_list("pk", "number", "name")
    return {pk: f"{number} {name}" for pk, number, name in rows}


def kind_choices() -> list[tuple[int, str]]:
    """Return every kind of equipment as a choice, by trade and name."""
    rows = EquipmentKind.objects.order_by("group", "name", "pk").values_list("pk", "group", "name")
    return [(pk, f"{group} · {name}" if group else name) for pk, group, name in rows]


def label_keys() -> list[str]:
    """Return the keys whose signatures on labels are good: the present one first, then retired ones."""
    return [str(settings.SECRET_KEY), *map(str, settings.SECRET_KEY_FALLBACKS)]


def label_path(label_code: str) -> str:
    """Return the path that the label's QR code leads to."""
    return f"/q/{label_code}.{rules.sign(label_code, str(settings.SECRET_KEY))}/"


def _whole(rows: QuerySet[Equipment]) -> QuerySet[Equipment]:
    return rows.select_related("kind", "project", "location", "customer")


def _equipment(row: Equipment) -> EquipmentCard:
    project = row.project
    return EquipmentCard(
        id=row.pk,
        number=row.number,
        name=row.name,
        status=row.status,
        kind_id=row.kind_id,
        kind=row.kind.name,
        kind_code=row.kind.code,
        part_kind=row.kind.part_kind,
        maker=row.maker,
        model=row.model,
        serial=row.serial,
        project_id=project.pk,
        project_name=project.name,
        location_id=row.location_id,
        location_path=row.location.path if row.location else "",
        customer_id=row.customer_id,
        customer_name=str(row.customer),
        region_id=row.region_id,
        address=project.address,
        lat=project.lat,
        lon=project.lon,
        zone=project.zone,
        installed_on=row.installed_on,
        completion_accepted_on=project.completion_accepted_on,
        warranty_until=row.warranty_until,
    )


def _project(row: Project) -> ProjectCard:
    return ProjectCard(
        id=row.pk,
        number=row.number,
        name=row.name,
        customer_id=row.customer_id,
        customer_name=str(row.customer),
        region_id=row.region_id,
        address=row.address,
        lat=row.lat,
        lon=row.lon,
        zone=row.zone,
        completion_accepted_on=row.completion_accepted_on,
        settlement_price=row.settlement_price,
    )


def site_tree(project_id: int) -> list[LocationNode]:
    """Return a project's places, each followed by its parts, with how much equipment stands there. Two queries."""
    rows = list(Location.objects.filter(project_id=project_id).order_by("name", "pk"))
    stands = Equipment.objects.filter(project_id=project_id).exclude(status=Equipment.Status.SCRAPPED)
    counts = dict(stands.values_list("location_id").annotate(n=Count("pk")).order_by())
    nodes: list[LocationNode] = []
    waiting = [(row, 0) for row in reversed(rows) if row.parent_id is None]
    while waiting:
        row, depth = waiting.pop()
        nodes.append(
            LocationNode(
                id=row.pk,
                parent_id=row.parent_id,
                kind=row.kind,
                name=row.name,
                path=row.path,
                depth=depth,
                equipment_count=counts.get(row.pk, 0),
            )
        )
        waiting += [(part, depth + 1) for part in reversed(rows) if part.parent_id == row.pk]
    return nodes
