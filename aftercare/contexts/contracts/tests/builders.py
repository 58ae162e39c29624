"""Build what contracts are about through the neighbours' commands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.apps import apps

from aftercare.contexts.calendars import public as calendars
from aftercare.contexts.installed_base.commands import register_equipment, register_project
from aftercare.contexts.organisations.commands import register_organisation
from aftercare.platform.actor import Actor
from aftercare.platform.testing.fixtures import MONDAY

ACTING = {"by": Actor.system("test"), "at": MONDAY}


@dataclass(frozen=True, slots=True)
class Place:
    """A customer of a region, a project of it, and a lift there."""

    region_id: int
    customer_id: int
    project_id: int
    equipment_id: int


def office_hours() -> int:
    """Return the calendar of office hours, made if it is not there."""
    calendars.seed_holidays([2026], **ACTING)
    return calendars.default_calendar_id() or 0


def make_place(name: str, *, accepted_on: date | None = None, warranty_until: date | None = None) -> Place:
    """Return a new customer."""
    region = apps.get_model("people", "Region").objects.create(code=name, name=name)
    customer = register_organisation(name=name, region_id=region.pk, **ACTING)
    project = register_project(
        name=f"{name}一期",
        customer_id=customer.pk,
        region_id=region.pk,
        completion_accepted_on=accepted_on,
        **ACTING,
    )
    kind, _new = apps.get_model("installed_base", "EquipmentKind").objects.get_or_create(code="lift", name="电梯")
    lift = register_equipment(
        name="1 号梯", kind_id=kind.pk, project_id=project.pk, warranty_until=warranty_until, **ACTING
    )
    return Place(region.pk, customer.pk, project.pk, lift.pk)
