"""Projects and equipment for tests, made by the commands."""

from __future__ import annotations

from itertools import count
from typing import Any

from aftercare.contexts.installed_base import commands
from aftercare.contexts.installed_base.models import Equipment, EquipmentKind, Location, Project
from aftercare.contexts.organisations.models import Organisation
from aftercare.contexts.organisations.tests.building import organisation
from aftercare.contexts.people.models import Region
from aftercare.contexts.people.tests.building import region
from aftercare.platform.actor import Actor
from aftercare.platform.testing.fixtures import MONDAY

SYSTEM = Actor.system("test")
_numbers = count(1)


def equipment_kind(name: str = "乘客电梯") -> EquipmentKind:
    """Make a kind of equipment."""
    return EquipmentKind.objects.create(code=f"k{next(_numbers)}", name=name)


def project(of: Organisation | None = None, in_region: Region | None = None, **facts: Any) -> Project:
    """Register a project."""
    where = in_region or region()
    customer = of or organisation(region_id=where.pk)
    facts = {"name": f"滨江中心 {next(_numbers)} 期", **facts}
    return commands.register_project(customer_id=customer.pk, region_id=where.pk, by=SYSTEM, at=MONDAY, **facts)


def location(of: Project, name: str = "一号楼", under: Location | None = None, **facts: Any) -> Location:
    """Add a place."""
    facts = {"kind": "building", **facts}
    parent = under.pk if under else None
    return commands.add_location(project_id=of.pk, name=name, parent_id=parent, by=SYSTEM, at=MONDAY, **facts)


def equipment(of: Project | None = None, name: str = "3 号电梯", **facts: Any) -> Equipment:
    """Register equipment."""
    facts = {"kind_id": facts.pop("kind_id", None) or equipment_kind().pk, **facts}
    home = of or project()
    return commands.register_equipment(name=name, project_id=home.pk, by=SYSTEM, at=MONDAY, **facts)
