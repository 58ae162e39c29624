"""Regions, service centres, the office and the engineers with their skills, papers and leave."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

from aftercare.contexts.people import commands
from aftercare.contexts.people.models import CertificateKind, Engineer, Region, ServiceCentre, Skill
from aftercare.demo.company import data
from aftercare.platform.actor import Actor

ZONE = "Asia/Shanghai"
# Weekdays from half past eight to half past five; lift and power engineers also take turns at the weekend.
WEEK = [(day, 510, 1050) for day in range(5)]
WEEKEND = [(5, 540, 1020), (6, 540, 1020)]
ON_DUTY_SKILLS = {"lift-repair", "hv-power"}
SCATTER_DEGREES = 0.04
# Papers last four years; a few run out soon, and one has run out already.
PAPER_DAYS = 4 * 365
SOON = {"e107": 52, "e204": 21, "e303": 6}
OVER = {"e502": -9}


def make(*, by: Actor, at: datetime) -> None:
    """Hire everybody."""
    told = data.read("staff")
    regions = _regions(told["regions"])
    for login, name, role, region in told["office"][0]["people"]:
        user = commands.create_user(username=login, name=name, email=f"{login}@example.com", by=by, at=at)
        scope = regions[region].pk if region else None
        commands.grant_role(user_id=user.pk, role=role, region_id=scope, by=by, at=at)
    rng = Random("staff")  # noqa: S311 - places on a map, not secrets
    for number, person in enumerate(told["engineers"][0]["people"], start=1):
        _engineer(number, person, regions, told, rng=rng, by=by, at=at)


def _regions(declared: dict[str, list[Any]]) -> dict[str, Region]:
    made: dict[str, Region] = {}
    for code, (name, *rest) in declared.items():
        parent = made[rest[0]] if rest else None
        made[code] = Region.objects.create(code=code, name=name, parent=parent, zone=ZONE)
        for centre, address in rest[3:]:
            ServiceCentre.objects.create(region=made[code], name=centre, address=address, lat=rest[1], lon=rest[2])
    return made


def _engineer(
    number: int, person: list[Any], regions: dict[str, Region], told: dict[str, Any], *, rng: Random,
    by: Actor, at: datetime,
) -> None:  # fmt: skip
    login, name, region, grade, skills = person
    _name, _parent, lat, lon, *_centres = told["regions"][region]
    centres = list(ServiceCentre.objects.filter(region=regions[region]).order_by("pk"))
    on_duty = bool(ON_DUTY_SKILLS & set(skills))
    engineer = commands.hire_engineer(
        username=login, employee_no=f"LC{number:04d}", name=name, region_id=regions[region].pk,
        centre_id=centres[number % len(centres)].pk, phone=f"1380000{2000 + number}", email=f"{login}@example.com",
        grade=grade, lat=round(lat + rng.uniform(-SCATTER_DEGREES, SCATTER_DEGREES), 5),
        lon=round(lon + rng.uniform(-SCATTER_DEGREES, SCATTER_DEGREES), 5),
        shifts=[*WEEK, *WEEKEND] if on_duty else WEEK, by=by, at=at,
    )  # fmt: skip
    for code, level in skills.items():
        commands.set_skill(engineer_id=engineer.pk, skill_id=Skill.objects.get(code=code).pk, level=level, by=by, at=at)
    for paper in dict.fromkeys(told["papers"][code] for code in skills if code in told["papers"]):
        _paper(engineer, login, paper, rng=rng, by=by, at=at)


def _paper(engineer: Engineer, login: str, code: str, *, rng: Random, by: Actor, at: datetime) -> None:
    from aftercare.platform import clock

    today = clock.now().date()
    left = SOON.get(login) or OVER.get(login) or rng.randint(200, 1200)
    expires = today + timedelta(days=left)
    commands.add_certificate(
        engineer_id=engineer.pk,
        kind_id=CertificateKind.objects.get(code=code).pk,
        number=f"T{engineer.pk:04d}{code.upper()}",
        issued_on=expires - timedelta(days=PAPER_DAYS),
        expires_on=expires,
        by=by,
        at=at,
    )
