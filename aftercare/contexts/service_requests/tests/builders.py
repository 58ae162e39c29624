"""Scenes for tests of requests and of what lies downstream: a customer with equipment, and requests of theirs."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from django.apps import apps
from django.test import Client
from PIL import Image

from aftercare.contexts.calendars import public as calendars
from aftercare.contexts.contracts import public as contracts
from aftercare.contexts.installed_base.commands import register_equipment, register_project
from aftercare.contexts.organisations.commands import add_contact, register_organisation
from aftercare.contexts.people.commands import create_user, grant_role
from aftercare.contexts.service_requests import commands
from aftercare.contexts.service_requests.models import RequestCategory, ServiceRequest
from aftercare.platform import clock
from aftercare.platform.accounts.models import User
from aftercare.platform.actor import Actor

MONDAY = datetime(2026, 9, 7, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai
BUILDER = Actor.system("builder")
_n = count(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One customer of one region with a contact, a project and a lift."""

    region_id: int
    customer_id: int
    contact_id: int
    project_id: int
    equipment_id: int
    label_code: str


def promises(at: datetime = MONDAY) -> None:
    """Make the calendars of the year and the standard terms."""
    calendars.seed_holidays([at.year], by=BUILDER, at=at)
    contracts.seed_standard_terms(by=BUILDER, at=at)


def region(code: str = "") -> int:
    """Make a region and return its id."""
    code = code or f"region-{next(_n)}"
    return apps.get_model("people", "Region").objects.create(code=code, name=code.title()).pk


def scene(region_id: int | None = None, *, accepted_on: date | None = date(2026, 3, 1), name: str = "") -> Scene:
    """Make a customer with a contact, a project whose completion was accepted, and a lift."""
    n = next(_n)
    region_id = region_id or region()
    kind, _new = apps.get_model("installed_base", "EquipmentKind").objects.get_or_create(
        code="lift", defaults={"name": "乘客电梯"}
    )
    acting = {"by": BUILDER, "at": MONDAY}
    customer = register_organisation(name=name or f"滨江医院{n}", grade="A", region_id=region_id, **acting)
    phone = f"1380000{n:04d}"
    contact = add_contact(organisation_id=customer.pk, name="王芳", phone=phone, is_primary=True, **acting)
    project = register_project(
        name=f"门诊楼{n}", customer_id=customer.pk, region_id=region_id, address="江南大道 1 号", lat=30.2, lon=120.2,
        completion_accepted_on=accepted_on, **acting,
    )  # fmt: skip
    equipment = register_equipment(
        name="1 号客梯",
        kind_id=kind.pk,
        project_id=project.pk,
        maker="申菱",
        model="SL-8",
        serial=f"SN{n:06d}",
        **acting,
    )
    return Scene(
        region_id=region_id, customer_id=customer.pk, contact_id=contact.pk, project_id=project.pk,
        equipment_id=equipment.pk, label_code=equipment.label_code,
    )  # fmt: skip


def category(name: str = "门机故障", group: str = "电梯", **fields: Any) -> RequestCategory:
    """Make a category."""
    return RequestCategory.objects.create(code=f"category-{next(_n)}", name=name, group=group, **fields)


def request_of(place: Scene, *, by: Actor = BUILDER, at: datetime = MONDAY, **fields: Any) -> ServiceRequest:
    """Register a fault of the scene's lift."""
    said = {"source": "hotline", "subject": "电梯门打不开", "caller_name": "王芳", "caller_phone": "13800000000"}
    where = {"customer_id": place.customer_id, "equipment_id": place.equipment_id}
    return commands.register(**{**said, **where, **fields}, by=by, at=at)


def triaged(row: ServiceRequest, *, by: Actor = BUILDER, at: datetime = MONDAY, **fields: Any) -> ServiceRequest:
    """Assess a request: a fault that needs a visit."""
    usual = {"kind": "fault", "urgency": 2, "impact": 3, "needs_visit": True}
    return commands.triage(request_id=row.pk, **{**usual, **fields}, by=by, at=at)


def changed(row: ServiceRequest) -> dict[str, Any]:
    """Return every column of a request, to tell that nothing changed."""
    return ServiceRequest.objects.filter(pk=row.pk).values().get()


def login(role: str, *, region_id: int | None = None, name: str = "李静") -> Client:
    """Return a browser signed in as somebody with a role."""
    acting = {"by": BUILDER, "at": clock.now()}
    made = create_user(username=f"u{User.objects.count()}", name=name, password="Aftercare-2026", **acting)
    grant_role(user_id=made.pk, role=role, region_id=region_id, **acting)
    browser = Client()
    browser.force_login(User.objects.get(pk=made.pk))
    return browser


def jpeg() -> bytes:
    """Return a small picture."""
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "JPEG")
    return out.getvalue()
