"""Customers with their contacts, projects, site trees and equipment."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from aftercare.contexts.installed_base import commands as things
from aftercare.contexts.installed_base.models import EquipmentKind, Project
from aftercare.contexts.organisations import commands as organisations
from aftercare.contexts.organisations.models import Contact, Organisation
from aftercare.contexts.people.models import Region
from aftercare.demo.company import data
from aftercare.platform.actor import Actor

SCATTER_DEGREES = 0.05
# The main contact of these customers may sign in; the first one's login is printed.
PORTAL = {"临沧路街道": "customer", "云岚置业": "yunlan", "朔光大厦": "shuoguang", "南屿科技园": "nanyu"}
SUPPLIER, PARTNER_LOGIN = "捷升电梯", "partner"
SIGNS = "一二三四五六"


def make(*, by: Actor, at: datetime) -> None:
    """Make every customer with what stands at its places, and the supplier who is a partner."""
    rng = Random("parties")  # noqa: S311 - places on a map, not secrets
    regions = {row.code: row for row in Region.objects.all()}
    maker = _supplier(by=by, at=at)
    for number, declared in enumerate(data.read("customers")["customer"], start=1):
        customer = _customer(number, declared, regions, by=by, at=at)
        for project in declared["projects"]:
            _project(customer, project, declared["region"], regions, maker, rng=rng, by=by, at=at)


def _supplier(*, by: Actor, at: datetime) -> Organisation:
    row = organisations.register_organisation(
        name="捷升电梯制造有限公司", short_name=SUPPLIER, kind="supplier", industry="elevator", by=by, at=at
    )
    contact = organisations.add_contact(
        organisation_id=row.pk, name="卫东", title="售后技术支持", phone="13800003999",
        email="partner@example.com", by=by, at=at,
    )  # fmt: skip
    organisations.open_portal_login(contact_id=contact.pk, username=PARTNER_LOGIN, by=by, at=at)
    return row


def _customer(
    number: int, declared: dict[str, Any], regions: dict[str, Region], *, by: Actor, at: datetime
) -> Organisation:
    row = organisations.register_organisation(
        name=declared["name"], short_name=declared["short"], customer_type=declared["type"],
        industry=declared["industry"], grade=declared["grade"], region_id=regions[declared["region"]].pk,
        address=declared["projects"][0][2], tags=declared.get("tags", ()), by=by, at=at,
    )  # fmt: skip
    contacts = []
    for place, (name, title) in enumerate(declared["contacts"]):
        phone = f"1380000{4000 + number * 10 + place}"
        email = f"c{number:02d}{place}@example.com" if declared["type"] != "individual" or number % 2 else ""
        contacts.append(
            organisations.add_contact(
                organisation_id=row.pk, name=name, title=title, phone=phone, email=email, by=by, at=at
            )
        )
    if login := PORTAL.get(declared["short"]):
        _open_portal(contacts[0], login, by=by, at=at)
    return row


def _open_portal(contact: Contact, login: str, *, by: Actor, at: datetime) -> None:
    organisations.open_portal_login(contact_id=contact.pk, username=login, by=by, at=at)


def _project(
    customer: Organisation, declared: list[Any], region: str, regions: dict[str, Region], maker: Organisation, *,
    rng: Random, by: Actor, at: datetime,
) -> None:  # fmt: skip
    name, fitout, street, accepted, years = declared
    _name, _parent, lat, lon, *_centres = data.read("staff")["regions"][region]
    accepted_on = date.fromisoformat(accepted)
    project = things.register_project(
        name=name if customer.short_name in name else f"{customer.short_name} {name}",
        customer_id=customer.pk, region_id=regions[region].pk, address=street,
        lat=round(lat + rng.uniform(-SCATTER_DEGREES, SCATTER_DEGREES), 5),
        lon=round(lon + rng.uniform(-SCATTER_DEGREES, SCATTER_DEGREES), 5),
        completion_accepted_on=accepted_on, by=by, at=at,
    )  # fmt: skip
    parts = data.read("staff")["fitouts"][fitout]
    if any(kind in {"passenger-lift", "escalator"} for _b, _s, kind, _n in parts):
        things.add_party(
            project_id=project.pk, organisation_id=maker.pk, part="supplier", scope="电梯与扶梯", by=by, at=at
        )
    _fit_out(project, parts, accepted_on, int(years), rng=rng, by=by, at=at)


def _fit_out(
    project: Project, parts: list[list[Any]], accepted_on: date, years: int, *, rng: Random, by: Actor, at: datetime
) -> None:
    site = things.add_location(project_id=project.pk, name="现场", kind="site", by=by, at=at)
    places: dict[tuple[str, ...], int] = {}
    kinds = data.read("reference")["equipment"]
    for building, system, code, count in parts:
        if (building,) not in places:
            places[(building,)] = things.add_location(
                project_id=project.pk, parent_id=site.pk, name=building, kind="building", by=by, at=at
            ).pk
        if (building, system) not in places:
            places[(building, system)] = things.add_location(
                project_id=project.pk, parent_id=places[(building,)], name=system, kind="system", by=by, at=at
            ).pk
        label, _group, maker, models = kinds[code]
        for index in range(count):
            installed = accepted_on - timedelta(days=rng.randint(30, 200))
            things.register_equipment(
                name=f"{building}{index + 1} 号{label}" if count > 1 else f"{building}{label}",
                kind_id=EquipmentKind.objects.get(code=code).pk, project_id=project.pk,
                location_id=places[(building, system)], maker=maker, model=rng.choice(models),
                serial=f"{code[:2].upper()}{installed:%y%m}{rng.randint(1000, 9999)}{project.pk:03d}",
                installed_on=installed, warranty_until=accepted_on.replace(year=accepted_on.year + years),
                by=by, at=at,
            )  # fmt: skip
