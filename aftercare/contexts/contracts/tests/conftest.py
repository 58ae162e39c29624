"""What tests of contracts start from: one customer with a project and a lift, calendars, and clauses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

import pytest
from django.apps import apps

from aftercare.contexts.calendars import public as calendars
from aftercare.contexts.contracts import commands
from aftercare.contexts.contracts.models import ServiceContract
from aftercare.contexts.installed_base.commands import register_equipment, register_project
from aftercare.contexts.organisations.commands import register_organisation
from aftercare.platform.actor import Actor


@dataclass(frozen=True, slots=True)
class Place:
    """A customer of a region, a project of it, and a lift there."""

    region_id: int
    customer_id: int
    project_id: int
    equipment_id: int


@pytest.fixture
def calendar_id(db: None, system: Actor, at: datetime) -> int:
    """Give the calendar of office hours."""
    calendars.seed_holidays([2026], by=system, at=at)
    return calendars.default_calendar_id() or 0


@pytest.fixture
def make_place(calendar_id: int, system: Actor, at: datetime) -> Callable[..., Place]:
    """Give a maker of customers."""

    def make(name: str, *, accepted_on: date | None = None, warranty_until: date | None = None) -> Place:
        region = apps.get_model("people", "Region").objects.create(code=name, name=name)
        customer = register_organisation(name=name, region_id=region.pk, by=system, at=at)
        project = register_project(
            name=f"{name}一期",
            customer_id=customer.pk,
            region_id=region.pk,
            completion_accepted_on=accepted_on,
            by=system,
            at=at,
        )
        kind, _new = apps.get_model("installed_base", "EquipmentKind").objects.get_or_create(code="lift", name="电梯")
        lift = register_equipment(
            name="1 号梯", kind_id=kind.pk, project_id=project.pk, warranty_until=warranty_until, by=system, at=at
        )
        return Place(region.pk, customer.pk, project.pk, lift.pk)

    return make


@pytest.fixture
def place(make_place: Callable[..., Place]) -> Place:
    """Give one customer."""
    return make_place("north")


@pytest.fixture
def drafted(place: Place, calendar_id: int, service_manager: Actor, at: datetime) -> Callable[..., ServiceContract]:
    """Give a way to draw up a contract for this year."""

    def draw(**given: object) -> ServiceContract:
        usual = {
            "name": "年度维保合同",
            "customer_id": place.customer_id,
            "starts_on": date(2026, 1, 1),
            "ends_on": date(2026, 12, 31),
            "calendar_id": calendar_id,
            "by": service_manager,
            "at": at,
        }
        return commands.draft(**{**usual, **given})  # type: ignore[arg-type]

    return draw


@pytest.fixture
def contract(drafted: Callable[..., ServiceContract]) -> ServiceContract:
    """Give a draft."""
    return drafted()
