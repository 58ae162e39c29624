"""Hire a field engineer: login, engineer and the engineer's role in the home region, all or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.people import policies, rules
from aftercare.contexts.people.commands.create_user import make_login
from aftercare.contexts.people.models import Engineer, Grant, Region, ServiceCentre, Shift
from aftercare.platform import outbox, rows, search
from aftercare.platform.actor import Actor, Role
from aftercare.platform.refusal import Refused
from aftercare.published.people import EngineerHired

CLASHES = {
    "people_engineer_employee_no_key": Refused(
        "conflict", _("Another engineer has this employee number."), field="employee_no"
    ),
}


@transaction.atomic
def hire_engineer(
    *,
    username: str,
    employee_no: str,
    name: str,
    region_id: int,
    centre_id: int | None = None,
    phone: str = "",
    email: str = "",
    grade: str = Engineer.Grade.MIDDLE,
    lat: float | None = None,
    lon: float | None = None,
    language: str = "zh-hans",
    password: str | None = None,
    shifts: Sequence[tuple[int, int, int]] = rules.USUAL_WEEK,
    by: Actor,
    at: datetime,
) -> Engineer:
    """
    Hire an engineer into a region; without a password the login waits for a link or a mail to set one.

    :raises Refused: `not_allowed`, `conflict` for a login name, e-mail or employee number in use, or what is
        wrong with a field.
    """
    policies.may_hire(region_id, by=by).or_refuse()
    engineer = Engineer()
    facts = {"employee_no": employee_no, "name": name, "phone": phone, "grade": grade}
    rows.fill(engineer, {**facts, "region_id": region_id, "centre_id": centre_id, "lat": lat, "lon": lon})
    check_place(engineer)
    zone = Region.objects.values_list("zone", flat=True).get(pk=region_id)
    user = make_login(
        username=username, name=name, email=email, phone=phone, language=language, zone=zone, password=password
    )
    engineer.user = user
    engineer.search = search_words(engineer)
    with rows.telling(CLASHES):
        engineer.save()
    Grant.objects.create(user=user, role=Role.ENGINEER, region_id=region_id)
    Shift.objects.bulk_create(
        Shift(engineer=engineer, weekday=day, start_minute=first, end_minute=last) for day, first, last in shifts
    )
    told = EngineerHired(
        engineer_id=engineer.pk, user_id=user.pk, name=engineer.name, region_id=engineer.region_id, at=at
    )
    outbox.publish(told, about=f"engineer:{engineer.pk}", by=by)
    return engineer


def search_words(engineer: Engineer) -> object:
    """Return what the engineer is found by."""
    return search.vector(engineer.name, engineer.employee_no, engineer.phone)


def check_place(engineer: Engineer) -> None:
    """
    Refuse a service centre of another region, and half a position.

    :raises Refused: `mismatch` or `invalid`.
    """
    if engineer.centre_id is not None:
        home = ServiceCentre.objects.values_list("region_id", flat=True).get(pk=engineer.centre_id)
        if home != engineer.region_id:
            raise Refused("mismatch", _("This service centre lies in another region."), field="centre_id")
    position = (engineer.lat, engineer.lon)
    if (engineer.lat is None) != (engineer.lon is None):
        raise Refused("invalid", _("Give both latitude and longitude, or neither."), field="lat")
    if position != (None, None) and not (-90 <= (engineer.lat or 0) <= 90 and -180 <= (engineer.lon or 0) <= 180):
        raise Refused("invalid", _("There is no such place on earth."), field="lat")
