"""People for tests: regions and registers as rows, everybody else through the commands."""

from __future__ import annotations

from datetime import date, datetime
from itertools import count
from typing import Any

from aftercare.contexts.people import commands
from aftercare.contexts.people.models import Certificate, CertificateKind, Engineer, Region, ServiceCentre, Skill
from aftercare.platform.accounts.models import User
from aftercare.platform.actor import Actor, Role
from aftercare.platform.testing.fixtures import MONDAY

SYSTEM = Actor.system("test")
_numbers = count(1)


def region(name: str = "华东", parent: Region | None = None, **facts: Any) -> Region:
    """Make a region."""
    return Region.objects.create(code=f"r{next(_numbers)}", name=name, parent=parent, **facts)


def centre(of: Region, name: str = "", **facts: Any) -> ServiceCentre:
    """Make a service centre of the region."""
    return ServiceCentre.objects.create(region=of, name=name or f"服务中心 {next(_numbers)}", **facts)


def skill(name: str = "电梯维修") -> Skill:
    """Make a skill."""
    return Skill.objects.create(code=f"s{next(_numbers)}", name=name)


def certificate_kind(name: str = "特种设备作业证") -> CertificateKind:
    """Make a kind of certificate."""
    return CertificateKind.objects.create(code=f"c{next(_numbers)}", name=name)


def engineer(of: Region | None = None, name: str = "王师傅", at: datetime = MONDAY, **facts: Any) -> Engineer:
    """Hire an engineer."""
    n = next(_numbers)
    home = of or region()
    facts = {"username": f"engineer{n}", "employee_no": f"E{n:04}", **facts}
    return commands.hire_engineer(name=name, region_id=home.pk, by=SYSTEM, at=at, **facts)


def certificate(of: Engineer, kind: CertificateKind, expires_on: date, **facts: Any) -> Certificate:
    """Record a certificate of the engineer."""
    facts = {"number": f"T{next(_numbers):06}", "issued_on": date(2020, 1, 1), **facts}
    return commands.add_certificate(
        engineer_id=of.pk, kind_id=kind.pk, expires_on=expires_on, by=SYSTEM, at=MONDAY, **facts
    )


def login(name: str = "李四", **facts: Any) -> User:
    """Make a login without any right."""
    facts = {"username": f"login{next(_numbers)}", **facts}
    return commands.create_user(name=name, by=SYSTEM, at=MONDAY, **facts)


def granted(role: Role, in_region: Region | None = None) -> User:
    """Make a login with a role."""
    user = login()
    commands.grant_role(user_id=user.pk, role=role, region_id=in_region.pk if in_region else None, by=SYSTEM, at=MONDAY)
    return user


def acting(as_engineer: Engineer) -> Actor:
    """Return the engineer as an actor."""
    return Actor(
        id=as_engineer.user_id,
        name=as_engineer.name,
        roles=frozenset({Role.ENGINEER}),
        region_ids=frozenset({as_engineer.region_id}),
        engineer_id=as_engineer.pk,
        via="phone",
    )
