"""A project in Beijing with a hall, a tower, a lift and a chiller, and its warranty file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.apps import apps

from aftercare.contexts.installed_base import commands as things
from aftercare.contexts.organisations.commands import register_organisation
from aftercare.contexts.warranties import commands
from aftercare.contexts.warranties.models import CitySeason, WarrantyPart
from aftercare.platform.actor import Actor

ACCEPTED = date(2025, 1, 10)


@dataclass(frozen=True, slots=True)
class Site:
    """A project, two places in it, and what stands there."""

    region_id: int
    customer_id: int
    project_id: int
    hall_id: int
    tower_id: int
    lift_id: int
    chiller_id: int


def site(*, by: Actor, at: datetime) -> Site:
    """Make the project; its completion was accepted on 2025-01-10."""
    region = apps.get_model("people", "Region").objects.create(code="bj", name="北京")
    customer = register_organisation(name="朔光大厦", region_id=region.pk, by=by, at=at)
    project = things.register_project(
        name="朔光大厦一期",
        customer_id=customer.pk,
        region_id=region.pk,
        completion_accepted_on=ACCEPTED,
        by=by,
        at=at,
    )
    made = {}
    for name in ("大厅", "塔楼"):
        place = things.add_location(project_id=project.pk, name=name, kind="building", by=by, at=at)
        made[name] = place.pk
    kinds = apps.get_model("installed_base", "EquipmentKind").objects
    about = {"project_id": project.pk, "location_id": made["塔楼"], "by": by, "at": at}
    lift = things.register_equipment(name="1 号梯", kind_id=kinds.create(code="lift", name="电梯").pk, **about)
    cooler = kinds.create(code="chiller", name="冷水机组", part_kind="cooling")
    chiller = things.register_equipment(name="1 号机", kind_id=cooler.pk, **about)
    CitySeason.objects.create(city="北京", kind="heating", first="11-15", last="03-15")
    CitySeason.objects.create(city="北京", kind="cooling", first="05-15", last="09-15")
    return Site(region.pk, customer.pk, project.pk, made["大厅"], made["塔楼"], lift.pk, chiller.pk)


def file(site: Site, *, by: Actor, at: datetime) -> dict[str, WarrantyPart]:
    """Write the project's file; return its parts by kind."""
    kinds = ("electrical", "waterproofing", "heating", "cooling", "structure", "other")
    commands.open_file(project_id=site.project_id, city="北京", design_life_years=50, kinds=kinds, by=by, at=at)
    return {part.kind: part for part in WarrantyPart.objects.filter(project_id=site.project_id)}
